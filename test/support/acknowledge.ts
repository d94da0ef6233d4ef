import { acknowledgeAudit, keepAudit } from '../../src/adapters/audit/audit-book.js';
import { contextOf } from '../../src/core/context.js';
import type { Store } from '../../src/core/store/store.js';

/** Somebody has seen the state of these CRMs, so that they may be written into. */
export async function acknowledge(store: Store, ...crms: string[]): Promise<void> {
  for (const crm of crms) {
    await keepAudit(store, crm, { at: '2026-01-05T09:00:00.000Z', contacts: 0, filled: {}, problems: {} });
    await acknowledgeAudit(store, contextOf(), { crm, by: 'Ann' });
  }
}
