import { suite } from '../facet.js';
import { storeRows } from './store-rows.js';
import { storeSequences } from './store-sequences.js';
import type { StoreSubject } from './store-subject.js';
import { storeTenants } from './store-tenants.js';
import { storeTransactions } from './store-transactions.js';

export type { StoreSubject } from './store-subject.js';
export { storeRows, storeSequences, storeTenants, storeTransactions };

/**
 * Everything that a store must keep: rows, transactions, sequences, tenants.
 *
 * @example
 * import { describe, it } from 'vitest';
 * storeSuite({ describe, it }, { open: () => myStore() });
 */
export const storeSuite = suite<StoreSubject>('a store', [storeRows, storeTransactions, storeSequences, storeTenants]);
