import type { SyncRules } from '../../../src/adapters/sync-rules.js';
import { memory } from '../../../src/core/store/memory.js';
import type { Store } from '../../../src/core/store/store.js';
import { kenning } from '../../../src/index.js';
import { turnedClock } from '../../core/outbox/clerk.js';
import { acknowledge } from '../../support/acknowledge.js';
import { JournalCrm } from './journal-crm.js';

export const hour = 3_600_000;

/** Two CRMs that both know Maya, and an app that keeps them in step. */
export function twoCrms(rules: SyncRules, store: Store = memory()) {
  const clock = turnedClock();
  const sales = new JournalCrm('sales', clock.now);
  const support = new JournalCrm('support', clock.now);
  const mayas = ['maya@lindqvist.example'];
  sales.edit('s1', { name: 'Maya Lindqvist' }, mayas);
  support.edit('h1', { name: 'Maya Lindqvist' }, mayas);
  const crms = { sales, support };
  const app = kenning({ store, crms, sync: rules, clock });
  return {
    clock,
    sales,
    support,
    app,
    store,
    of: (over: Store) => kenning({ store: over, crms, sync: rules, clock }),
    /** Reads and writes until nothing is left to do; an hour passes each time. */
    async settle(times = 4) {
      await acknowledge(store, ...Object.keys(crms));
      let report = await app.sync();
      for (let time = 0; time < times; time++) {
        clock.turn(hour);
        await app.deliver({ limit: 1000 });
        clock.turn(hour);
        report = await app.sync();
      }
      return report;
    },
    say: (field: 'title' | 'organization' | 'location') => [
      sales.people.get('s1')?.attributes[field],
      support.people.get('h1')?.attributes[field],
    ],
    writes: () => sales.writes.length + support.writes.length,
  };
}
