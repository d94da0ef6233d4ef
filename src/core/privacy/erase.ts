import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import { KenningError } from '../errors.js';
import type { CustomerId, RecordId } from '../model/id.js';
import type { Instant } from '../model/instant.js';
import type { SourceRecord } from '../model/source-record.js';
import { writeAudit } from '../outbox/audit.js';
import type { Name, Registrar } from '../ports.js';
import type { Store } from '../store/store.js';
import { eraseInteractions } from './erase-interactions.js';
import { eraseFromOutbox } from './erase-outbox.js';
import { eraseRecords } from './erase-records.js';
import { eraseFromAudit, eraseFromIndexes, eraseTraces } from './erase-traces.js';
import { type Erasure, type Gone, openErasures, putErasure, removeErasure } from './erasure.js';
import { tellsOf } from './holds.js';
import type { Gravekeeper } from './tombstones.js';
import { findWhom, isId, namesOfWhom, type Whom } from './whom.js';

export interface EraseOptions {
  store: Store;
  context: Context;
  registrar: Registrar;
  /** Keeps them away afterwards. Without it they come back with the next listing that still holds them. */
  tombstones?: Gravekeeper;
}

/** What an erasure came to. It holds no personal value. */
export interface ErasureReceipt {
  id: string;
  at: Instant;
  by: string;
  /** What the customer was called by; absent when nothing was kept of them. */
  customer?: CustomerId;
  records: RecordId[];
  /** How many rows of each kind are gone. */
  gone: Gone;
  /** What CRMs must take back; it goes out with the outbox. */
  waits: { entry: string; target: string }[];
  /** What people must see to. */
  byHand: string[];
  keptAway: boolean;
}

/**
 * Erases a person from the store: the records of the customer with their identifiers and keys, what they wrote, and all
 * that holds their names and waits. What others wrote stays. Before it returns, the store makes what was removed
 * unreadable in its own files, as far as it can.
 *
 * It runs in steps. The first writes down what is to be done, sets the tombstones and erases the records; each later one
 * is a transaction that may be done again. A process that dies leaves the rest to the next call of `erase`, whomever it
 * is for, or of `finishErasures`.
 *
 * @throws `conflict` when an identifier is of several customers, `not-found` for an id that was never given,
 * `not-permitted` for an account of our own, `invalid` without the name of who asks for it.
 */
export async function erase(
  options: EraseOptions,
  whom: Whom,
  { by, signal }: { by: string; signal?: AbortSignal },
): Promise<ErasureReceipt> {
  if (!by.trim()) throw new KenningError('invalid', 'Say who asks for the erasure.');
  const names = namesOfWhom(options.registrar, whom);
  const texts = new Set(names.map(({ text }) => text));
  const resumed = (await finishErasures(options, signal)).find(
    ({ records, names: known }) => (isId(whom) && records.includes(whom)) || known.some((name) => texts.has(name)),
  );
  if (resumed) return receiptOf(resumed);
  const erasure = await begin(options, whom, names, by);
  return receiptOf(await finish(options, erasure, signal));
}

/** Finishes erasures that a process which died has left. */
export async function finishErasures(
  options: EraseOptions,
  signal?: AbortSignal,
): Promise<(Erasure & { names: string[] })[]> {
  const finished = [];
  for (const erasure of await openErasures(options.store))
    finished.push({ ...(await finish(options, erasure, signal)), names: erasure.traces?.names ?? [] });
  return finished;
}

