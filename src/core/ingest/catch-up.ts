import type { Context } from '../context.js';
import type { Change } from '../model/change.js';
import type { RecordId } from '../model/id.js';
import type { SourceRecord } from '../model/source-record.js';
import type { Recognizer } from '../ports.js';
import type { Store, StoreReader, StoreTransaction } from '../store/store.js';
import { appendChanges } from './append-changes.js';
import { recordLock } from './lock-all.js';

export interface CatchUpOptions {
  store: Store;
  context: Context;
  recognizer: Recognizer;
  signal?: AbortSignal | undefined;
  /** Asked before every transaction; false ends the work, which goes on the next time. */
  goOn?: (() => boolean) | undefined;
  /** Told of what was done in each transaction. */
  onPage?: (page: { step: 'indexed' | 'recognized'; records: number; changes: Change[] }) => void | Promise<void>;
}

/** So many records get their keys in one transaction. More at once is faster, and keeps other writers waiting longer. */
const indexedAtOnce = 30_000;
const readAtOnce = 500;
const recognizedAtOnce = 200;

/**
 * Recognizes records that were kept in bulk: first all get the keys of their identifiers, in the order of the index, so that
 * they are found; then each is recognized as it would have been when it came. Whoever comes second finds the first, as
 * ever: each writes its keys before it looks for others.
 *
 * @returns whether none is left
 */
export async function catchUp(options: CatchUpOptions): Promise<boolean> {
  const { signal, goOn, onPage } = options;
  for (const [state, size, step] of steps)
    for (;;) {
      const rows = await options.store.list('unresolved', 'byState', { where: { state }, limit: size });
      if (rows.length === 0) break;
      signal?.throwIfAborted();
      if (goOn?.() === false) return false;
      const records = rows.map(({ record }) => record);
      const changes = state === 'stored' ? await index(options, records) : await recognize(options, records);
      await onPage?.({ step, records: records.length, changes });
    }
  return true;
}

const steps = [
  ['stored', indexedAtOnce, 'indexed'],
  ['indexed', recognizedAtOnce, 'recognized'],
] as const;

async function index({ store, recognizer }: CatchUpOptions, ids: readonly RecordId[]): Promise<Change[]> {
  const keys: { key: string; record: RecordId }[] = [];
  for (let at = 0; at < ids.length; at += readAtOnce)
    for (const record of await waiting(store, ids.slice(at, at + readAtOnce), 'stored'))
      for (const key of identifierKeys(recognizer, record)) keys.push({ key, record: record.id });
  // In the order of the index, so that each of its pages is touched once.
  keys.sort((left, right) =>
    left.key < right.key ? -1 : left.key > right.key ? 1 : left.record < right.record ? -1 : 1,
  );
  await store.transaction(async (transaction) => {
    // The keys are as many as all that others may touch.
    await transaction.lock(() => 'everything');
    const left = new Set<RecordId>();
    // Whoever has changed meanwhile was recognized then, and has other keys.
    for (const record of ids)
      if ((await transaction.get('unresolved', { record }))?.state === 'stored') left.add(record);
    for (const row of keys) if (left.has(row.record)) await transaction.put('keys', row);
    for (const record of left) await transaction.put('unresolved', { record, state: 'indexed' });
  });
  return [];
}

async function recognize(options: CatchUpOptions, ids: readonly RecordId[]): Promise<Change[]> {
  const { store, context, recognizer } = options;
  const known = await waiting(store, ids, 'indexed');
  return store.transaction(async (transaction) => {
    // Its keys may change until it is held. A store that holds everything anyway asks for none.
    const keysOf = async () => {
      const records = await waiting(transaction, ids, 'indexed');
      return [...new Set(records.flatMap((record) => recognizer.keys(record)))].map((key) => `key ${key}`);
    };
    await transaction.lock(() => known.map(recordLock), keysOf);
    const bodies = [];
    for (const record of await waiting(transaction, ids, 'indexed'))
      bodies.push(...(await recognizer.recognize(transaction, record, false)).changes);
    for (const record of ids) await transaction.remove('unresolved', { record });
    return appendChanges(transaction, context, bodies);
  });
}

/** The keys of a record's identifiers alone: under them it is looked for by name. */
function identifierKeys(recognizer: Recognizer, record: SourceRecord): string[] {
  const { affiliations: _affiliations, ...rest } = record;
  return recognizer.keys({ ...rest, attributes: {} });
}

/** Those that still wait; what was erased or removed meanwhile is not recognized any more. */
async function waiting(
  store: StoreReader | StoreTransaction,
  ids: readonly RecordId[],
  state: 'stored' | 'indexed',
): Promise<SourceRecord[]> {
  const found = await Promise.all(
    ids.map(async (record) => {
      const [left, row] = await Promise.all([
        store.get('unresolved', { record }),
        store.get('records', { id: record }),
      ]);
      return left?.state === state && row?.state === 'standing' ? row.data : undefined;
    }),
  );
  return found.filter((record) => record !== undefined);
}
