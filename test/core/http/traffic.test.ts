import { afterEach, describe, expect, it } from 'vitest';
import { type HttpClientOptions, httpClient } from '../../../src/core/http/http-client.js';
import { type LocalServer, localServer, sendJson } from './local-server.js';

let server: LocalServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

let credentials = 0;
type Answer = Parameters<typeof localServer>[0];

/** Clients of one credential, at a time that the test turns. */
async function crowd(answer: Answer, options: Partial<HttpClientOptions> = {}) {
  server = await localServer(answer);
  const clock = { time: Date.parse('2026-11-24T10:00:00.000Z'), now: () => clock.time };
  const { url } = server;
  const credential = `made-up ${++credentials}`;
  const client = (more: Partial<HttpClientOptions> = {}) =>
    httpClient({ name: 'Example', baseUrl: url, credential, clock, retries: 0, backoffMs: 1, ...options, ...more });
  return { clock, client, requests: server.requests };
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: { code: string }) => error.code,
  );

describe('limits of one credential', () => {
  it('are shared by all its clients, and by nobody else', async () => {
    const { client, requests, clock } = await crowd((response) =>
      sendJson(response, 200, {}, { 'ratelimit-limit': '10', 'ratelimit-remaining': '0', 'ratelimit-reset': '60' }),
    );
    await client().request({ path: 'a' });
    const error = await client()
      .request({ method: 'POST', path: 'b' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'rate-limited', retryAfterMs: 60_000, retryable: true });
    expect(requests).toHaveLength(1);
    await client({ credential: `another ${credentials}` }).request({ path: 'c' });
    expect(requests).toHaveLength(2);
    clock.time += 60_000;
    expect(await code(client().request({ path: 'd' }))).toBe('ok');
  });

  it('are read from headers of the server’s own, and say how long to wait', async () => {
    const at = Date.parse('2026-11-24T10:01:00.000Z');
    const { client, requests, clock } = await crowd((response, _request, count) =>
      sendJson(response, count === 2 ? 420 : 200, {}, { 'x-budget': `${count === 1 ? 9 : 0}/50 until ${at}` }),
    );
    const own: Partial<HttpClientOptions> = {
      describeError: (_body, status) => (status === 420 ? { code: 'rate-limited' } : undefined),
      limits(headers) {
        const [, remaining, limit, resetAt] = /^(\d+)\/(\d+) until (\d+)$/.exec(headers.get('x-budget') ?? '') ?? [];
        return limit ? [{ remaining: Number(remaining), limit: Number(limit), resetAt: Number(resetAt) }] : [];
      },
    };
    const one = client(own);
    await one.request({ path: 'a' });
    expect(one.rateLimit).toEqual({ remaining: 9, limit: 50, resetAt: at });
    const refused = await one.request({ path: 'b' }).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ code: 'rate-limited', retryAfterMs: 60_000 });
    expect(await code(client().request({ path: 'c' }))).toBe('rate-limited');
    expect(requests).toHaveLength(2);
    clock.time += 60_000;
    expect(await code(client().request({ path: 'd' }))).toBe('ok');
  });

  it('are waited for when that is short', async () => {
    const { client, requests } = await crowd((response, _request, count) =>
      sendJson(response, 200, {}, { 'ratelimit-remaining': count === 1 ? '0' : '5', 'ratelimit-reset': '0.05' }),
    );
    const hasty = client({ maxRetryAfterMs: 10 });
    await hasty.request({ path: 'a' });
    expect(await code(hasty.request({ path: 'b' }))).toBe('rate-limited');
    expect(await code(client().request({ path: 'b' }))).toBe('ok');
    expect(requests).toHaveLength(2);
  });

  it('let no more go out at once than are left', async () => {
    let left = 4;
    const { client } = await crowd((response) => {
      const remaining = Math.max(0, --left);
      const headers = { 'ratelimit-limit': '4', 'ratelimit-remaining': String(remaining), 'ratelimit-reset': '60' };
      setTimeout(() => sendJson(response, left < 0 ? 429 : 200, {}, headers), 5);
    });
    await client().request({ path: 'first' });
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => code(client().request({ path: `${index}` }))),
    );
    // None of them reached the server in vain.
    expect(left).toBe(0);
    expect(codes.filter((one) => one === 'ok')).toHaveLength(3);
    expect(codes.filter((one) => one === 'rate-limited')).toHaveLength(7);
  });

  it('are kept apart for what the server counts apart', async () => {
    const { client, requests } = await crowd((response, { url }) =>
      url === '/search' ? sendJson(response, 429, {}, { 'retry-after': '60' }) : sendJson(response, 200, {}),
    );
    const search = { path: 'search', bucket: 'search' };
    expect(await code(client().request(search))).toBe('rate-limited');
    expect(await code(client().request({ path: 'posts' }))).toBe('ok');
    expect(await code(client().request(search))).toBe('rate-limited');
    expect(requests).toHaveLength(2);
  });

  it('hold for everything where the server says so', async () => {
    const { client, requests } = await crowd((response) =>
      sendJson(response, 429, {}, { 'retry-after': '60', 'x-ratelimit-global': 'true' }),
    );
    expect(await code(client().request({ path: 'a', bucket: 'a' }))).toBe('rate-limited');
    expect(await code(client().request({ path: 'b', bucket: 'b' }))).toBe('rate-limited');
    expect(requests).toHaveLength(1);
  });

  it('told in a body count too', async () => {
    const { client, requests } = await crowd(
      (response) => sendJson(response, 429, { parameters: { retry_after: 7 } }),
      {
        describeError: (body) => ({
          retryAfterMs: (body as { parameters: { retry_after: number } }).parameters.retry_after * 1000,
        }),
      },
    );
    expect(
      await client()
        .request({ path: 'a' })
        .catch((error: unknown) => error),
    ).toMatchObject({ retryAfterMs: 7000 });
    expect(await code(client().request({ path: 'a' }))).toBe('rate-limited');
    expect(requests).toHaveLength(1);
  });

  it('do not keep an abort waiting', async () => {
    const { client } = await crowd(
      (response) => sendJson(response, 200, {}, { 'ratelimit-remaining': '0', 'ratelimit-reset': '3600' }),
      { maxRetryAfterMs: 4_000_000 },
    );
    await client().request({ path: 'a' });
    const reason = new Error('stop');
    const controller = new AbortController();
    const waiting = client().request({ path: 'b', signal: controller.signal });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('a server that fails', () => {
  it('is left in peace after five failures, and tried by one at a time', async () => {
    let up = false;
    const { client, clock, requests } = await crowd((response) => sendJson(response, up ? 200 : 503, {}));
    for (let time = 0; time < 5; time++) expect(await code(client().request({ path: 'x' }))).toBe('network');
    expect(requests).toHaveLength(5);
    const held = await client()
      .request({ path: 'x' })
      .catch((error: unknown) => error);
    expect(held).toMatchObject({
      code: 'network',
      retryAfterMs: 15_000,
      message: expect.stringContaining('nothing was sent'),
    });
    clock.time += 15_000;
    const tries = await Promise.all([1, 2, 3].map(() => code(client().request({ path: 'x' }))));
    expect(tries).toEqual(['network', 'network', 'network']);
    expect(requests).toHaveLength(6);
    up = true;
    clock.time += 15_000;
    expect(await code(client().request({ path: 'x' }))).toBe('ok');
    expect(await code(client().request({ path: 'x' }))).toBe('ok');
    expect(requests).toHaveLength(8);
  });

  it('is not one that refuses', async () => {
    const { client, requests } = await crowd((response) => sendJson(response, 404, {}));
    for (let time = 0; time < 8; time++) expect(await code(client().request({ path: 'x' }))).toBe('not-found');
    expect(requests).toHaveLength(8);
  });
});