async function begin(options: EraseOptions, whom: Whom, asked: Name[], by: string): Promise<Erasure> {
  const { store, context, registrar, tombstones } = options;
  const meant = await findWhom(store, registrar, whom);
  const records = 'stranger' in meant ? [] : await recordsOf(store, meant.records);
  const names = [...records.flatMap((record) => registrar.names(record)), ...asked];
  const fingerprints = (await tombstones?.ofNames(await withoutShared(options, records, names))) ?? [];
  const at = instantOf(context.clock);
  const base: Erasure = {
    id: context.ids.next(),
    at,
    by,
    ...('customer' in meant && { customer: meant.customer }),
    records: records.map(({ id }) => id),
    gone: {},
    waits: [],
    byHand: [],
    keptAway: fingerprints.length > 0,
    traces: {
      refs: records.map(({ source, externalId }) => ({ source, externalId })),
      names: [...new Set(names.map(({ text }) => text))],
      tells: tellsOf([...records.flatMap(valuesOf), ...valuesOfWhom(whom)]),
    },
  };
  return store.transaction(async (transaction) => {
    await transaction.lock(() => 'everything');
    for (const fingerprint of fingerprints) await transaction.put('tombstones', { fingerprint, at });
    await writeAudit(transaction, context, 'privacy', { by, act: 'erase', outcome: 'begun', entry: base.id });
    const author = { type: 'human', name: by.slice(0, 200) } as const;
    const gone = await eraseRecords(options, transaction, base.records, author);
    const erasure = { ...base, gone };
    await putErasure(transaction, erasure);
    return erasure;
  });
}

async function finish(options: EraseOptions, erasure: Erasure, signal?: AbortSignal): Promise<Erasure> {
  const { store, context } = options;
  if (erasure.traces) {
    await eraseInteractions(store, context, erasure, {
      ...(options.tombstones && { tombstones: options.tombstones }),
      ...(signal && { signal }),
    });
    await eraseTraces(store, erasure, signal);
    await eraseFromIndexes(store, erasure, signal);
    const entries = await eraseFromOutbox(store, context, erasure, signal);
    await eraseFromAudit(store, erasure, entries, signal);
    await store.transaction(async (transaction) => {
      await transaction.lock(() => 'everything');
      const [present] = (await openErasures(transaction)).filter(({ id }) => id === erasure.id);
      if (!present) return;
      const { traces: _traces, ...rest } = present;
      await putErasure(transaction, rest);
      await writeAudit(transaction, context, 'privacy', { by: rest.by, act: 'erase', outcome: 'done', entry: rest.id });
    });
  }
  const present = (await openErasures(store)).find(({ id }) => id === erasure.id) ?? erasure;
  const { remaining } = await store.purge();
  await store.transaction((transaction) => removeErasure(transaction, erasure.id));
  return { ...present, byHand: [...present.byHand, ...remaining] };
}

/** Names of theirs that nobody has who stays: a family's number or a team's address keeps nobody else away. */
async function withoutShared(
  { store, registrar }: EraseOptions,
  records: SourceRecord[],
  names: Name[],
): Promise<Name[]> {
  const theirs = new Set<RecordId>(records.map(({ id }) => id));
  const shared = new Set<string>();
  for (const { kind, scope, value } of records.flatMap(({ identifiers }) => identifiers)) {
    const named = { kind, scope, value };
    if (!registrar.read(named).some(({ lasting }) => lasting)) continue;
    for (const id of await registrar.find(store, named))
      if (!theirs.has(id)) for (const { text } of registrar.read(named)) shared.add(text);
  }
  return names.filter(({ text }) => !shared.has(text));
}

async function recordsOf(store: Store, ids: readonly RecordId[]): Promise<SourceRecord[]> {
  const rows = await Promise.all(ids.map((id) => store.get('records', { id })));
  return rows.flatMap((row) => (row?.data ? [row.data] : []));
}

function valuesOf({ externalId, identifiers, permalink, kind }: SourceRecord): string[] {
  // A person's edit is named by the id of the record on which it was made, which stays.
  const own = kind === 'human' ? [] : [externalId];
  return [...own, ...identifiers.map(({ value }) => value), ...(permalink ? [permalink] : [])];
}

function valuesOfWhom(whom: Whom): string[] {
  if (isId(whom)) return [];
  if (typeof whom === 'string') return [whom];
  return ['source' in whom ? whom.externalId : whom.value];
}

function receiptOf({ traces: _traces, ...rest }: Erasure): ErasureReceipt {
  const { id, at, by, customer, records, gone, waits, keptAway } = rest;
  const byHand = [
    'Backups, and copies of the store that were made before.',
    'Files that were exported, and what was passed on.',
    ...rest.byHand,
  ];
  if (!keptAway)
    byHand.push(
      'Nothing keeps them from coming back with the next listing that still holds them: no tombstone was set.',
    );
  return { id, at, by, ...(customer && { customer }), records, gone, waits, byHand, keptAway };
}
