import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import type { Decision } from '../model/decision.js';
import type { RecordId } from '../model/id.js';
import type { Interaction } from '../model/interaction.js';
import { outboxStates } from '../model/outbox-entry.js';
import type { SourceRecord } from '../model/source-record.js';
import type { Registrar } from '../ports.js';
import { everyPage } from '../store/every-page.js';
import type { Store, StoreReader } from '../store/store.js';
import { casesAbout } from './case-rows.js';
import { itemsOf } from './crm-rows.js';
import { exportInteractions } from './export-interactions.js';
import { type ExportEntry, exportParts } from './export-parts.js';
import { type Datum, permits } from './permits.js';
import { networkOf, type TermsOf } from './terms-book.js';
import { findWhom, type Whom } from './whom.js';

export interface ExportOptions {
  store: Store;
  context: Context;
  registrar: Registrar;
  /** The networks' terms. Without them nothing is withheld. */
  terms?: TermsOf;
  signal?: AbortSignal;
}

/**
 * All that is kept of a person, entry by entry, so that a long history needs no memory. Other people are reduced to
 * their names. The first entry says what the parts are; what a network's terms forbid to hand out is counted at the end.
 *
 * @throws `conflict` when an identifier is of several customers, `not-found` for an id that was never given,
 * `not-permitted` for an account of our own.
 * @example
 * for await (const entry of exportOf({ store, context, registrar }, 'ann@example.org')) console.log(JSON.stringify(entry));
 */
export async function* exportOf(options: ExportOptions, whom: Whom): AsyncGenerator<ExportEntry> {
  const { store, context, registrar, terms, signal } = options;
  const meant = await findWhom(store, registrar, whom);
  const customer = 'customer' in meant ? meant.customer : undefined;
  yield { part: 'about', data: { at: instantOf(context.clock), customer: customer ?? null, parts: exportParts } };
  if (!('records' in meant)) return;
  const withheld = new Withheld(terms, instantOf(context.clock));
  for await (const entry of partsOf(options, meant.records, withheld)) {
    signal?.throwIfAborted();
    yield entry;
  }
  yield* withheld.entries();
}

async function* partsOf(
  { store, registrar }: ExportOptions,
  ids: readonly RecordId[],
  withheld: Withheld,
): AsyncGenerator<ExportEntry> {
  const records: SourceRecord[] = [];
  for (const id of ids) {
    const data = (await store.get('records', { id }))?.data;
    if (data && withheld.permitsRecord(data)) records.push(data);
  }
  for (const data of records) yield { part: 'record', data };
  const golden = registrar.golden(records);
  for (const data of golden.identifiers) yield { part: 'identifier', data };
  for (const { id, consents = [] } of records)
    for (const one of consents) yield { part: 'consent', data: { record: id, ...one } };
  yield { part: 'golden-record', data: { attributes: golden.attributes, provenance: golden.provenance } };
  for await (const data of decisionsOf(store, ids)) yield { part: 'decision', data };
  yield* reviewsOf(store, ids);
  yield* exportInteractions(store, ids, (interaction, isOurs) => withheld.permitsInteraction(interaction, isOurs));
  for (const record of records)
    for await (const item of itemsOf(store, record)) {
      const data = (await store.get('crmItems', item))?.data;
      if (data) yield { part: 'crm-item', data: { ...data, parties: undefined, owner: undefined } };
    }
  yield* casesOf(store, ids);
  yield* outboxOf(store, new Set(ids));
  yield* auditOf(store, new Set(ids));
}

async function* decisionsOf(store: StoreReader, ids: readonly RecordId[]): AsyncGenerator<object> {
  const seen = new Set<string>();
  for (const record of ids)
    for await (const rows of everyPage(store, 'decisionRecords', 'byRecord', { record }))
      for (const { decision } of rows) {
        const data = seen.has(decision) ? undefined : (await store.get('decisions', { id: decision }))?.data;
        seen.add(decision);
        if (data) yield withoutColleague(data);
      }
}

