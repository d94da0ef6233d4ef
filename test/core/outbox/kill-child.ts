// Runs in a process of its own and dies where it is told to: see kill.test.ts.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { contextOf } from '../../../src/core/context.js';
import type { Delivery } from '../../../src/core/outbox/delivery.js';
import { outbox } from '../../../src/core/outbox/outbox.js';
import type { Store } from '../../../src/core/store/store.js';
import type { Repeat } from '../../../src/core/write.js';
import { openStore } from '../../support/open-store.js';

const [place, network, offset, dieAt] = process.argv.slice(2) as [string, string, string, string];
let steps = Number(dieAt);
function step(): void {
  process.stdout.write('.');
  if (steps-- === 0) process.kill(process.pid, 'SIGKILL');
}

const opened = openStore(place);
const store: Store = {
  ...opened,
  get: (collection, key) => {
    step();
    return opened.get(collection, key);
  },
  async transaction(work) {
    step();
    const result = await opened.transaction(async (transaction) =>
      work({
        ...transaction,
        async put(collection, row) {
          await transaction.put(collection, row);
          step();
        },
      }),
    );
    step();
    return result;
  },
};
const arrived = () => (existsSync(network) ? readFileSync(network, 'utf8').split('\n') : []);

function delivery(repeat: Repeat, key: string): Delivery {
  return {
    repeat,
    async send() {
      step();
      if (repeat !== 'keyed' || !arrived().includes(key)) appendFileSync(network, `${key}\n`);
      step();
      return {};
    },
    ...(repeat === 'findable' && { find: async () => (arrived().includes(key) ? {} : undefined) }),
  };
}

const started = Date.now();
const clock = { now: () => Number(offset) + Date.now() - started };
const box = outbox({
  store,
  context: contextOf(clock),
  targets: { 'channel:brand': ({ key }) => delivery(key.split('-')[0] as Repeat, key) },
  attempts: 100_000,
});
await box.deliver({ limit: 1000 });
await store.close();
