import { isKenningError } from './errors.js';
import type { Rows } from './store/rows.js';
import type { Store } from './store/store.js';

type InboxRow = Rows['inbox'];

/** Changes a request of a webhook, if it still stands as it was read. */
export async function changeRequest(
  store: Store,
  row: InboxRow,
  to: Pick<InboxRow, 'state' | 'data'>,
): Promise<boolean> {
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [`inbox ${row.id}`]);
    const present = await transaction.get('inbox', { id: row.id });
    if (present?.state !== row.state) return false;
    await transaction.put('inbox', { ...row, ...to });
    return true;
  });
}

/** Sets a request aside that can not be read, with the reason. */
export async function setRequestAside(store: Store, row: InboxRow, error: unknown): Promise<void> {
  await changeRequest(store, row, { state: 'failed', data: { ...row.data, error: reasonOf(error) } });
}

function reasonOf(error: unknown): string {
  // Others' errors may quote what they read.
  if (isKenningError(error)) return `${error.code}: ${error.message}`.slice(0, 500);
  return error instanceof Error ? error.name : 'It could not be read.';
}
