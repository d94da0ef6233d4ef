import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { outsideFetch } from '../../src/core/http/outside/outside-fetch.js';
import { enrich } from '../../src/enrich.js';
import { type LocalServer, localServer } from '../core/http/local-server.js';
import { account, contact, email, handle, linkTo, url, world } from './world.js';

let server: LocalServer | undefined;
afterEach(() => server?.close());

/** A site on this machine; every path is answered alike but for its robots.txt. */
async function site(page: (response: ServerResponse, path: string) => void, robots?: string) {
  server = await localServer((response, { url: path }) => {
    if (path !== '/robots.txt') page(response, path);
    else if (robots === undefined) response.writeHead(404).end();
    else response.end(robots);
  });
  const { host } = new URL(server.url);
  return { at: `${server.url}/`, requests: server.requests, fetch: outsideFetch({ allowHosts: [host] }) };
}

const html = (response: ServerResponse, body: string, type = 'text/html') =>
  void response.writeHead(200, { 'content-type': type }).end(body);

const accounts = [account('ann.test', 'Ann Lindqvist')];
const made = () => world({ accounts });

async function foundWith(at: string, fetch: ReturnType<typeof outsideFetch>, more: object = {}) {
  const { options, waits } = made();
  const contacts = [contact('1', 'Ann Lindqvist', [url(at)]), contact('2', 'Bob Martens', [handle('ann.test')])];
  const { profiles, report } = await enrich({ contacts, ...options, outsideFetch: fetch, ...more }).run();
  return { of1: profiles.filter(({ contactId }) => contactId === '1' && profiles.length > 0), profiles, report, waits };
}

describe('a site', () => {
  it('on this machine or in its network is never gone to', async () => {
    const { at, requests } = await site((response) => html(response, linkTo('ann.test')));
    const list = [
      contact('1', 'Ann Lindqvist', [url(at), email('ann@127.0.0.1'), handle('ann', 'mastodon/127.0.0.1')]),
    ];
    const { options } = made();
    const { outsideFetch: _made, ...own } = options;
    const sources = { ...options.sources, atproto: false };
    await enrich({ contacts: list, ...own, sources }).run();
    expect(requests).toEqual([]);
  });

  it('is read as far as its robots.txt allows, and not at all where it closes all', async () => {
    const page = `${linkTo('ann.test')}<a href="/about">a</a><a href="/closed/contact">b</a>`;
    const open = await site(
      (response) => html(response, page),
      'User-agent: kenning\nDisallow: /closed\nCrawl-delay: 7',
    );
    const { profiles, waits } = await foundWith(open.at, open.fetch);
    expect(profiles[0]).toMatchObject({ contactId: '1', decision: 'link', source: 'site' });
    expect(open.requests.map(({ url: path }) => path)).toEqual(['/robots.txt', '/', '/about']);
    expect(Math.max(...waits)).toBeGreaterThan(6000);
    expect(open.requests.every(({ headers }) => headers['user-agent']?.startsWith('kenning '))).toBe(true);
    await server?.close();

    const closed = await site((response) => html(response, page), 'User-agent: *\nDisallow: /');
    await foundWith(closed.at, closed.fetch);
    expect(closed.requests.map(({ url: path }) => path)).toEqual(['/robots.txt']);
  });

  it('whose robots.txt can not be had now is left for later', async () => {
    server = await localServer((response) => response.writeHead(503).end());
    const { report } = await foundWith(`${server.url}/`, outsideFetch({ allowHosts: [new URL(server.url).host] }));
    expect(server.requests).toHaveLength(1);
    expect(report).toMatchObject({ unanswered: 1, services: { sites: { calls: 1, failed: { network: 1 } } } });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['is 10 MB long', (response) => html(response, linkTo('ann.test').padEnd(10_000_000, 'x'))],
    [
      'never ends',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        const more = () =>
          void (response.destroyed || response.write(linkTo('ann.test').repeat(1000), () => setImmediate(more)));
        more();
      },
    ],
    ['is no page', (response) => html(response, linkTo('ann.test'), 'application/zip')],
    [
      'bursts when it is unpacked',
      (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
    ],
    ['sends us round and round', (response) => void response.writeHead(302, { location: '/again' }).end()],
    ['sends us inside', (response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end()],
    [
      'breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('<a');
        response.destroy();
      },
    ],
    [
      'claims thousands',
      (response) => html(response, Array.from({ length: 5000 }, (_, n) => linkTo(`user${n}.test`)).join('')),
    ],
  ])('that %s tells nothing, and the others are found', async (_name, page) => {
    const { at, fetch } = await site(page);
    const { profiles } = await foundWith(at, fetch);
    expect(profiles.map(({ contactId, source }) => [contactId, source])).not.toContainEqual(['1', 'site']);
    expect(profiles).toContainEqual(expect.objectContaining({ contactId: '2', source: 'row' }));
  });

  it('in another charset than it says is read all the same', async () => {
    const { at, fetch } = await site((response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-16' });
      response.end(Buffer.from(`<p>Zo\xeb</p>${linkTo('ann.test')}`, 'latin1'));
    });
    expect((await foundWith(at, fetch)).profiles[0]).toMatchObject({ contactId: '1', decision: 'link' });
  });

  it('that does not answer is given up in time', async () => {
    const { at, fetch } = await site(() => {});
    const { report } = await foundWith(at, fetch, { timeoutMs: 200 });
    expect(report.services.sites?.failed).toEqual({ timeout: 1 });
  });
});

describe('answers that are odd', () => {
  it('of WebFinger, of identities and of Gravatar count as none', async () => {
    const odd = [
      '',
      '[]',
      '{"subject":7}',
      '{"subject":"acct:a@b.example","links":[{"rel":"self","href":"javascript:x"}]}',
      '\0',
    ];
    for (const body of odd) {
      const { options } = made();
      const answer = async () => new Response(body, { headers: { 'content-type': 'application/json' } });
      const list = [contact('1', 'Ann Lindqvist', [email('ann@ann.example')])];
      const { profiles } = await enrich({ contacts: list, ...options, outsideFetch: answer }).run();
      expect(profiles.every(({ source }) => source === 'name')).toBe(true);
    }
  });

  it('of a service that refuses our key end its part and nothing else', async () => {
    const { options, requests } = made();
    const refused = { fetch: async () => new Response('{}', { status: 401 }) };
    const list = ['a', 'b', 'c'].map((name) =>
      contact(name, 'Ann Lindqvist', [email(`${name}@lee.example`), handle('ann.test')]),
    );
    const sources = { ...options.sources, gravatar: { key: 'made-up' } };
    const { report } = await enrich({ contacts: list, ...options, ...refused, sources, concurrency: 1 }).run();
    expect(report.services['gravatar with a key']).toEqual({ calls: 1, failed: { auth: 3 } });
    expect(requests).toContain('profile ann.test');
    expect(JSON.stringify(report)).not.toContain('made-up');
  });
});
