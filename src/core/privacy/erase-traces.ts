import type { SourceRef } from '../model/source-ref.js';
import { everyPage } from '../store/every-page.js';
import type { Rows } from '../store/rows.js';
import type { Store, StoreTransaction } from '../store/store.js';
import { type Erasure, type Gone, noteStep, sum } from './erasure.js';
import { holds } from './holds.js';

/**
 * Takes away what holds their names and waits or was put aside: requests of webhooks, what could not be read, places in
 * listings. A listing whose place is gone is read from its beginning once, which changes nothing that is known.
 */
export async function eraseTraces(store: Store, erasure: Erasure, signal?: AbortSignal): Promise<void> {
  const tells = erasure.traces?.tells ?? [];
  if (tells.length === 0) return;
  const work = { store, erasure: erasure.id, ...(signal && { signal }) };
  for (const state of ['waiting', 'failed'] as const)
    await eachPage<Rows['inbox']>(
      work,
      everyPage(store, 'inbox', 'byState', { state }),
      (row) => holds(row.data, tells),
      async (transaction, { id }) => {
        await transaction.remove('inbox', { id });
        return { inbox: 1 };
      },
    );
  await eachPage<Rows['rejected']>(
    work,
    everyPage(store, 'rejected', 'all', {}),
    (row) => holds(row.data, tells),
    async (transaction, { id }) => {
      await transaction.remove('rejected', { id });
      return { rejected: 1 };
    },
  );
  await eachPage<Rows['checkpoints']>(
    work,
    everyPage(store, 'checkpoints', 'all', {}),
    (row) => holds(row, tells),
    async (transaction, { name }) => {
      await transaction.remove('checkpoints', { name });
      return { checkpoints: 1 };
    },
  );
}

/** Takes erased records out of every index of records in the store, with the keys under which they are found. */
export async function eraseFromIndexes(store: Store, erasure: Erasure, signal?: AbortSignal): Promise<void> {
  const ids = new Set<string>(erasure.records);
  const refs = new Set((erasure.traces?.refs ?? []).map(refText));
  if (ids.size + refs.size === 0) return;
  await eachPage<Rows['indexedRecords']>(
    { store, erasure: erasure.id, ...(signal && { signal }) },
    everyPage(store, 'indexedRecords', 'all', {}),
    // An index calls a record as the app chose to.
    ({ id, data }) => ids.has(id) || refs.has(refText(data)),
    async (transaction, { model, id }) => {
      for await (const rows of everyPage(transaction, 'indexedKeys', 'byId', { model, id }))
        for (const { key } of rows) await transaction.remove('indexedKeys', { model, key, id });
      await transaction.remove('indexedRecords', { model, id });
      return { 'places in indexes': 1 };
    },
  );
}

const refText = ({ source, externalId }: SourceRef): string => JSON.stringify([source, externalId]);

/** Lines of the audit stay: they say what we did. What they say in words about an erased person goes. */
export async function eraseFromAudit(
  store: Store,
  erasure: Erasure,
  entries: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<void> {
  const persons = new Set<unknown>(erasure.records);
  const tells = erasure.traces?.tells ?? [];
  await eachPage<Rows['audit']>(
    { store, erasure: erasure.id, ...(signal && { signal }) },
    everyPage(store, 'audit', 'all', {}),
    ({ data }) =>
      (data.key !== undefined || data.reason !== undefined) &&
      (persons.has(data.person) || entries.has(String(data.entry)) || holds(data, tells)),
    async (transaction, row) => {
      const { key: _key, reason: _reason, ...data } = row.data;
      await transaction.put('audit', { ...row, data });
      return { 'words in the audit': 1 };
    },
  );
}

/** Goes through a listing and works on the rows that are meant, a transaction a page. */
async function eachPage<Row extends object>(
  { store, erasure, signal }: { store: Store; erasure: string; signal?: AbortSignal },
  pages: AsyncIterable<Row[]>,
  isMeant: (row: Row) => boolean,
  work: (transaction: StoreTransaction, row: Row) => Promise<Gone>,
): Promise<void> {
  for await (const rows of pages) {
    signal?.throwIfAborted();
    const meant = rows.filter(isMeant);
    if (meant.length === 0) continue;
    await store.transaction(async (transaction) => {
      await transaction.lock(() => 'everything');
      let gone: Gone = {};
      for (const row of meant) gone = sum(gone, await work(transaction, row));
      await noteStep(transaction, erasure, { gone });
    });
  }
}
