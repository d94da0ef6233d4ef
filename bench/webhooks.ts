import { createHmac } from 'node:crypto';
import type { Connector } from '../src/channels/connector.js';
import { workOff } from '../src/channels/listening/inbox.js';
import { receiveWebhook } from '../src/channels/listening/webhook.js';
import { slackSignature } from '../src/channels/webhooks/slack-signature.js';
import { contextOf } from '../src/core/context.js';
import type { Observed } from '../src/core/model/observed.js';
import { signedWebhook } from '../src/core/webhooks/signed-webhook.js';
import { type Bench, type Figure, rounded, timed } from './figure.js';
import { posts } from './made-up.js';
import { bed } from './stores.js';

const secret = 'made-up signing secret';

/** One post each, signed as Slack does. */
function requestsOf(items: Iterable<Observed>): Request[] {
  const time = String(Math.floor(Date.now() / 1000));
  return [...items].map((item) => {
    const body = JSON.stringify([item]);
    const signature = createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex');
    const headers = { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${signature}` };
    return new Request('https://app.example/hooks/brand', { method: 'POST', headers, body });
  });
}

/** Requests of a webhook a second, in one process: checked, kept and acknowledged; read; and taken in with the resolver on. */
export const webhookBench: Bench = async ({ quick, stores }) => {
  const count = quick ? 2000 : 20_000;
  const figures: Figure[] = [];
  for (const name of stores) {
    const requests = requestsOf(posts({ count, seed: 1, known: 0 }));
    await using place = await bed(name);
    const { store, intake: ingest } = place;
    const context = contextOf();
    const readings = { spent: 0 };
    const connector: Connector = {
      contract: 1,
      network: { id: 'made-up', name: 'Made up', controlledBy: 'customer' },
      webhook: {
        receive: signedWebhook({ scheme: slackSignature(), secrets: [secret] }),
        read(body) {
          const began = performance.now();
          const items = JSON.parse(body) as Observed[];
          readings.spent += performance.now() - began;
          return { items, rejected: [] };
        },
      },
    };
    const slowest = { ms: 0 };
    const kept = await timed(async () => {
      let next = 0;
      const receive = async () => {
        for (let request = requests[next++]; request; request = requests[next++]) {
          const began = performance.now();
          const { status } = await receiveWebhook({ store, context, connector, channel: 'brand', request });
          slowest.ms = Math.max(slowest.ms, performance.now() - began);
          if (status !== 200) throw new Error(`A request was answered with ${status}.`);
        }
      };
      await Promise.all(Array.from({ length: 50 }, receive));
    });
    const taken = await timed(() => workOff({ store, ingest, connector, channel: 'brand' }));
    const parsed = readings.spent / 1000;
    figures.push(
      {
        what: `${name}: checked, kept and parsed, 50 at once`,
        value: rounded(count / (kept.seconds + parsed)),
        unit: 'requests/s',
        aim: { atLeast: 3000 },
      },
      { what: `${name}: the slowest acknowledgement`, value: rounded(slowest.ms), unit: 'ms', aim: { atMost: 2000 } },
      { what: `${name}: processor time of a request`, value: rounded((kept.processor / count) * 1e6), unit: 'µs' },
      {
        what: `${name}: taken in afterwards, resolver and all, one a transaction`,
        value: rounded(count / taken.seconds),
        unit: 'requests/s',
      },
    );
  }
  return figures;
};
