import { createServer, type IncomingMessage, request as nodeRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type NodeListenerOptions,
  type NodeRequest,
  nodeListener,
} from '../../../src/channels/listening/node-listener.js';
import { receiveWebhook } from '../../../src/channels/listening/webhook.js';
import type { KenningError } from '../../../src/core/errors.js';
import { listener } from './listener.js';
import { signed, webhookConnector } from './signed-webhook.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Handler = (request: Request) => Promise<Response>;

/** Serves a handler from Node's http; `before` stands for what an app does with a request first. */
async function serve(
  handler: Handler,
  { before, ...options }: NodeListenerOptions & { before?: (request: IncomingMessage) => Promise<void> } = {},
): Promise<string> {
  const listen = nodeListener(handler, options);
  server = createServer(async (request, response) => {
    await before?.(request);
    await listen(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a listener of Node’s http', () => {
  it('hands on method, address, headers and every byte, and sends the answer', async () => {
    const url = await serve(async (request) => {
      const bytes = new Uint8Array(await request.arrayBuffer());
      const { method, headers } = request;
      const told = [method, request.url, headers.get('x-a'), bytes.join()].join(' | ');
      return new Response(told, {
        status: 202,
        headers: [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
          ['x-b', 'c'],
        ],
      });
    });
    const body = new Uint8Array([0, 255, 10, 13]);
    const answer = await fetch(`${url}/hook?x=1%3A2`, { method: 'PUT', headers: { 'x-a': 'd' }, body });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('x-b')).toBe('c');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await answer.text()).toBe(`PUT | ${url}/hook?x=1%3A2 | d | 0,255,10,13`);
  });

  it('takes the address that the app is known by', async () => {
    const url = await serve(async (request) => new Response(request.url), { origin: 'https://app.example' });
    expect(await (await fetch(`${url}/hook?x=1`)).text()).toBe('https://app.example/hook?x=1');
  });

  it('receives a webhook, and refuses one that is too long while it comes', async () => {
    const { store, context } = listener();
    const url = await serve((request) =>
      receiveWebhook({ store, context, connector: webhookConnector, channel: 'brand', request, maxBytes: 1000 }),
    );
    const good = await signed('[]');
    const sent = { method: 'POST', headers: good.headers, body: await good.text() };
    expect((await fetch(url, sent)).status).toBe(200);
    expect(await store.count('inbox', 'byState', { state: 'waiting' })).toBe(1);
    const status = await new Promise((resolve, reject) => {
      const long = nodeRequest(url, { method: 'POST' }, (response) => resolve(response.statusCode));
      long.on('error', reject);
      long.write('x'.repeat(2000));
    });
    expect(status).toBe(413);
  });

  it('takes a body that was kept as it came, and says when it was parsed', async () => {
    const told: KenningError[] = [];
    const read = async (request: IncomingMessage) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    };
    const echo: Handler = async (request) => new Response(await request.text());
    const onError = (error: KenningError) => void told.push(error);
    const ways: Record<string, (request: IncomingMessage & NodeRequest) => Promise<void>> = {
      raw: async (request) => {
        request.body = await read(request);
      },
      platform: async (request) => {
        request.rawBody = await read(request);
      },
      parsed: async (request) => {
        request.body = JSON.parse((await read(request)).toString());
      },
    };
    const url = await serve(echo, { onError, before: async (request) => ways[request.url?.slice(1) ?? '']?.(request) });
    const ask = async (way: string) => {
      const answer = await fetch(`${url}/${way}`, { method: 'POST', body: '{"a": 1}' });
      return [answer.status, await answer.text()];
    };
    expect(await ask('raw')).toEqual([200, '{"a": 1}']);
    expect(await ask('platform')).toEqual([200, '{"a": 1}']);
    expect(told).toEqual([]);
    expect(await ask('parsed')).toEqual([500, '']);
    expect(told).toMatchObject([{ code: 'invalid', message: expect.stringContaining('express.raw') }]);
  });

  it('answers 500 and goes on when a handler throws', async () => {
    const told: KenningError[] = [];
    const url = await serve(
      async () => {
        throw new Error('a canary');
      },
      { onError: (error) => void told.push(error) },
    );
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([500, '']);
    expect((await fetch(url)).status).toBe(500);
    expect(told.map(({ code }) => code)).toEqual(['unexpected', 'unexpected']);
    expect(told[0]?.message).not.toContain('canary');
  });
});
