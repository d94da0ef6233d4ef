import { appendChanges } from '../../core/ingest/append-changes.js';
import type { ChangeBody } from '../../core/model/change.js';
import type { StoreTransaction } from '../../core/store/store.js';
import { caseworkLock } from './case/case-store.js';
import type { CaseworkDesk } from './casework-options.js';

/** Does something with cases in one transaction, and tells of it. */
export async function within<Result>(
  { store, context, onChanges }: CaseworkDesk,
  work: (transaction: StoreTransaction) => Promise<{ result: Result; bodies: ChangeBody[] }>,
): Promise<Result> {
  const { result, changes } = await store.transaction(async (transaction) => {
    await transaction.lock(() => [caseworkLock]);
    const came = await work(transaction);
    return { result: came.result, changes: await appendChanges(transaction, context, came.bodies) };
  });
  await onChanges(changes);
  return result;
}
