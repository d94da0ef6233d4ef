import { afterEach, expect, test } from 'vitest';
import { type FeedOptions, feed } from '../../../../src/channels/connectors/feed/index.js';
import { outsideFetch } from '../../../../src/core/http/outside/outside-fetch.js';
import { type LocalServer, localServer } from '../../../core/http/local-server.js';
import { fixture } from './feed-server.js';

const servers: LocalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A site on loopback whose posts name feeds of comments there, and whose other pages send us to another server. */
async function site() {
  const documents: Record<string, string> = {};
  const inside = await localServer((response) => response.end('a canary'));
  const server = await localServer((response, { url }) => {
    const document = documents[url];
    if (document) response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(document);
    else response.writeHead(302, { location: url === '/moved' ? '/feed' : `${inside.url}/secret` }).end();
  });
  documents['/feed'] = (await fixture('blog.rss.xml')).replaceAll('https://blog.example', server.url);
  documents['/spring/feed'] = (await fixture('spring-comments.rss.xml')).replaceAll('https://blog.example', server.url);
  servers.push(server, inside);
  const commentsOf = async (options: Partial<FeedOptions> = {}) => {
    const blog = feed({ url: `${server.url}/feed`, comments: true, ...options });
    const items: unknown[] = [];
    const rejected: unknown[] = [];
    let page = await blog.comments();
    for (; page.next !== undefined; page = await blog.comments({ cursor: page.next })) {
      items.push(...page.items);
      rejected.push(...page.rejected);
    }
    return { items, rejected };
  };
  return { url: server.url, server, inside, commentsOf };
}

test('an address that the app named may lie anywhere, and so may its redirects there', async () => {
  const { url } = await site();
  expect((await feed({ url: `${url}/feed` }).posts()).items.length).toBeGreaterThan(0);
  expect((await feed({ url: `${url}/moved` }).posts()).items.length).toBeGreaterThan(0);
});

test('a redirect elsewhere leads to the public internet or nowhere', async () => {
  const { url, inside } = await site();
  await expect(feed({ url: `${url}/elsewhere` }).posts()).rejects.toMatchObject({ code: 'not-permitted' });
  expect(inside.requests).toEqual([]);
});

test('feeds of comments that posts name lie on the public internet, unless the app lets them lie elsewhere', async () => {
  const { server, inside, commentsOf } = await site();
  const refused = await commentsOf();
  expect(refused.items).toEqual([]);
  expect(refused.rejected).toHaveLength(2);
  expect(refused.rejected[0]).toMatchObject({ reason: expect.stringMatching(/^not-permitted: .*allowHosts/) });
  expect(server.requests.filter(({ url }) => url.includes('/feed')).map(({ url }) => url)).not.toContain(
    '/spring/feed',
  );
  const allowed = await commentsOf({ fetch: outsideFetch({ allowHosts: [new URL(server.url).host] }) });
  expect(allowed.items).toHaveLength(2);
  // The other one sends us inside.
  expect(allowed.rejected).toEqual([
    { reason: expect.stringMatching(/^not-permitted: 127\.0\.0\.1 /), at: expect.stringContaining('/winter/feed') },
  ]);
  expect(inside.requests).toEqual([]);
});
