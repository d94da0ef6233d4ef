export { Absent } from './absent.js';
export type { Facet, Rule, RunningTest, SuiteRunner } from './facet.js';
export {
  type StoreSubject,
  storeRows,
  storeSequences,
  storeSuite,
  storeTenants,
  storeTransactions,
} from './store/index.js';
export { type Outcome, tryOut } from './try-out.js';
