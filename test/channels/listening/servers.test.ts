import { createHmac } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeListener } from '../../../src/channels/listening/node-listener.js';
import { receiveWebhook } from '../../../src/channels/listening/webhook.js';
import { slackSignature } from '../../../src/channels/webhooks/slack-signature.js';
import type { KenningError } from '../../../src/core/errors.js';
import { signedWebhook } from '../../../src/core/webhooks/signed-webhook.js';
import { listener, network } from './listener.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const secret = 'made-up signing secret';
/** Not as a parser would write it again: spaces, an escape and a letter outside ASCII. */
const body = '{ "said" : "gr\\u00fc\u00df Gott" }\n';

/** A handler of web requests that receives Slack's webhooks. */
function receiving() {
  const { store, context } = listener();
  const webhook = {
    receive: signedWebhook({ scheme: slackSignature(), secrets: [secret] }),
    read: () => ({ items: [], rejected: [] }),
  };
  const connector = { contract: 1 as const, network: network('oldest-first'), webhook };
  const told: KenningError[] = [];
  return {
    told,
    handler: (request: Request) => receiveWebhook({ store, context, connector, channel: 'brand', request }),
    onError: (error: KenningError) => void told.push(error),
    kept: async () => {
      const rows = await store.list('inbox', 'byState', { where: { state: 'waiting' }, limit: 10 });
      return rows.map(({ data }) => data.body);
    },
  };
}

async function serve(listen: RequestListener): Promise<string> {
  server = createServer(listen);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function signedBy(key: string): RequestInit {
  const time = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', key).update(`v0:${time}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${signature}`,
  };
  return { method: 'POST', headers, body };
}

/** The ways in which an app of Express may be put together. */
const apps: Record<string, (app: Express, parts: ReturnType<typeof receiving>) => void> = {
  'before what parses': (app, { handler, onError }) => {
    app.post('/hooks/brand', nodeListener(handler, { onError }));
    app.use(express.json());
  },
  'behind express.raw': (app, { handler, onError }) => {
    app.use('/hooks', express.raw({ type: '*/*' }));
    app.post('/hooks/brand', nodeListener(handler, { onError }));
  },
  'behind express.json that keeps what it read': (app, { handler, onError }) => {
    const keep = (request: object, _response: object, raw: Buffer) => void Object.assign(request, { rawBody: raw });
    app.use(express.json({ verify: keep }));
    app.post('/hooks/brand', nodeListener(handler, { onError }));
  },
  'in a router': (app, { handler, onError }) => {
    const hooks = express.Router();
    hooks.post('/brand', nodeListener(handler, { onError }));
    app.use('/hooks', hooks);
  },
};

describe('in Express', () => {
  it.each(Object.keys(apps))('%s, what is signed is kept byte for byte and what is forged is not', async (name) => {
    const parts = receiving();
    const app = express();
    apps[name]?.(app, parts);
    app.get('/', (_request, response) => void response.send('the rest of the app'));
    const url = await serve(app);
    const answer = await fetch(`${url}/hooks/brand`, signedBy(secret));
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect((await fetch(`${url}/hooks/brand`, signedBy('another'))).status).toBe(401);
    expect(await parts.kept()).toEqual([body]);
    expect(await (await fetch(url)).text()).toBe('the rest of the app');
    expect(parts.told).toEqual([]);
  });

  it('behind express.json alone it says what is wrong', async () => {
    const { handler, onError, told, kept } = receiving();
    const app = express();
    app.use(express.json());
    app.post('/hooks/brand', nodeListener(handler, { onError }));
    const url = await serve(app);
    expect((await fetch(`${url}/hooks/brand`, signedBy(secret))).status).toBe(500);
    expect(told).toMatchObject([{ code: 'invalid', message: expect.stringContaining('express.raw') }]);
    expect(await kept()).toEqual([]);
  });
});

describe('in Hono', () => {
  const honoOf = (handler: (request: Request) => Promise<Response>) => {
    const app = new Hono();
    app.post('/hooks/brand', ({ req }) => handler(req.raw));
    app.get('/', ({ text }) => text('the rest of the app'));
    return app;
  };

  it('a web request goes in as it is', async () => {
    const { handler, kept } = receiving();
    const app = honoOf(handler);
    const ask = (how: RequestInit) => app.fetch(new Request('https://app.example/hooks/brand', how));
    expect((await ask(signedBy(secret))).status).toBe(200);
    expect((await ask(signedBy('another'))).status).toBe(401);
    expect(await kept()).toEqual([body]);
  });

  it('Node serves all of it through the same listener', async () => {
    const { handler, kept } = receiving();
    const app = honoOf(handler);
    const url = await serve(nodeListener(async (request) => app.fetch(request)));
    expect((await fetch(`${url}/hooks/brand`, signedBy(secret))).status).toBe(200);
    expect(await (await fetch(url)).text()).toBe('the rest of the app');
    expect(await kept()).toEqual([body]);
  });
});
