import { membersOf } from '../../core/members.js';
import type { RecordId } from '../../core/model/id.js';
import { everyPage } from '../../core/store/every-page.js';
import type { StoreTransaction } from '../../core/store/store.js';
import { caseRow } from './case/case-place.js';
import type { CaseworkDesk } from './casework-options.js';

/** Puts the open cases of customers in their places, since who they are or what they are worth is known otherwise now. */
export async function placeAnew(
  { customerFactsOf, weights }: CaseworkDesk,
  transaction: StoreTransaction,
  customers: ReadonlySet<string>,
): Promise<void> {
  if (customers.size === 0) return;
  for (const customer of customers)
    for (const record of await membersOf(transaction, customer as RecordId))
      for await (const ties of everyPage(transaction, 'caseTies', 'byOf', { kind: 'open', of: record }))
        for (const { case: id } of ties) {
          const row = await transaction.get('cases', { id });
          if (!row || row.data.record !== record) continue;
          const { value: _before, ...rest } = row.data;
          const { value } = await customerFactsOf(transaction, record);
          await transaction.put('cases', caseRow({ ...rest, ...(value !== undefined && { value }) }, weights));
        }
}
