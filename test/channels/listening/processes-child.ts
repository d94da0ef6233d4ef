// One of several processes on one store: see processes.test.ts.
import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { listenTo } from '../../../src/channels/listening/listen-to.js';
import { runner } from '../../../src/channels/listening/runner.js';
import { openStore } from '../../support/open-store.js';
import { listener, network, post } from './listener.js';

const [place = '', log = '', name = '', leaseMs = ''] = process.argv.slice(2);
const here = listener(openStore(place), { now: () => Date.now() });
let polls = 0;
const run = runner({
  ...here,
  leaseMs: Number(leaseMs),
  onError: (error) => {
    throw error;
  },
  duties: [
    listenTo({
      ...here,
      pollEveryMs: 20,
      connector: {
        contract: 1,
        network: network('newest-first'),
        async mentions() {
          appendFileSync(log, `${name} begins\n`);
          await setTimeout(10);
          appendFileSync(log, `${name} ends\n`);
          return { items: [post(`${name} ${++polls}`, polls)], rejected: [] };
        },
      },
    }),
  ],
});
run.start();
process.on('SIGTERM', async () => {
  await run.stop();
  await here.store.close();
});
