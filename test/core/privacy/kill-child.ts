// Runs in a process of its own and dies where it is told to: see kill.test.ts.
import type { Store } from '../../../src/core/store/store.js';
import { openStore } from '../../support/open-store.js';
import { desk } from './desk.js';

const [place, source, externalId, dieAt] = process.argv.slice(2) as [string, string, string, string];
let steps = Number(dieAt);
function step(): void {
  if (steps-- === 0) process.kill(process.pid, 'SIGKILL');
}

const opened = openStore(place);
const store: Store = {
  ...opened,
  async transaction(work) {
    const result = await opened.transaction(async (transaction) =>
      work({
        ...transaction,
        async put(collection, row) {
          await transaction.put(collection, row);
          step();
        },
        async remove(collection, key) {
          await transaction.remove(collection, key);
          step();
        },
      }),
    );
    step();
    return result;
  },
  async purge() {
    step();
    return opened.purge();
  },
};

await desk(store).erase({ source, externalId });
await store.close();
