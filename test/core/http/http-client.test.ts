import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isKenningError, type KenningError } from '../../../src/core/errors.js';
import { type HttpClientOptions, httpClient } from '../../../src/core/http/http-client.js';
import { type LocalServer, localServer, sendJson } from './local-server.js';

let server: LocalServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Answer = (response: ServerResponse, request: LocalServer['requests'][number], count: number) => void;

async function clientFor(answer: Answer, options: Partial<HttpClientOptions> = {}) {
  server = await localServer(answer);
  return httpClient({ name: 'Example', baseUrl: `${server.url}/api`, backoffMs: 1, ...options });
}

async function failure(work: Promise<unknown>): Promise<KenningError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isKenningError(error)) throw new Error('expected a KenningError', { cause: error });
  return error;
}

const numbered = z.object({ id: z.number() });

describe('a request that succeeds', () => {
  it('sends query, headers and authorization and parses leniently', async () => {
    const client = await clientFor((response) => sendJson(response, 200, { id: 7, extra: true }), {
      headers: { 'user-agent': 'kenning' },
      authorize: async () => ({ authorization: 'Bearer abc' }),
    });
    const answer = await client.request({
      path: '/things',
      query: { uris: ['a b', 'ü'], limit: 5, none: undefined },
      schema: numbered,
    });
    expect(answer).toMatchObject({ status: 200, data: { id: 7 } });
    expect(server?.requests[0]).toMatchObject({ url: '/api/things?uris=a+b&uris=%C3%BC&limit=5' });
    expect(server?.requests[0]?.headers).toMatchObject({ authorization: 'Bearer abc', 'user-agent': 'kenning' });
  });

  it('sends JSON and forms, and reads text and empty answers', async () => {
    const client = await clientFor((response, { url }) => {
      if (url.endsWith('text')) response.end('<rss/>');
      else response.writeHead(204).end();
    });
    expect((await client.request({ path: 'text', as: 'text' })).data).toBe('<rss/>');
    expect((await client.request({ method: 'POST', path: 'a', json: { x: 1 } })).data).toBeUndefined();
    await client.request({ method: 'POST', path: 'b', form: { grant: 'x y' } });
    expect(server?.requests.map(({ body }) => body)).toEqual(['', '{"x":1}', 'grant=x+y']);
  });

  it('keeps what the server says of its limits', async () => {
    const client = await clientFor((response) =>
      sendJson(
        response,
        200,
        {},
        { 'ratelimit-limit': '3000', 'ratelimit-remaining': '12', 'ratelimit-reset': '1795000000' },
      ),
    );
    expect(client.rateLimit).toBeUndefined();
    await client.request({ path: 'x' });
    expect(client.rateLimit).toEqual({ limit: 3000, remaining: 12, resetAt: 1_795_000_000_000 });
  });
});

