import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isKenningError, type KenningError } from '../../../../src/core/errors.js';
import { httpClient } from '../../../../src/core/http/http-client.js';
import { type OutsideFetchOptions, outsideFetch } from '../../../../src/core/http/outside/outside-fetch.js';
import { type LocalServer, localServer } from '../local-server.js';

const opened: LocalServer[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

type Answer = (response: ServerResponse, request: LocalServer['requests'][number]) => void;

/** A server whose made-up name `page.example` leads to loopback and is allowed; other names are looked up in `hosts`. */
async function outside(answer: Answer, hosts: Record<string, string[]> = {}, options: OutsideFetchOptions = {}) {
  const server = await localServer(answer);
  opened.push(server);
  const { port } = new URL(server.url);
  const lookedUp: string[] = [];
  const fetch = outsideFetch({
    allowHosts: ['page.example'],
    resolve: async (host) => {
      lookedUp.push(host);
      return hosts[host] ?? ['127.0.0.1'];
    },
    ...options,
  });
  return { fetch, server, lookedUp, port, page: `http://page.example:${port}` };
}

async function refusal(work: Promise<unknown>): Promise<KenningError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isKenningError(error)) throw new Error('expected a KenningError', { cause: error });
  return error;
}

/** Where connections are made to; they are ended at once. */
function watchConnections(): { attempts: string[] } & Disposable {
  const attempts: string[] = [];
  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on('connectionAttempt', (address) => {
      attempts.push(address);
      setImmediate(() => socket.destroy());
    });
  };
  subscribe('net.client.socket', watch);
  return { attempts, [Symbol.dispose]: () => void unsubscribe('net.client.socket', watch) };
}

