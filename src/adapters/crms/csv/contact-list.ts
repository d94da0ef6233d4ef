import { realpath } from 'node:fs/promises';
import { type Clock, instantOf } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import { withFileErrors } from '../../../core/files/file-error.js';
import { withLock } from '../../../core/files/lock-file.js';
import type { Result } from '../../pending-writes.js';
import { ActivityFile, changedMeanwhile } from './activity-file.js';
import { ContactSheet, type SheetOptions } from './contact-sheet.js';
import { type CsvFile, type CsvFileOptions, csvFile, hashOf, readWhole } from './csv-file.js';
import { replaceFile } from './replace-file.js';
import { type CsvWrite, newContactId, WritePlan } from './write-plan.js';

export interface ContactListOptions extends CsvFileOptions, SheetOptions {
  file: string;
  activities: string;
  source: string;
  crm: string;
  maxBytes: number;
  clock: Clock;
}

/** A contact list and the activities beside it, as files. */
export class ContactList {
  readonly #options: ContactListOptions;
  #activities: ActivityFile | undefined;
  /** What the list was when it was last read from beginning to end, or written. */
  #known: string | undefined;

  constructor(options: ContactListOptions) {
    this.#options = options;
  }

  read(): Promise<CsvFile> {
    const { file, maxBytes } = this.#options;
    return withFileErrors(file, async () => csvFile(await readWhole(file, maxBytes), this.#options));
  }

  /** Says that everything in it was seen as it is in this file. */
  seen({ hash }: CsvFile): void {
    this.#known = hash;
  }

  /** Makes many writes at once. A failure of one leaves the others. */
  write(writes: readonly CsvWrite[]): Promise<Result[]> {
    return withFileErrors(this.#options.file, async () => {
      // A link stays a link: what it leads to is written.
      const path = await realpath(this.#options.file);
      return withLock(path, () => this.#write(path, writes));
    });
  }

  async #write(path: string, writes: readonly CsvWrite[]): Promise<Result[]> {
    const { clock } = this.#options;
    const activities = await this.#activitiesFile();
    const plan = new WritePlan(await activities.contents(), instantOf(clock));
    const sheet = writes.some(needsSheet) ? await settled(this.#sheet(path, writes)) : undefined;
    const results = writes.map((write): Result => {
      if (sheet && 'error' in sheet && needsSheet(write)) return sheet;
      try {
        return { value: this.#plan(write, plan, sheet && 'value' in sheet ? sheet.value : undefined) };
      } catch (error) {
        return { error };
      }
    });
    const failed = (outcome: Result, concerned: (write: CsvWrite) => boolean) => {
      if ('error' in outcome)
        for (const [at, write] of writes.entries())
          if (concerned(write) && !('error' in (results[at] as Result))) results[at] = outcome;
      return 'error' in outcome;
    };
    // What is filled in is written down before it is, so that it can be finished and taken back whenever this ends.
    const appended = [...plan.appended.values()];
    const delimiter = async () => (await this.read()).layout.delimiter;
    if (failed(await settled(activities.append(appended, delimiter)), () => true)) return results;
    if (sheet && 'value' in sheet && sheet.value.isChanged)
      if (failed(await settled(this.#replace(path, sheet.value)), needsSheet)) return results;
    failed(await settled(activities.rewrite(plan.changed, plan.removed)), ({ draft }) => plan.rewrites(draft));
    return results;
  }

  #plan(write: CsvWrite, plan: WritePlan, sheet: ContactSheet | undefined): unknown {
    const { source, crm } = this.#options;
    if (write.verb === 'log') return { crm, externalId: plan.log(write.draft) };
    if (!sheet) throw new KenningError('unexpected', 'The contact list was not opened for a write that needs it.');
    if (write.verb === 'upsert') return { source, externalId: plan.upsert(write.draft, sheet) };
    plan.erase(write.draft, sheet);
    return write.draft.of;
  }

  async #sheet(path: string, writes: readonly CsvWrite[]): Promise<ContactSheet> {
    const file = await csvFile(await readWhole(path, this.#options.maxBytes), this.#options);
    if (this.#known !== undefined && this.#known !== file.hash) throw changedMeanwhile(path);
    const wanted = new Set(writes.flatMap((write) => (write.verb === 'log' ? [] : [idOf(write)])));
    return new ContactSheet(file, this.#options, wanted);
  }

  async #replace(path: string, sheet: ContactSheet): Promise<void> {
    const bytes = sheet.bytes();
    await replaceFile(path, bytes, {
      lastLook: async () => {
        if (hashOf(await readWhole(path, this.#options.maxBytes)) !== sheet.file.hash) throw changedMeanwhile(path);
      },
    });
    this.#known = hashOf(bytes);
  }

  async #activitiesFile(): Promise<ActivityFile> {
    const { activities, file: beside } = this.#options;
    this.#activities ??= new ActivityFile(await realpath(activities).catch(() => activities), {
      ...this.#options,
      name: activities,
      encoding: undefined,
      delimiter: undefined,
      beside,
    });
    return this.#activities;
  }
}

const needsSheet = ({ verb }: CsvWrite): boolean => verb !== 'log';

function idOf(write: Exclude<CsvWrite, { verb: 'log' }>): string {
  return write.draft.of?.externalId ?? newContactId(write.draft.key);
}

async function settled<Value>(work: Promise<Value>): Promise<{ value: Value } | { error: unknown }> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
  }
}