/** Which colleague decided is not told, only that one did. */
function withoutColleague(decision: Decision): object {
  return decision.by.type === 'human' ? { ...decision, by: { type: 'human' } } : decision;
}

async function* reviewsOf(store: StoreReader, ids: readonly RecordId[]): AsyncGenerator<ExportEntry> {
  const theirs = new Set(ids);
  for (const id of ids) {
    const left = await store.list('reviews', 'byA', { where: { a: id }, limit: 10_000 });
    const right = await store.list('reviews', 'byB', { where: { b: id }, limit: 10_000 });
    for (const { a, state, data } of [...left, ...right]) {
      if (a !== id && theirs.has(a)) continue;
      const { answeredBy: _colleague, ...rest } = data;
      yield { part: 'review', data: { ...rest, state } };
    }
  }
}

/** Which colleague had it is not told. */
async function* casesOf(store: StoreReader, ids: readonly RecordId[]): AsyncGenerator<ExportEntry> {
  const seen = new Set<string>();
  for (const record of ids)
    for await (const id of casesAbout(store, record)) {
      const row = seen.has(id) ? undefined : await store.get('cases', { id });
      seen.add(id);
      if (!row) continue;
      const { assignee: _colleague, openedBy: _opener, ...rest } = row.data;
      const events = [];
      for await (const rows of everyPage(store, 'caseEvents', 'byCase', { case: id }))
        for (const { data } of rows) events.push({ at: data.at, what: data.what, clock: data.clock, note: data.note });
      yield { part: 'case', data: { ...rest, events } };
    }
}

async function* outboxOf(store: StoreReader, theirs: ReadonlySet<RecordId>): AsyncGenerator<ExportEntry> {
  for (const state of outboxStates)
    for await (const rows of everyPage(store, 'outbox', 'byState', { state }))
      for (const { data } of rows) {
        const { target, verb, payload, createdAt, records } = data;
        if (records.some((record) => theirs.has(record)))
          yield { part: 'outbox', data: { target, verb, state, createdAt, payload } };
      }
}

async function* auditOf(store: StoreReader, theirs: ReadonlySet<RecordId>): AsyncGenerator<ExportEntry> {
  for await (const rows of everyPage(store, 'audit', 'all', {}))
    for (const { channel, data } of rows) {
      const { at, act, outcome, of, person, reason } = data;
      if (theirs.has(person as RecordId)) yield { part: 'audit', data: { at, channel, act, outcome, of, reason } };
    }
}

/** Asks the gate and counts what it withholds. */
class Withheld {
  readonly #terms: TermsOf | undefined;
  readonly #now: string;
  readonly #counts = new Map<string, { what: string; network: string; term: string; reason: string; count: number }>();

  constructor(terms: TermsOf | undefined, now: string) {
    this.#terms = terms;
    this.#now = now;
  }

  permitsRecord({ kind, source, origin }: SourceRecord): boolean {
    return kind !== 'profile' || this.#permits('profiles', networkOf(source), { kind: 'others-profiles', origin });
  }

  permitsInteraction({ network, origin }: Interaction, isOurs: boolean): boolean {
    return this.#permits('interactions', network, { kind: isOurs ? 'own-data' : 'content', origin });
  }

  #permits(what: string, network: string, data: Datum): boolean {
    if (!this.#terms) return true;
    const word = permits(this.#terms(network), 'export', data, this.#now);
    if (word.permitted) return true;
    const { term, reason } = word;
    const key = `${what} ${network} ${term}`;
    const known = this.#counts.get(key);
    this.#counts.set(key, { what, network, term, reason, count: (known?.count ?? 0) + 1 });
    return false;
  }

  *entries(): Generator<ExportEntry> {
    for (const data of this.#counts.values()) yield { part: 'withheld', data };
  }
}
