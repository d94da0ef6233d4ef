import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Connector } from '../../src/channels/connector.js';
import { workOff } from '../../src/channels/listening/inbox.js';
import { nodeListener } from '../../src/channels/listening/node-listener.js';
import { receiveWebhook } from '../../src/channels/listening/webhook.js';
import { slackSignature } from '../../src/channels/webhooks/slack-signature.js';
import { KenningError } from '../../src/core/errors.js';
import type { Observed } from '../../src/core/model/observed.js';
import type { Store } from '../../src/core/store/store.js';
import { signedWebhook } from '../../src/core/webhooks/signed-webhook.js';
import { listener, network, post } from '../channels/listening/listener.js';
import { openStore } from '../support/open-store.js';
import { describePlaces } from '../support/stores.js';
import { expectMet, expectOnce } from './arrived.js';
import { type FaultProxy, faultProxy } from './fault-proxy.js';
import { amount, seed, seeded } from './random.js';

let server: Server | undefined;
let proxy: FaultProxy | undefined;
afterEach(async () => {
  await proxy?.close();
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
});

const secret = 'made-up signing secret';
const now = Date.UTC(2026, 10, 24);
const perDelivery = 5;

/** Signed anew each time, as some networks do, or once, as others do. */
function signed(body: string, at: number) {
  const time = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${signature}` };
}

/** A store that is busy now and then. */
function busy(store: Store, random: () => number): Store & { refused: () => number } {
  let refused = 0;
  return {
    ...store,
    refused: () => refused,
    transaction: async (work) => {
      if (random() < 0.1) {
        refused += 1;
        throw new KenningError('storage-busy', 'Another process writes.');
      }
      return store.transaction(work);
    },
  };
}

describePlaces(`webhooks through a broken network (seed ${seed}) into`, (newPlace) => {
  it(`${amount} posts that are delivered until they are acknowledged arrive once`, async () => {
    const random = seeded(seed + 1);
    const store = openStore(newPlace());
    const { context, ingest } = listener(store, { now: () => now });
    const connector: Connector = {
      contract: 1,
      network: network('oldest-first'),
      webhook: {
        receive: signedWebhook({ scheme: slackSignature(), secrets: [secret], clock: context.clock }),
        read: (body) => ({ items: JSON.parse(body) as Observed[], rejected: [] }),
      },
    };
    const unsteady = busy(store, random);
    server = createServer(
      nodeListener((request) =>
        receiveWebhook({ store: unsteady, context, connector, channel: 'brand', request, timeoutMs: 2000 }),
      ),
    );
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    proxy = await faultProxy({ to: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seed });
    const { url } = proxy;
    const statuses = new Map<number, number>();

    async function deliver(first: number): Promise<void> {
      const posts = Array.from({ length: perDelivery }, (_, index) => post(`post ${first + index}`, first + index));
      const body = JSON.stringify(posts);
      let headers = signed(body, now);
      for (let tries = 0; tries < 200; tries++) {
        const answer = await fetch(`${url}/hooks/brand`, { method: 'POST', body, headers }).catch(() => undefined);
        await answer?.arrayBuffer().catch(() => {});
        statuses.set(answer?.status ?? 0, (statuses.get(answer?.status ?? 0) ?? 0) + 1);
        // A network that is told yes delivers once more all the same, now and then.
        if (answer?.ok && random() > 0.05) return;
        if (random() < 0.5) headers = signed(body, now + tries * 1000);
      }
      throw new Error('It was never acknowledged.');
    }

    const starts = Array.from({ length: amount / perDelivery }, (_, index) => index * perDelivery);
    // Twenty at a time, in no order.
    starts.sort(() => random() - 0.5);
    const working = { done: false };
    const work = (async () => {
      while (!working.done) {
        await workOff({ store, ingest, connector, channel: 'brand' });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return workOff({ store, ingest, connector, channel: 'brand' });
    })();
    const sender = async () => {
      for (let first = starts.pop(); first !== undefined; first = starts.pop()) await deliver(first);
    };
    try {
      await Promise.all(Array.from({ length: 20 }, sender)).finally(() => {
        working.done = true;
      });
      expect(await work).toMatchObject({ failed: 0, complete: true });
      await expectOnce(
        store,
        Array.from({ length: amount }, (_, index) => `post ${index}`),
      );
      expect(await store.count('inbox', 'byState', { state: 'failed' })).toBe(0);
    } finally {
      await store.close();
    }
    expectMet(proxy, [
      'lost request',
      'half a request',
      'lost answer',
      'half an answer',
      'late',
      'twice',
      'storm',
      'overtaken',
    ]);
    expect(unsteady.refused()).toBeGreaterThan(0);
    expect(statuses.get(503)).toBeGreaterThan(0);
  }, 600_000);
});
