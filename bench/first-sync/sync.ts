// The first sync of a CRM into an empty store, in a process of little memory: see bench/first-sync.ts.
import { readContacts } from '../../src/adapters/read-contacts.js';
import { contextOf } from '../../src/core/context.js';
import { catchUp } from '../../src/core/ingest/catch-up.js';
import { ingest } from '../../src/core/ingest/ingest.js';
import { sqlite } from '../../src/core/store/sqlite.js';
import { matcher } from '../../src/identity/matcher/matcher.js';
import { notary } from '../../src/identity/notary.js';
import { recognizer } from '../../src/identity/recognizer.js';
import { profiled } from '../profile.js';
import { madeUpCrm } from './adapter.js';

/** What one step took, in seconds, and the most memory by then, in bytes. */
export interface Step {
  step: string;
  seconds: number;
  processor: number;
  waited: number;
  peak: number;
}

const [url = '', file = '', profile] = process.argv.slice(2);
const pageSize = 200;
/** The rate is the same for the rest. */
const drainedAtMost = 20_000;
const store = sqlite({ file });
const context = contextOf();
const recognizing = recognizer({ resolver: matcher(), context });
const intake = ingest({ store, context, recognizer: recognizing });
let waited = 0;
let peak = 0;
const note = () => {
  peak = Math.max(peak, process.memoryUsage().rss);
};

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const spent = process.cpuUsage();
  const began = performance.now();
  const before = waited;
  await work();
  const { user, system } = process.cpuUsage(spent);
  note();
  const seconds = (performance.now() - began) / 1000;
  process.send?.({
    step: name,
    seconds,
    processor: (user + system) / 1e6,
    waited: waited - before,
    peak,
  } satisfies Step);
}

const adapter = madeUpCrm(url, pageSize, (milliseconds) => {
  waited += milliseconds / 1000;
});
const base = { store, context, recognizer: recognizing };
let indexed = false;
const all = async () => {
  await step('stored', () =>
    readContacts({ store, context, ingest: intake, notary: notary(context), crm: 'bench', adapter, onPage: note }),
  );
  await step('findable', () =>
    catchUp({
      ...base,
      goOn: () => !indexed,
      onPage({ step: done }) {
        note();
        indexed = done === 'recognized';
      },
    }),
  );
  let drained = 0;
  await step('recognized', () =>
    catchUp({
      ...base,
      goOn: () => drained < drainedAtMost,
      onPage({ records }) {
        note();
        drained += records;
      },
    }),
  );
};
if (profile) process.send?.({ shares: await profiled(all) });
else await all();
await store.close();
process.disconnect?.();