describe('a fetch for addresses from outside', () => {
  it('gives an answer as fetch does, with where it came from', async () => {
    const { fetch, page, server } = await outside((response) =>
      response.writeHead(201, { 'x-a': 'b', 'set-cookie': ['c=1', 'd=2'] }).end('grüß Gott'),
    );
    const answer = await fetch(`${page}/a?b=c`, { headers: { accept: 'text/html' } });
    expect([answer.status, answer.headers.get('x-a'), answer.url]).toEqual([201, 'b', `${page}/a?b=c`]);
    expect(answer.headers.getSetCookie()).toEqual(['c=1', 'd=2']);
    expect(await answer.text()).toBe('grüß Gott');
    expect(server.requests[0]).toMatchObject({ method: 'GET', url: '/a?b=c', headers: { accept: 'text/html' } });
    expect(server.requests[0]?.headers.host).toBe(new URL(page).host);
  });

  it('sends bodies, takes requests, and gives answers without a body', async () => {
    const { fetch, page, server } = await outside((response) => response.writeHead(204).end());
    expect((await fetch(new Request(page, { method: 'POST', body: 'x=1' }))).status).toBe(204);
    expect((await fetch(page, { method: 'HEAD' })).status).toBe(204);
    expect(server.requests.map(({ method, body }) => [method, body])).toEqual([
      ['POST', 'x=1'],
      ['HEAD', ''],
    ]);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('unpacks %s, and bounds what comes out', async (encoding, pack) => {
    let text = 'hello';
    const { fetch, page } = await outside(
      (response) => response.writeHead(200, { 'content-encoding': encoding }).end(pack(text)),
      {},
      { maxBytes: 100_000 },
    );
    const answer = await fetch(page);
    expect([await answer.text(), answer.headers.get('content-encoding')]).toEqual(['hello', null]);
    text = 'x'.repeat(10_000_000);
    expect(await refusal(fetch(page))).toMatchObject({ code: 'too-large' });
  });

  it.each([
    ['ftp://page.example/', /neither https: nor http:/],
    ['file:///etc/passwd', /neither/],
    ['data:text/plain,x', /neither/],
    ['http://ann:canary@page.example/', /holds a login/],
    ['http://ann@page.example/', /holds a login/],
    ['nonsense', /is none/],
  ])('refuses %s', async (address, message) => {
    const { fetch, server } = await outside((response) => response.end());
    const error = await refusal(fetch(address));
    expect(error).toMatchObject({ code: 'invalid', message: expect.stringMatching(message) });
    expect(inspect(error)).not.toContain('canary');
    expect(server.requests).toEqual([]);
  });
});

describe('where it connects', () => {
  it.each([
    'http://127.0.0.1',
    'http://127.1',
    'http://2130706433',
    'http://0x7f.0.0.1',
    'http://017700000001',
    'http://0',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[64:ff9b::7f00:1]',
  ])('not to %s', async (address) => {
    const { port, server } = await outside((response) => response.end());
    const error = await refusal(outsideFetch()(`${address}:${port}/`));
    expect(error).toMatchObject({ code: 'not-permitted', message: expect.stringContaining('public internet') });
    expect(server.requests).toEqual([]);
  });

  it('not to names that lead inside, however they are written', async () => {
    const { fetch, port, server } = await outside((response) => response.end());
    for (const host of ['evil.example', 'localhost', 'localhost.', 'page.example.evil.example', 'PAGE.EXAMPLE.'])
      expect(await refusal(fetch(`http://${host}:${port}/`))).toMatchObject({ code: 'not-permitted' });
    // By the system's own resolver too.
    expect(await refusal(outsideFetch()(`http://localhost:${port}/`))).toMatchObject({ code: 'not-permitted' });
    expect(server.requests).toEqual([]);
  });

  it('to a host that is allowed, with and without a port, and to no other port', async () => {
    const { port, server } = await outside((response) => response.end());
    const ask = (allowed: string) => outsideFetch({ allowHosts: [allowed] })(`http://127.0.0.1:${port}/`);
    expect((await ask('127.0.0.1')).status).toBe(200);
    expect((await ask(`127.0.0.1:${port}`)).status).toBe(200);
    expect(await refusal(ask('127.0.0.1:1'))).toMatchObject({ code: 'not-permitted' });
    expect(server.requests).toHaveLength(2);
  });

  it('to what it looked up and checked, so that a second look-up is of no use', async () => {
    const { port, server } = await outside((response) => response.end());
    const answers = [['93.184.215.14'], ['127.0.0.1']];
    let lookUps = 0;
    using watched = watchConnections();
    const { attempts } = watched;
    const fetch = outsideFetch({ resolve: async () => answers[lookUps++] ?? [], timeoutMs: 2000 });
    await refusal(fetch(`http://rebound.example:${port}/`));
    expect([lookUps, attempts]).toEqual([1, ['93.184.215.14']]);
    expect(await refusal(fetch(`http://rebound.example:${port}/`))).toMatchObject({ code: 'not-permitted' });
    expect(attempts).toHaveLength(1);
    expect(server.requests).toEqual([]);
  });

  it('to the public ones of several addresses only', async () => {
    using watched = watchConnections();
    const { attempts } = watched;
    const resolve = async () => ['127.0.0.1', '::1', '93.184.215.14', '10.0.0.1'];
    await refusal(outsideFetch({ resolve, timeoutMs: 2000 })('http://mixed.example/'));
    expect(attempts).toEqual(['93.184.215.14']);
  });

  it('nowhere for a name without an address', async () => {
    const error = await refusal(outsideFetch({ resolve: async () => [] })('http://none.example/'));
    expect(error).toMatchObject({ code: 'network', message: expect.stringContaining('ENOTFOUND') });
  });
});

describe('redirects', () => {
  const to =
    (location: string): Answer =>
    (response, { url }) =>
      url === '/' ? response.writeHead(302, { location }).end() : response.end('there');

  it('are followed, and credentials stay where they belong', async () => {
    const { fetch, page, server, port } = await outside(
      (response, { url }) => {
        if (url === '/') response.writeHead(302, { location: '/b' }).end();
        else if (url === '/b') response.writeHead(307, { location: `http://other.example:${port}/c` }).end();
        else response.end('there');
      },
      {},
      { allowHosts: ['page.example', 'other.example'] },
    );
    const answer = await fetch(page, { headers: { authorization: 'Bearer canary', cookie: 'canary' } });
    expect([answer.url, await answer.text()]).toEqual([`http://other.example:${port}/c`, 'there']);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer canary',
      'Bearer canary',
      undefined,
    ]);
    expect(server.requests[2]?.headers.cookie).toBeUndefined();
  });

  it.each([
    ['http://127.0.0.1:PORT/inside', 'not-permitted'],
    ['http://[::1]:PORT/inside', 'not-permitted'],
    ['http://inside.example:PORT/inside', 'not-permitted'],
    ['//inside.example:PORT/inside', 'not-permitted'],
    ['file:///etc/passwd', 'unexpected'],
    ['ftp://page.example/inside', 'unexpected'],
    ['http://ann:canary@page.example:PORT/inside', 'unexpected'],
  ])('to %s are refused', async (location, code) => {
    let port = '';
    const found = await outside((...both) => to(location.replace('PORT', port))(...both));
    port = found.port;
    const error = await refusal(found.fetch(found.page));
    expect(error.code).toBe(code);
    expect(inspect(error)).not.toContain('canary');
    expect(found.server.requests).toHaveLength(1);
  });

  it('look each name up again', async () => {
    let port = '';
    const found = await outside((...both) => to(`http://inside.example:${port}/`)(...both));
    port = found.port;
    await refusal(found.fetch(found.page));
    expect(found.lookedUp).toEqual(['page.example', 'inside.example']);
  });

  it('end after five, or as many as are allowed', async () => {
    const round: Answer = (response, { url }) =>
      response.writeHead(302, { location: `/${Number(url.slice(1)) + 1}` }).end();
    const { fetch, page, server } = await outside(round);
    expect(await refusal(fetch(`${page}/0`))).toMatchObject({ code: 'unexpected', retryable: false });
    expect(server.requests).toHaveLength(6);
    const none = outsideFetch({ allowHosts: ['127.0.0.1'], maxRedirects: 0 });
    await refusal(none(`${server.url}/0`));
    expect(server.requests).toHaveLength(7);
  });

  it('of a write are its answer', async () => {
    const { fetch, page, server } = await outside(to('http://127.0.0.1/'));
    expect((await fetch(page, { method: 'POST', body: 'x' })).status).toBe(302);
    expect(server.requests).toHaveLength(1);
  });
});