describe('a request that fails', () => {
  it.each([
    [400, 'invalid'],
    [401, 'auth'],
    [402, 'forbidden'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [405, 'unsupported'],
    [409, 'conflict'],
    [410, 'not-found'],
    [412, 'conflict'],
    [413, 'too-large'],
    [418, 'unexpected'],
    [422, 'invalid'],
    [423, 'conflict'],
    [429, 'rate-limited'],
    [500, 'network'],
    [503, 'network'],
  ] as const)('maps %i to %s', async (status, code) => {
    const client = await clientFor((response) => sendJson(response, status, {}, { 'x-request-id': 'req-1' }), {
      retries: 0,
    });
    const error = await failure(client.request({ path: 'x' }));
    expect(error.code).toBe(code);
    expect(error.retryable).toBe(status === 429 || status >= 500);
    expect(error.message).toContain(`Example: GET /api/x was answered with ${status} (request req-1)`);
  });

  it.each([
    [401, 'Sign in again'],
    [402, 'must change the plan'],
    [423, 'when they have let it go, send it again'],
  ])('says whose move it is after %i', async (status, says) => {
    const client = await clientFor((response) => sendJson(response, status, {}));
    expect((await failure(client.request({ path: 'x' }))).message).toContain(says);
  });

  it('lets a vendor say it better than the status', async () => {
    const client = await clientFor(
      (response) => sendJson(response, 400, { error: 'ExpiredToken', message: 'Token has expired' }),
      {
        describeError: (body) => {
          const { error, message } = body as { error: string; message: string };
          return { code: error === 'ExpiredToken' ? 'auth' : 'invalid', message };
        },
      },
    );
    const error = await failure(client.request({ path: 'x' }));
    expect(error).toMatchObject({ code: 'auth', message: expect.stringContaining('Token has expired') });
  });

  it('never tells a secret', async () => {
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    const echo = `bad token s3cret-token, ${jwt}, Bearer qwertyuiop, pass hunter2!, see https://api.example/x?access_token=zzz999`;
    const client = await clientFor((response) => sendJson(response, 400, { message: echo }), {
      authorize: async () => ({ authorization: 'Token s3cret-token' }),
      describeError: (body) => body as { message: string },
    });
    const error = await failure(client.request({ path: 'x', query: { key: 'in-query' }, secrets: ['hunter2!'] }));
    const told = JSON.stringify([error.message, error.stack, error.cause]);
    expect(told).toContain('see https://api.example/x');
    for (const secret of ['s3cret-token', 'eyJ', 'qwertyuiop', 'hunter2', 'zzz999', 'in-query'])
      expect(told).not.toContain(secret);
  });

  it('says where an answer has an unknown shape, and when it is not JSON', async () => {
    const client = await clientFor((response, { url }) => {
      if (url.endsWith('html')) response.end('<html>');
      else sendJson(response, 200, { id: 'seven' });
    });
    expect(await failure(client.request({ path: 'x', schema: numbered }))).toMatchObject({
      code: 'unexpected',
      retryable: false,
      message: expect.stringContaining('unknown shape: id'),
    });
    expect(await failure(client.request({ path: 'html', schema: numbered }))).toMatchObject({ code: 'unexpected' });
  });

  it('takes a schema that throws for an unknown shape: the server answered, and is not asked again', async () => {
    let asked = 0;
    const client = await clientFor((response) => {
      asked++;
      response.end('<half');
    });
    const schema = z.string().transform((text): string => {
      throw new Error(`cannot read ${text}`);
    });
    const error = await failure(client.request({ path: 'x', as: 'text', schema }));
    expect(error).toMatchObject({ code: 'unexpected', retryable: false });
    expect(error.message).toContain('unknown shape');
    expect(error.message).not.toContain('<half');
    expect(asked).toBe(1);
  });

  it('reads no more than the limit, whatever the server says of the length', async () => {
    let closed = false;
    const client = await clientFor(
      (response) => {
        response.on('close', () => {
          closed = true;
        });
        const more = () => {
          while (!closed && response.write('x'.repeat(1000))) {}
        };
        response.on('drain', more);
        more();
      },
      { maxBytes: 50_000 },
    );
    expect(await failure(client.request({ path: 'x' }))).toMatchObject({ code: 'too-large', retryable: false });
    expect(server?.requests).toHaveLength(1);
  });

  it('calls a refused connection and a broken body network', async () => {
    const client = await clientFor((response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"id":');
      response.socket?.destroySoon();
    });
    expect(await failure(client.request({ path: 'x' }))).toMatchObject({ code: 'network', retryable: true });
    expect(server?.requests).toHaveLength(3);
    await server?.close();
    expect(await failure(client.request({ path: 'x' }))).toMatchObject({
      code: 'network',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('gives up on an answer or a body that does not come', async () => {
    const client = await clientFor(
      (response, { url }) => {
        if (url.endsWith('body')) response.writeHead(200).write('{');
      },
      { timeoutMs: 50 },
    );
    expect(await failure(client.request({ path: 'x' }))).toMatchObject({ code: 'timeout', retryable: true });
    expect(await failure(client.request({ path: 'body' }))).toMatchObject({ code: 'timeout' });
  });

  it('passes an abort through as it is, before, during and while waiting to retry', async () => {
    const reason = new Error('stop');
    const controller = new AbortController();
    const client = await clientFor(
      (response) => {
        sendJson(response, 503, {});
        controller.abort(reason);
      },
      { backoffMs: 60_000 },
    );
    await expect(client.request({ path: 'x', signal: controller.signal })).rejects.toBe(reason);
    await expect(client.request({ path: 'x', signal: controller.signal })).rejects.toBe(reason);
    expect(server?.requests).toHaveLength(1);
  });
});

describe('retries', () => {
  it('sends a GET again, and nothing else', async () => {
    const client = await clientFor((response, { method }, count) =>
      method === 'GET' && count === 3 ? sendJson(response, 200, { id: 1 }) : sendJson(response, 502, {}),
    );
    expect((await client.request({ path: 'x', schema: numbered })).data).toEqual({ id: 1 });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const before = server?.requests.length ?? 0;
      await failure(client.request({ method, path: 'x' }));
      expect(server?.requests).toHaveLength(before + 1);
    }
  });

  it('sends a write again when the server knows its key, or it did not arrive, or was not taken', async () => {
    const client = await clientFor((response, _request, count) =>
      count % 2 ? sendJson(response, 502, {}) : sendJson(response, 200, {}),
    );
    await client.request({ method: 'POST', path: 'x', idempotencyKey: 'key-1' });
    await client.request({ method: 'PUT', path: 'x', repeatable: true });
    expect(server?.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([
      'key-1',
      'key-1',
      undefined,
      undefined,
    ]);
    await server?.close();
    const refusing = await clientFor((response, _request, count) =>
      count === 1 ? sendJson(response, 429, {}, { 'retry-after': '0' }) : sendJson(response, 200, {}),
    );
    await refusing.request({ method: 'POST', path: 'x' });
    expect(server?.requests).toHaveLength(2);
  });

  it('waits as long as the server asks, when that is short', async () => {
    const client = await clientFor((response, _request, count) =>
      count === 1 ? sendJson(response, 429, {}, { 'retry-after': '0' }) : sendJson(response, 200, { id: 1 }),
    );
    expect((await client.request({ path: 'x', schema: numbered })).data).toEqual({ id: 1 });
    expect(server?.requests).toHaveLength(2);
  });

  it('does not wait longer than it may, and says how long it would be', async () => {
    const now = Date.parse('2026-11-24T10:00:00.000Z');
    const waits: Record<string, string>[] = [
      { 'retry-after': '30' },
      { 'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT' },
      { 'ratelimit-reset': String(now / 1000 + 30) },
      { 'x-ratelimit-reset': '2026-11-24T10:00:30.000Z' },
    ];
    for (const wait of waits) {
      const headers = { ...wait, date: new Date(now).toUTCString() };
      const client = await clientFor((response) => sendJson(response, 429, {}, headers), { clock: { now: () => now } });
      const told = { code: 'rate-limited', retryAfterMs: 30_000, message: expect.stringContaining('Wait 30 s') };
      expect(await failure(client.request({ path: 'x' }))).toMatchObject(told);
      // It is known already that another would be refused.
      expect(await failure(client.request({ path: 'x' }))).toMatchObject(told);
      expect(server?.requests).toHaveLength(1);
      await server?.close();
    }
  });
});

describe('authorization', () => {
  const refusing = (token: string) => (response: ServerResponse, request: LocalServer['requests'][number]) =>
    request.headers.authorization === token ? sendJson(response, 200, { id: 1 }) : sendJson(response, 401, {});

  it('is renewed once when it was refused, also for a write', async () => {
    const refused: unknown[] = [];
    const client = await clientFor(refusing('new'), {
      authorize: async (old) => {
        refused.push(old);
        return { authorization: old ? 'new' : 'old' };
      },
    });
    await client.request({ method: 'POST', path: 'x', json: {}, schema: numbered });
    expect(refused).toEqual([undefined, { authorization: 'old' }]);
    expect(server?.requests.map(({ headers }) => headers.authorization)).toEqual(['old', 'new']);
  });

  it('fails when it can not be renewed, or was renewed in vain', async () => {
    const client = await clientFor(refusing('never'), {
      authorize: async (old) => (old ? undefined : { authorization: 'a' }),
    });
    expect(await failure(client.request({ path: 'x' }))).toMatchObject({ code: 'auth' });
    expect(server?.requests).toHaveLength(1);
    await server?.close();
    const stubborn = await clientFor(refusing('never'), { authorize: async () => ({ authorization: 'a' }) });
    expect(await failure(stubborn.request({ path: 'x' }))).toMatchObject({ code: 'auth' });
    expect(server?.requests).toHaveLength(2);
  });

  it('is left out where it is not wanted', async () => {
    const client = await clientFor((response) => sendJson(response, 200, {}), {
      authorize: async () => ({ authorization: 'a' }),
    });
    await client.request({ path: 'x', authorize: false });
    expect(server?.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('redirects', () => {
  it('are followed on the same origin, and told of elsewhere', async () => {
    const elsewhere = await localServer((response) => sendJson(response, 200, {}));
    const client = await clientFor(
      (response, { url }) => {
        if (url === '/api/moved') response.writeHead(308, { location: '/api/new?x=1' }).end();
        else if (url === '/api/away') response.writeHead(302, { location: `${elsewhere.url}/in?token=canary` }).end();
        else if (url === '/api/circle') response.writeHead(302, { location: '/api/circle' }).end();
        else sendJson(response, 200, { id: 1 });
      },
      { headers: { 'x-api-key': 'made-up-key' } },
    );
    expect((await client.request({ path: 'moved', schema: numbered })).data).toEqual({ id: 1 });
    const error = await failure(client.request({ path: 'away' }));
    expect(error).toMatchObject({ code: 'unexpected', message: expect.stringContaining(elsewhere.url) });
    expect(error.message).not.toContain('canary');
    expect(await failure(client.request({ path: 'circle' }))).toMatchObject({ code: 'unexpected' });
    expect(await failure(client.request({ method: 'POST', path: 'moved' }))).toMatchObject({ code: 'unexpected' });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });
});

it('goes nowhere but to its own server, whatever a path looks like', async () => {
  const client = await clientFor((response, { url }) => sendJson(response, 200, { url }));
  for (const path of ['https://elsewhere.example/x', '//elsewhere.example/x', 'at://did:plc:x', 'a:b'])
    expect((await client.request<{ url: string }>({ path })).data.url).toContain('/api/');
});

describe('what is kept for support', () => {
  it('is the server’s name of the exchange', async () => {
    const client = await clientFor((response, { url }) =>
      sendJson(response, 200, {}, { 'x-request-id': '<script>', 'x-github-request-id': url.slice('/api/'.length) }),
    );
    expect(await client.request({ path: 'A1:B2' })).toMatchObject({ requestId: 'A1:B2' });
    for (const path of ['x'.repeat(101), 'a%2Fb%3C', 'a,b'])
      expect(await client.request({ path })).not.toHaveProperty('requestId');
  });
});
