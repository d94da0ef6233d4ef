import { instantOf } from '../../core/clock.js';
import { digest } from '../../core/digest.js';
import { appendChanges } from '../../core/ingest/append-changes.js';
import { everyPage } from '../../core/store/every-page.js';
import { caseRow } from './case/case-place.js';
import { passed } from './case/case-steps.js';
import { caseworkLock, keepStep, readCase } from './case/case-store.js';
import type { CaseworkDesk } from './casework-options.js';

const pageSize = 100;
const weightsRow = 'casework weights';

/**
 * Tells which promises are about to be broken or are, each once, and wakes what was snoozed. It looks at those cases only
 * in which time has changed something.
 */
export async function watchClocks(desk: CaseworkDesk, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  const { store, context, weights, onChanges } = desk;
  await orderAnew(desk, signal);
  for (;;) {
    signal?.throwIfAborted();
    const now = instantOf(context.clock);
    const rows = await store.list('cases', 'byNext', { where: {}, limit: pageSize });
    const due = rows.filter(({ nextAt }) => nextAt <= now);
    if (due.length === 0) return;
    const changes = await store.transaction(async (transaction) => {
      await transaction.lock(() => [caseworkLock]);
      const bodies = [];
      for (const { id } of due) {
        const known = await readCase(transaction, id);
        if (known) bodies.push(...(await keepStep(transaction, context, passed(known, now), {}, weights)));
      }
      return appendChanges(transaction, context, bodies);
    });
    await onChanges(changes);
  }
}

/** Other weights give cases other places. */
async function orderAnew({ store, weights }: CaseworkDesk, signal?: AbortSignal): Promise<void> {
  const wanted = await digest(JSON.stringify(weights));
  if ((await store.get('settings', { name: weightsRow }))?.data === wanted) return;
  for await (const rows of everyPage(store, 'cases', 'all', {}, { size: pageSize, ...(signal && { signal }) }))
    await store.transaction(async (transaction) => {
      await transaction.lock(() => [caseworkLock]);
      for (const { id } of rows) {
        const known = await readCase(transaction, id);
        if (known && known.status !== 'resolved') await transaction.put('cases', caseRow(known, weights));
      }
    });
  await store.transaction((transaction) => transaction.put('settings', { name: weightsRow, data: wanted }));
}