describe('limits', () => {
  it('end a server that is silent, one that drips, and one that goes on for ever', async () => {
    const { fetch, page } = await outside(
      (response, { url }) => {
        if (url === '/silent') return;
        response.writeHead(200);
        const timer = setInterval(() => response.write(url === '/drips' ? '.' : 'x'.repeat(1000)), 10);
        response.on('close', () => clearInterval(timer));
      },
      {},
      { timeoutMs: 200, maxBytes: 2000 },
    );
    expect(await refusal(fetch(`${page}/silent`))).toMatchObject({ code: 'timeout' });
    expect(await refusal(fetch(`${page}/drips`))).toMatchObject({ code: 'timeout' });
    expect(await refusal(fetch(`${page}/endless`))).toMatchObject({ code: 'too-large' });
  });

  it('of the caller pass through', async () => {
    const { fetch, page } = await outside(() => {});
    const reason = new Error('enough');
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 50);
    await expect(fetch(page, { signal: stop.signal })).rejects.toBe(reason);
    await expect(fetch(page, { signal: stop.signal })).rejects.toBe(reason);
  });

  it('say in codes alone what failed', async () => {
    const { fetch, page, server } = await outside((response) => {
      response.writeHead(200, { 'content-length': '10' }).write('x');
      response.destroy();
    });
    const broken = await refusal(fetch(`${page}/?key=canary`));
    expect([broken.code, broken.cause]).toEqual(['network', undefined]);
    await server.close();
    const error = await refusal(fetch(`${page}/?key=canary`));
    expect(error).toMatchObject({ code: 'network', message: expect.stringContaining('ECONNREFUSED') });
    expect(inspect(error)).not.toContain('canary');
  });
});

it('serves an HTTP client, whose retries go on', async () => {
  let asked = 0;
  const { fetch, page } = await outside((response) => {
    asked += 1;
    if (asked < 3) response.destroy();
    else response.end('{"a":1}');
  });
  const client = httpClient({ name: 'Page', baseUrl: page, fetch, backoffMs: 1 });
  expect((await client.request({ path: 'x' })).data).toEqual({ a: 1 });
});

it('is refused where no connection can be checked', async () => {
  vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' });
  expect(await refusal(outsideFetch()('https://page.example/'))).toMatchObject({ code: 'unsupported' });
  vi.stubGlobal('navigator', undefined);
  expect(await refusal(outsideFetch()('https://page.example/'))).toMatchObject({ code: 'unsupported' });
});
