import type { Context } from '../context.js';
import { appendChanges } from '../ingest/append-changes.js';
import { refsOf } from '../ingest/erased-ref.js';
import type { Tombstones } from '../ingest/ingest-options.js';
import { interactionLock } from '../ingest/lock-all.js';
import { interactionRowOf } from '../ingest/write-interaction.js';
import type { InteractionId, RecordId } from '../model/id.js';
import type { Interaction } from '../model/interaction.js';
import { everyPage } from '../store/every-page.js';
import type { Store, StoreReader } from '../store/store.js';
import { renameErased, renameErasedInThreads } from './erased-refs.js';
import { type Erasure, type Gone, noteStep, sum } from './erasure.js';
import { removeInteraction } from './remove-interaction.js';

const pageSize = 200;

/**
 * Takes away what erased records wrote, with all that hangs on it, in transactions of a page each. What others wrote to
 * them stays; of its payload as it came, which names them, nothing does. Doing it again changes nothing.
 */
export async function eraseInteractions(
  store: Store,
  context: Context,
  erasure: Erasure,
  { tombstones, signal }: { tombstones?: Tombstones; signal?: AbortSignal },
): Promise<void> {
  const theirs = new Set(erasure.records);
  // The newest first: what quotes a post goes before the post, while it can still be seen whose it is.
  const listing = { direction: 'descending', size: pageSize, ...(signal && { signal }) } as const;
  for (const record of erasure.records)
    for await (const rows of everyPage(store, 'participants', 'byRecord', { record }, listing))
      await erasePage({ store, context, erasure, tombstones, theirs }, new Set(rows.map((row) => row.interaction)));
}

interface PageOptions {
  store: Store;
  context: Context;
  erasure: Erasure;
  tombstones: Tombstones | undefined;
  theirs: ReadonlySet<RecordId>;
}

async function erasePage(
  { store, context, erasure, tombstones, theirs }: PageOptions,
  interactions: ReadonlySet<InteractionId>,
): Promise<void> {
  const fingerprints = tombstones ? await fingerprintsOf(store, tombstones, interactions) : new Map<string, string>();
  await store.transaction(async (transaction) => {
    await transaction.lock(() => 'everything');
    const erased: InteractionId[] = [];
    const names = new Map<string, string>();
    const threads = new Set<string>();
    let gone: Gone = {};
    for (const id of interactions) {
      const row = await transaction.get('interactions', { id });
      if (!row?.data) continue;
      const key = interactionLock(row);
      if (await isTheirs(transaction, row.data, theirs)) {
        const fingerprint = fingerprints.get(key);
        if (fingerprint) await transaction.put('tombstones', { fingerprint, at: erasure.at });
        erased.push(id);
        names.set(key, fingerprint ?? id);
        threads.add(row.thread);
        gone = sum(gone, await removeInteraction(transaction, id));
      } else {
        if (await transaction.get('raw', { interaction: id })) gone = sum(gone, { raw: 1 });
        await transaction.remove('raw', { interaction: id });
        await renameErased(transaction, row, await theirsAmong(transaction, row.data, theirs, fingerprints));
      }
    }
    await renameErasedInThreads(transaction, threads, names);
    await noteStep(transaction, erasure.id, { gone });
    if (erased.length > 0)
      await appendChanges(transaction, context, [{ type: 'erased', records: [], interactions: erased }]);
  });
}

/** Whether they wrote it, or it is a call or meeting that names no author and nobody else but us. */
async function isTheirs(
  store: StoreReader,
  { participants }: Interaction,
  theirs: ReadonlySet<RecordId>,
): Promise<boolean> {
  const authors = participants.filter(({ role }) => role === 'author');
  if (authors.length > 0) return authors.some(({ record }) => theirs.has(record));
  for (const { record } of participants)
    if (!theirs.has(record) && (await store.get('records', { id: record }))?.state !== 'own') return false;
  return true;
}

/** Those of the interactions that one names which they wrote. */
async function theirsAmong(
  store: StoreReader,
  interaction: Interaction,
  theirs: ReadonlySet<RecordId>,
  fingerprints: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const ref of refsOf(interaction)) {
    const row = await interactionRowOf(store, ref);
    const key = interactionLock(ref);
    if (row?.data && (await isTheirs(store, row.data, theirs))) found.set(key, fingerprints.get(key) ?? row.id);
  }
  return found;
}

/** The fingerprints of all that a page may erase: its interactions and what they name. */
async function fingerprintsOf(
  store: Store,
  tombstones: Tombstones,
  interactions: ReadonlySet<InteractionId>,
): Promise<Map<string, string>> {
  const fingerprints = new Map<string, string>();
  for (const id of interactions) {
    const row = await store.get('interactions', { id });
    for (const ref of row ? [row, ...(row.data ? refsOf(row.data) : [])] : [])
      fingerprints.set(interactionLock(ref), await tombstones.ofInteraction(ref));
  }
  return fingerprints;
}
