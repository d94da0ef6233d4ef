// Runs in a process of its own and is killed: see kill.test.ts.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { workOff } from '../../../src/channels/listening/inbox.js';
import { poll } from '../../../src/channels/listening/poll.js';
import { streamInto } from '../../../src/channels/listening/stream.js';
import { receiveWebhook } from '../../../src/channels/listening/webhook.js';
import { openStore } from '../../support/open-store.js';
import { listener } from './listener.js';
import { madeUpDeliveries, madeUpNetwork, madeUpStream, madeUpWebhook } from './made-up-network.js';
import { signed } from './signed-webhook.js';

/** Listens to the made-up network in one way or all, until it is done or killed. */
const [place = '', way = '', acknowledged = ''] = process.argv.slice(2);
const store = openStore(place);
const here = listener(store, { now: () => Date.now() });

async function pollAll(order: 'oldest-first' | 'newest-first'): Promise<void> {
  while (!(await poll({ ...here, connector: madeUpNetwork(order), maxPages: 10 })).complete);
}

async function stream(loses: boolean): Promise<void> {
  const ending = new AbortController();
  const connector = madeUpStream({ loses, onEnd: () => ending.abort() });
  await streamInto({ ...here, connector, ending: ending.signal, reconnect: { firstMs: 1, mostMs: 1 }, maxWaiting: 50 });
}

/** The network delivers until it is acknowledged, and some deliveries twice. */
async function webhook(loses: boolean): Promise<void> {
  const known = new Set(existsSync(acknowledged) ? readFileSync(acknowledged, 'utf8').split('\n') : []);
  const connector = madeUpWebhook;
  const deliveries = madeUpDeliveries({ loses }).filter(({ id }) => !known.has(id));
  for (const [count, { id, body }] of deliveries.entries()) {
    for (let time = 0; time < (count % 5 ? 1 : 2); time++) {
      const { status } = await receiveWebhook({ ...here, connector, request: await signed(body, id) });
      if (status !== 200) throw new Error(`The webhook answered ${status}.`);
    }
    appendFileSync(acknowledged, `${id}\n`);
    if (count % 6 === 0) await workOff({ ...here, connector });
  }
  await workOff({ ...here, connector });
}

const ways: Record<string, () => Promise<unknown>> = {
  'oldest-first': () => pollAll('oldest-first'),
  'newest-first': () => pollAll('newest-first'),
  stream: () => stream(false),
  webhook: () => webhook(false),
  'all at once': async () => {
    await Promise.all([pollAll('newest-first'), stream(true), webhook(true)]);
    await pollAll('newest-first');
  },
};
process.stdout.write('begun\n');
await ways[way]?.();
await store.close();
process.stdout.write('done\n');
