import type { Change } from '../model/change.js';
import type { Instant } from '../model/instant.js';
import type { SourceRecordDraft } from '../model/source-record.js';
import type { Page, Rejected } from '../page.js';
import type { StoreTransaction } from '../store/store.js';
import { telemetry } from '../telemetry.js';
import { appendChanges } from './append-changes.js';
import { refsOf } from './erased-ref.js';
import { type Gap, gapName } from './gaps.js';
import type { IngestOptions, Tombstones } from './ingest-options.js';
import { type Counted, Intake } from './intake.js';
import { isKeptAway } from './kept-away.js';
import { interactionLock, lockAll, recordLock } from './lock-all.js';
import { draftsOf, nameOf } from './participants.js';
import { type Prepared, prepare } from './prepare.js';
import { writeRecord } from './write-record.js';

/** The most items that one transaction takes. */
const transactionSize = 200;

/** A place that is kept in the transaction that keeps what was read up to it. */
export interface Checkpoint {
  name: string;
  data: unknown;
}

/** What is kept or taken away together with records. */
export interface KeptWith {
  checkpoint?: Checkpoint;
  /** New records are recognized by `catchUp`, which costs a fifth of recognizing them at once. */
  later?: boolean;
  /** Another row to take away: the request of a webhook that they were read from. */
  worksOff?: { inbox: string };
}

export interface IngestPage extends KeptWith {
  page: Pick<Page<unknown>, 'items' | 'rejected'>;
  /** The app's name of the channel. */
  channel: string;
  /** Keep payloads as they came until this moment. */
  keepRawUntil?: Instant;
  /** Keeps where the network lost our place until a poll has read over it. For streams and webhooks. */
  keepGaps?: boolean;
}

/** What a page came to. */
export interface IngestReport extends Counted {
  rejected: Rejected[];
  /** Where the network lost our place; polling repairs it. */
  gaps: Gap[];
  changes: Change[];
}

export interface Ingest {
  /** Takes a page of observations. It may be called again with the same page: what is known stays as it is. */
  page(page: IngestPage): Promise<IngestReport>;
  /** Takes records by themselves: contacts of a CRM, our own accounts. */
  records(drafts: readonly SourceRecordDraft[], keptWith?: KeptWith): Promise<Change[]>;
}

/** The one way in: every poll, webhook, stream and sync ends in this transaction. */
export function ingest(options: IngestOptions): Ingest {
  return {
    page: (input) =>
      telemetry.span(
        'kenning.ingest',
        { 'kenning.channel': input.channel, 'kenning.items': input.page.items.length },
        async () => {
          const { prepared, rejected } = await prepare(input.page.items);
          const report: IngestReport = {
            said: 0,
            revised: 0,
            known: 0,
            removed: 0,
            notKept: 0,
            rejected: [...input.page.rejected, ...rejected],
            gaps: [],
            changes: [],
          };
          for (const { part, last } of parts(prepared)) await takeItems(options, input, report, part, last);
          tellFigures(options.context.clock.now(), input.channel, prepared, report);
          return report;
        },
      ),
    async records(drafts, keptWith) {
      const changes: Change[] = [];
      for (const { part, last } of parts(drafts))
        changes.push(...(await takeRecords(options, part, last ? keptWith : { later: keptWith?.later ?? false })));
      return changes;
    },
  };
}

function tellFigures(now: number, channel: string, items: readonly Prepared[], report: IngestReport): void {
  if (!telemetry.isObserved) return;
  const of = { 'kenning.channel': channel };
  for (const outcome of ['said', 'revised', 'known', 'removed', 'notKept'] as const)
    telemetry.count('kenning.interactions', report[outcome], { ...of, 'kenning.outcome': outcome });
  telemetry.count('kenning.rejected', report.rejected.length, of);
  for (const item of items)
    if (item.type === 'said') telemetry.record('kenning.lag', (now - Date.parse(item.interaction.at)) / 1000, of);
}

function* parts<Item>(items: readonly Item[]): Generator<{ part: readonly Item[]; last: boolean }> {
  for (let start = 0; start === 0 || start < items.length; start += transactionSize)
    yield { part: items.slice(start, start + transactionSize), last: start + transactionSize >= items.length };
}

async function takeItems(
  options: IngestOptions,
  input: IngestPage,
  report: IngestReport,
  items: readonly Prepared[],
  last: boolean,
): Promise<void> {
  const { store, context, recognizer } = options;
  const drafts = items.flatMap(draftsOf);
  const fingerprints = await fingerprintsOf(options.tombstones, drafts, items);
  const intake = await store.transaction(async (transaction) => {
    await lockAll(transaction, recognizer, items, drafts);
    const intake = new Intake({ ...options, ...input, transaction, fingerprints });
    for (const item of items) await intake.take(item);
    if (input.keepGaps)
      for (const gap of intake.gaps)
        await transaction.put('checkpoints', { name: gapName(input.channel, context.ids.next()), data: gap });
    if (last) {
      await intake.reject(report.rejected);
      await keepWith(transaction, input);
    }
    return { ...intake, changes: await appendChanges(transaction, context, intake.bodies) };
  });
  for (const name of ['said', 'revised', 'known', 'removed', 'notKept'] as const) report[name] += intake.counted[name];
  report.gaps.push(...intake.gaps);
  report.changes.push(...intake.changes);
}

async function takeRecords(
  { store, context, recognizer, tombstones }: IngestOptions,
  drafts: readonly SourceRecordDraft[],
  keptWith: KeptWith = {},
): Promise<Change[]> {
  const fingerprints = await fingerprintsOf(tombstones, drafts);
  return store.transaction(async (transaction) => {
    // Records that are not recognized yet need none of their keys.
    if (keptWith.later) await transaction.lock(() => drafts.map(recordLock));
    else await lockAll(transaction, recognizer, [], drafts);
    const bodies = [];
    for (const draft of drafts) {
      if (await isKeptAway(transaction, tombstones, draft, fingerprints.get(nameOf(draft)) ?? [])) continue;
      bodies.push(...(await writeRecord(transaction, context, recognizer, draft, keptWith)).changes);
    }
    await keepWith(transaction, keptWith);
    return appendChanges(transaction, context, bodies);
  });
}

async function keepWith(transaction: StoreTransaction, { checkpoint, worksOff }: KeptWith): Promise<void> {
  if (checkpoint) await transaction.put('checkpoints', checkpoint);
  if (worksOff) await transaction.remove('inbox', { id: worksOff.inbox });
}

async function fingerprintsOf(
  tombstones: Tombstones | undefined,
  drafts: readonly SourceRecordDraft[],
  items: readonly Prepared[] = [],
): Promise<Map<string, string[]>> {
  const fingerprints = new Map<string, string[]>();
  if (!tombstones) return fingerprints;
  const ofDrafts = await Promise.all(drafts.map((draft) => tombstones.fingerprints(draft)));
  for (const [at, draft] of drafts.entries()) {
    const name = nameOf(draft);
    fingerprints.set(name, [...(fingerprints.get(name) ?? []), ...(ofDrafts[at] ?? [])]);
  }
  const refs = items.flatMap((item) =>
    item.type === 'said' ? refsOf(item.interaction) : item.type === 'removed' ? [item.of] : [],
  );
  const ofRefs = await Promise.all(refs.map((ref) => tombstones.ofInteraction(ref)));
  for (const [at, ref] of refs.entries()) fingerprints.set(interactionLock(ref), [ofRefs[at] as string]);
  return fingerprints;
}
