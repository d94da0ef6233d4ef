import { instantOf } from '../clock.js';
import type { ChangeBody } from '../model/change.js';
import type { RecordId } from '../model/id.js';
import type { Instant } from '../model/instant.js';
import type { InteractionRef, Participant } from '../model/interaction.js';
import type { SourceRecordDraft } from '../model/source-record.js';
import type { Rejected } from '../page.js';
import type { StoreTransaction } from '../store/store.js';
import { endInteraction } from './end-interaction.js';
import { erasedRef, refsOf, withRefs } from './erased-ref.js';
import type { Gap } from './gaps.js';
import type { IngestOptions } from './ingest-options.js';
import { keepableRecord, keepableWords } from './keepable.js';
import { isKeptAway } from './kept-away.js';
import { interactionLock } from './lock-all.js';
import { nameOf, thinDraft } from './participants.js';
import type { Prepared } from './prepare.js';
import { writeCounts, writeDelivery } from './write-counts.js';
import { interactionRowOf, type Said, writeInteraction } from './write-interaction.js';
import { writeRecord } from './write-record.js';

export interface Counted {
  said: number;
  revised: number;
  /** Delivered before, or told of something that was removed. */
  known: number;
  removed: number;
  /** What the network's terms do not let us keep, or an erased person said: it was left out. */
  notKept: number;
}

export interface IntakeOptions extends IngestOptions {
  transaction: StoreTransaction;
  channel: string;
  keepRawUntil?: Instant;
  /** By the name of a record, or the key of an interaction that is named. */
  fingerprints: Map<string, string[]>;
}

/** Takes observations within one transaction and gathers what the change feed must say of them. */
export class Intake {
  readonly bodies: ChangeBody[] = [];
  readonly gaps: Gap[] = [];
  readonly counted: Counted = { said: 0, revised: 0, known: 0, removed: 0, notKept: 0 };
  readonly #options: IntakeOptions;
  /** Records of this transaction by name; undefined for the erased. */
  readonly #records = new Map<string, RecordId | undefined>();

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  async take(item: Prepared): Promise<void> {
    const { transaction, context } = this.#options;
    switch (item.type) {
      case 'said':
        for (const profile of item.profiles) await this.#record(profile);
        return this.#said(item.interaction, item.raw);
      case 'removed':
      case 'hidden':
      case 'restored': {
        if (await this.#erasedName(item.of)) return;
        const changes = await endInteraction(transaction, context, item);
        if (item.type === 'removed') this.counted.removed += changes.length;
        this.bodies.push(...changes);
        return;
      }
      case 'profile': {
        const standing = item.became === 'suspended' || item.became === 'deleted' ? { standing: item.became } : {};
        await this.#record({ ...item.profile, ...standing });
        return;
      }
      case 'gap':
        this.gaps.push({ ...(item.from && { from: item.from }), ...(item.to && { to: item.to }) });
        return;
      case 'counted':
      case 'delivery': {
        const row = await interactionRowOf(transaction, item.of);
        if (!row?.data || row.state === 'removed') return;
        if (item.type === 'counted') await writeCounts(transaction, row.id, item.counts, item.at);
        else await writeDelivery(transaction, row.id, item);
      }
    }
  }

  async reject(list: readonly Rejected[]): Promise<void> {
    const { transaction, context, channel, tombstones } = this.#options;
    const rejectedAt = instantOf(context.clock);
    for (const rejected of list)
      await transaction.put('rejected', {
        id: context.ids.next(),
        channel,
        data: { ...(tombstones ? withoutItem(rejected) : rejected), rejectedAt },
      });
  }

  /** What is called so that an erased person said: later news of it, and answers to it, must not bring its id back. */
  async #erasedName(of: InteractionRef): Promise<string | undefined> {
    const { transaction, tombstones, fingerprints } = this.#options;
    const [fingerprint] = fingerprints.get(interactionLock(of)) ?? [];
    if (!tombstones || fingerprint === undefined) return undefined;
    return (await tombstones.isErased(transaction, [fingerprint])) ? fingerprint : undefined;
  }

  async #withoutErased(said: Said): Promise<Said> {
    const names = new Map<string, string>();
    for (const ref of this.#options.tombstones ? refsOf(said) : []) {
      const name = await this.#erasedName(ref);
      if (name) names.set(interactionLock(ref), name);
    }
    if (names.size === 0) return said;
    return withRefs(said, (ref) => {
      const name = names.get(interactionLock(ref));
      return name ? erasedRef(ref, name) : ref;
    });
  }

  async #said(said: Said, raw: unknown): Promise<void> {
    const { transaction, context, channel, keepRawUntil } = this.#options;
    const participants = await this.#participants(said);
    const keepable = participants.length > 0 && (await this.#keepable(await this.#withoutErased(said), participants));
    if (!keepable) {
      this.counted.notKept += 1;
      return;
    }
    const kept = await writeInteraction(transaction, context, keepable, participants, channel);
    this.bodies.push(...kept.changes);
    if (kept.outcome === 'new') this.counted.said += 1;
    else if (kept.outcome === 'revised' || kept.outcome === 'earlier') this.counted.revised += 1;
    else this.counted.known += 1;
    if (kept.outcome === 'removed') return;
    if (said.counts)
      await writeCounts(transaction, kept.id, said.counts, instantOf(context.clock), kept.outcome === 'new');
    // A payload as it came would bring back those whom it names.
    if (raw !== undefined && keepRawUntil && !keepable.forgotten && participants.length === said.participants.length)
      await transaction.put('raw', { interaction: kept.id, until: keepRawUntil, data: raw });
  }

  /** What of it may be kept by its network's terms; what we said ourselves is our own. */
  async #keepable(said: Said, participants: Participant[]): Promise<Said | undefined> {
    const { transaction, context, terms } = this.#options;
    if (!terms) return said;
    const at = instantOf(context.clock);
    const { ids, content } = keepableWords(terms, said, at);
    if (ids.permitted && content.permitted) return said;
    const author = participants.find(({ role }) => role === 'author')?.record;
    if (author && (await transaction.get('records', { id: author }))?.state === 'own') return said;
    if (!ids.permitted || content.permitted) return undefined;
    const { permalink: _permalink, rating: _rating, ...rest } = said;
    return { ...rest, content: { text: '' }, forgotten: { at, term: content.term } };
  }

  /** Nobody when the author was erased: what they say is not kept. What others say to them is, without them. */
  async #participants(said: Said): Promise<Participant[]> {
    const participants: Participant[] = [];
    for (const { role, of } of said.participants) {
      const name = nameOf(of);
      const record = this.#records.has(name) ? this.#records.get(name) : await this.#record(thinDraft(of, said));
      if (record) participants.push({ role, record });
      else if (role === 'author') return [];
    }
    return participants;
  }

  async #record(draft: SourceRecordDraft): Promise<RecordId | undefined> {
    const { transaction, context, recognizer, tombstones, terms, fingerprints } = this.#options;
    const name = nameOf(draft);
    let record: RecordId | undefined;
    if (!(await isKeptAway(transaction, tombstones, draft, fingerprints.get(name) ?? []))) {
      const kept = keepableRecord(terms, draft, instantOf(context.clock));
      const { id, changes } = await writeRecord(transaction, context, recognizer, kept);
      this.bodies.push(...changes);
      record = id;
    }
    this.#records.set(name, record);
    return record;
  }
}

/** What can not be read can not be told from what an erased person said: only the reason and the place are kept. */
function withoutItem({ reason, at }: Rejected): Rejected {
  return { reason, ...(at !== undefined && { at }) };
}
