import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type FeedOptions, feed } from '../../../../src/channels/connectors/feed/index.js';
import { network } from '../../../../src/core/model/network.js';
import { type Observed, observed } from '../../../../src/core/model/observed.js';
import { type Cursor, type ListPage, type Page, type PageOptions, walk } from '../../../../src/core/page.js';
import { feedServer, fixture } from './feed-server.js';

const clock = { now: () => Date.parse('2026-06-01T00:00:00.000Z') };
const url = 'https://blog.example/feed?key=secret';
const commentsUrl = 'https://blog.example/comments/feed';

async function all(list: ListPage<Observed>, options: PageOptions = {}) {
  const pages: Page<Observed>[] = [];
  for await (const page of walk((walked) => list({ ...options, ...walked }), options)) pages.push(page);
  const items = pages.flatMap((page) => page.items);
  for (const item of items) expect(observed.parse(item)).toEqual(item);
  return {
    pages,
    said: items.map((item) => {
      if (item.type !== 'said') throw new Error('a feed says');
      return item;
    }),
    ids: items.map((item) => (item.type === 'said' ? item.interaction.externalId : '')),
    rejected: pages.flatMap((page) => page.rejected),
    cursor: pages.findLast(({ next }) => next !== undefined)?.next as Cursor,
  };
}

const posts = (options: FeedOptions, page?: PageOptions) => all(feed({ clock, ...options }).posts, page);

describe('what feeds say', () => {
  test('RSS: the fuller text, whole addresses of links, files, counts, authors with and without an address', async () => {
    const { fetch } = feedServer({ [url]: await fixture('blog.rss.xml') });
    const { said } = await posts({ url, fetch });
    const [autumn, winter, spring] = said;
    expect(spring).toEqual({
      type: 'said',
      interaction: {
        network: 'feed',
        realm: 'blog.example/feed',
        externalId: 'https://blog.example/?p=12',
        kind: 'post',
        at: '2026-03-03T09:15:00.000Z',
        content: {
          text: 'The bulbs are here 🌷.\n\n- red',
          title: 'Spring’s first bulbs',
          entities: [{ type: 'link', start: 14, end: 18, url: 'https://blog.example/bulbs' }],
          attachments: [{ type: 'audio', url: 'https://blog.example/bulbs.mp3', mediaType: 'audio/mpeg', bytes: 1234 }],
          language: 'en-GB',
        },
        visibility: 'public',
        permalink: 'https://blog.example/spring',
        origin: 'public-feed',
        participants: [{ role: 'author', of: { source: 'feed/blog.example/feed', externalId: 'name:Ann Larsén' } }],
        counts: [{ action: 'CommentAction', total: 2 }],
      },
      profiles: [
        {
          kind: 'profile',
          source: 'feed/blog.example/feed',
          externalId: 'name:Ann Larsén',
          party: 'person',
          identifiers: [],
          attributes: { name: 'Ann Larsén' },
          origin: 'public-feed',
          observedAt: '2026-03-03T09:15:00.000Z',
          partial: true,
        },
      ],
    });
    expect(winter?.interaction.content).toMatchObject({ text: 'It is cold.', title: 'Winter' });
    expect(winter?.profiles[0]).toMatchObject({
      externalId: 'bo@blog.example',
      identifiers: [{ kind: 'email', scope: '', value: 'bo@blog.example' }],
      attributes: { name: 'Bo' },
    });
    // Without a guid the link names it, without a date the reading dates it, without an author the site says it.
    expect(autumn?.interaction).toMatchObject({
      externalId: 'https://blog.example/autumn',
      at: '2026-06-01T00:00:00.000Z',
    });
    expect(autumn?.profiles).toMatchObject([
      {
        externalId: 'site',
        party: 'organization',
        attributes: { name: 'Tulip & Co.' },
        permalink: 'https://blog.example/',
      },
    ]);
  });

  test('Atom: text, html and xhtml, versions, answers and their root', async () => {
    const { said, ids } = await posts({ document: await fixture('blog.atom.xml') });
    expect(ids).toEqual(['tag:atom.example,2026:1', 'tag:atom.example,2026:2', 'tag:atom.example,2026:3']);
    const [first, second, third] = said.map(({ interaction }) => interaction);
    expect(first).toMatchObject({
      realm: 'tag:atom.example,2026:blog',
      at: '2026-03-01T09:00:00.000Z',
      version: '2026-03-04T09:00:00.000Z',
      revisedAt: '2026-03-04T09:00:00.000Z',
      permalink: 'https://atom.example/1',
      content: {
        title: 'Die erste',
        text: 'Erster Text',
        language: 'de',
        attachments: [{ type: 'image', name: 'Tulpe', bytes: 77 }],
      },
      counts: [{ action: 'CommentAction', total: 2 }],
    });
    expect(first?.root).toBeUndefined();
    expect(second).toMatchObject({
      inReplyTo: { externalId: ids[0] },
      root: { externalId: ids[0] },
      content: { text: 'Doch' },
    });
    expect(second?.revisedAt).toBeUndefined();
    expect(third).toMatchObject({
      inReplyTo: { externalId: ids[1] },
      root: { externalId: ids[0], realm: 'tag:atom.example,2026:blog', network: 'feed' },
      content: { text: 'Nein <b>doch</b>' },
    });
    expect(said.map(({ profiles }) => profiles[0]?.externalId)).toEqual([
      'https://atom.example/team',
      'https://eva.example/',
      'tim@atom.example',
    ]);
  });

  test('JSON Feed: items without a text or date, and junk between them', async () => {
    const { said, rejected } = await posts({ document: await fixture('blog.json') });
    expect(said.map(({ interaction }) => [interaction.externalId, interaction.content])).toEqual([
      [
        '1',
        {
          text: 'First',
          title: 'One',
          language: 'fr',
          attachments: [{ type: 'image', url: 'https://json.example/1.png', mediaType: 'image/*' }],
        },
      ],
      [
        '2',
        {
          text: 'Plain <not html>\nlines',
          language: 'en',
          attachments: [
            { type: 'file', url: 'https://json.example/a.pdf', name: 'A', mediaType: 'application/pdf', bytes: 5 },
          ],
        },
      ],
    ]);
    expect(said[1]?.interaction).toMatchObject({
      realm: 'json.example/feed.json',
      version: '2026-03-03T10:00:00.000Z',
    });
    expect(said[1]?.profiles).toMatchObject([{ externalId: 'https://ann.example/', attributes: { name: 'Ann' } }]);
    expect(rejected).toEqual([{ reason: 'broken: an item must be an object', at: 'the document, item 2' }]);
  });

  test('RSS 1.0', async () => {
    const { said } = await posts({ document: await fixture('site.rdf.xml') });
    expect(said[0]?.interaction).toMatchObject({
      realm: 'rdf.example/index.rdf',
      externalId: 'https://rdf.example/one',
      at: '2026-03-01T08:00:00.000Z',
      content: { text: 'Text', title: 'One' },
    });
  });

  test('an item that names nothing is named by what it says, and one that says nothing is rejected', async () => {
    const item = '<item><description>Hi</description></item><item><category>x</category></item>';
    const document = `<rss version="2.0"><channel><title>T</title><link>https://x.example</link>${item}</channel></rss>`;
    const { ids, rejected } = await posts({ document });
    expect(ids).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
    expect((await posts({ document })).ids).toEqual(ids);
    expect(rejected).toEqual([{ reason: 'empty: the item says nothing', at: 'the document' }]);
  });

  test('a post dated ahead of its time was said when it was first read', async () => {
    const document = (await fixture('site.rdf.xml')).replace('2026-03-01', '2036-03-01');
    expect((await posts({ document })).said[0]?.interaction.at).toBe('2026-06-01T00:00:00.000Z');
  });

  test('a site of our own: its authors are colleagues', async () => {
    const connector = feed({ document: await fixture('blog.atom.xml'), own: true, clock });
    const ours = await connector.own?.();
    expect(ours?.map(({ externalId, own }) => [externalId, own])).toEqual([
      ['site', true],
      ['https://atom.example/team', true],
    ]);
    const { said } = await all(connector.posts);
    expect(said.every(({ profiles }) => profiles.every(({ own }) => own))).toBe(true);
    expect(feed({ document: 'x' }).own).toBeUndefined();
  });
});

describe('reading on', () => {
  const many = (count: number, from = 1) =>
    `<rss version="2.0"><channel><title>T</title>${Array.from({ length: count }, (_, index) => count + from - 1 - index)
      .map((id) => `<item><guid>g${id}</guid><title>${id}</title></item>`)
      .join('')}</channel></rss>`;
  const idsTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, index) => `g${from + index}`);

  test.each([1, 2, 5, 7, 100])('with %i a page gives the same posts once and in order', async (limit) => {
    const { fetch, asked } = feedServer({ [url]: many(11) });
    const { ids, pages } = await posts({ url, fetch }, { limit });
    expect(ids).toEqual(idsTo(11));
    expect(pages.every(({ items }) => items.length <= limit)).toBe(true);
    expect(pages.at(-1)).toEqual({ items: [], rejected: [] });
    // One reading, and one question whether there is more.
    expect(asked.map(({ status }) => status)).toEqual([200, 304]);
  });

  test('from every cursor, in a new process, it goes on with what comes next', async () => {
    const { fetch } = feedServer({ [url]: many(7) });
    const { pages } = await posts({ url, fetch }, { limit: 2 });
    let seen = 0;
    for (const { items, next } of pages.slice(0, -1)) {
      seen += items.length;
      expect((await posts({ url, fetch }, { cursor: next as Cursor })).ids).toEqual(idsTo(7).slice(seen));
    }
  });

  test('an unchanged feed costs one question, a changed one is read again, in a new process too', async () => {
    const server = feedServer({ [url]: many(3) });
    const { cursor } = await posts({ url, fetch: server.fetch });
    server.asked.length = 0;
    expect(await feed({ url, fetch: server.fetch, clock }).posts({ cursor })).toEqual({ items: [], rejected: [] });
    expect(server.asked.map(({ status }) => status)).toEqual([304]);
    server.answers[url] = many(3, 2);
    expect((await posts({ url, fetch: server.fetch }, { cursor })).ids).toEqual(idsTo(4, 2));
    expect(JSON.stringify(cursor)).not.toContain('secret');
  });

  test('a server without validators: what has the same bytes is not given again', async () => {
    const server = feedServer({ [url]: () => new Response(many(3)) });
    const { cursor, ids } = await posts({ url, fetch: server.fetch });
    expect(ids).toHaveLength(3);
    expect((await posts({ url, fetch: server.fetch }, { cursor })).ids).toEqual([]);
  });

  test('Last-Modified is sent back', async () => {
    const modified = 'Tue, 03 Mar 2026 10:00:00 GMT';
    const { fetch, asked } = feedServer({
      [url]: () => new Response(many(1), { headers: { 'last-modified': modified } }),
    });
    await posts({ url, fetch });
    expect(asked.at(-1)?.headers.get('if-modified-since')).toBe(modified);
  });

  test('a feed that changes between two pages is given again, so that nothing is lost', async () => {
    const server = feedServer({ [url]: many(4) });
    const first = await feed({ url, fetch: server.fetch, clock }).posts({ limit: 2 });
    server.answers[url] = many(4, 3);
    const { ids } = await posts({ url, fetch: server.fetch }, { cursor: first.next as Cursor, limit: 2 });
    expect(ids).toEqual(idsTo(6, 3));
  });
});

describe('comments', () => {
  const site = async () => ({
    [url]: await fixture('blog.rss.xml'),
    'https://blog.example/spring/feed': await fixture('spring-comments.rss.xml'),
  });

  test('without the option there is no verb', async () => {
    expect('comments' in feed({ url })).toBe(false);
  });

  test('of the feeds that posts name: they answer their post, and nobody is taken for the author', async () => {
    const server = feedServer(await site());
    const connector = feed({ url, comments: true, fetch: server.fetch, clock });
    const { said, rejected } = await all(connector.comments);
    const post = { network: 'feed', realm: 'blog.example/feed', externalId: 'https://blog.example/?p=12' };
    expect(said.map(({ interaction }) => [interaction.externalId, interaction.inReplyTo, interaction.root])).toEqual([
      ['https://blog.example/?p=12#comment-5', post, post],
      ['https://blog.example/?p=12#comment-6', post, post],
    ]);
    expect(said.map(({ profiles }) => profiles[0]?.externalId)).toEqual([
      'commenter:name:Ann Larsén',
      'commenter:name:Eva',
    ]);
    expect((await all(connector.posts)).said.at(-1)?.interaction).toMatchObject(post);
    // One feed is not there; it is told once. One lies elsewhere; it is not asked for.
    expect(rejected).toEqual([
      { reason: expect.stringMatching(/^not-found: .*404/), at: 'https://blog.example/winter/feed' },
    ]);
    expect(server.asked.some(({ url: asked }) => asked.includes('elsewhere'))).toBe(false);
  });

  test.each([1, 2, 100])('with %i a page: once, in order, and from every cursor on', async (limit) => {
    const answers = {
      ...(await site()),
      'https://blog.example/winter/feed': (await fixture('spring-comments.rss.xml')).replaceAll('p=12', 'p=11'),
    };
    const { fetch } = feedServer(answers);
    const connect = () => feed({ url, comments: true, fetch, clock }).comments;
    const { ids, pages } = await all(connect(), { limit });
    expect(ids.map((id) => id.slice(-12))).toEqual(['11#comment-5', '11#comment-6', '12#comment-5', '12#comment-6']);
    let seen = 0;
    for (const { items, next } of pages.slice(0, -1)) {
      seen += items.length;
      expect((await all(connect(), { cursor: next as Cursor })).ids).toEqual(ids.slice(seen));
    }
  });

  test('a new post with comments is found by a later reading of the same connector', async () => {
    const answers = await site();
    const server = feedServer({ ...answers, [url]: answers[url]?.replace('/spring/feed', '/none') as string });
    const connector = feed({ url, comments: true, fetch: server.fetch, clock });
    const { cursor, ids } = await all(connector.comments);
    expect(ids).toEqual([]);
    server.answers[url] = answers[url] as string;
    expect((await all(connector.comments, { cursor })).ids).toHaveLength(2);
  });

  test('of one feed for the whole site: a comment answers the post on whose page it lies', async () => {
    const { fetch } = feedServer({
      [url]: await fixture('blog.rss.xml'),
      [commentsUrl]: (await fixture('spring-comments.rss.xml')).replace(
        'blog.example/spring#comment-6',
        'blog.example/other#c',
      ),
    });
    const { said } = await all(feed({ url, comments: commentsUrl, fetch, clock }).comments);
    expect(said.map(({ interaction }) => interaction.inReplyTo?.externalId)).toEqual([
      'https://blog.example/?p=12',
      undefined,
    ]);
  });

  test('a feed of comments that fails for a while is an error, not an end', async () => {
    const { fetch } = feedServer({
      ...(await site()),
      'https://blog.example/winter/feed': new Response('', { status: 503 }),
    });
    await expect(all(feed({ url, comments: true, fetch, clock }).comments)).rejects.toMatchObject({
      code: 'network',
      retryable: true,
    });
  });
});

describe('files', () => {
  test('by path and by file: address; unchanged they are not given again', async () => {
    const file = fileURLToPath(new URL('../../../fixtures/feed/blog.atom.xml', import.meta.url));
    const { ids, cursor } = await posts({ file });
    expect(ids).toHaveLength(3);
    expect((await posts({ url: pathToFileURL(file).href })).ids).toEqual(ids);
    expect((await posts({ file }, { cursor })).ids).toEqual([]);
  });

  test('that are missing, too large or no files are typed errors', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kenning-feed-'));
    await writeFile(join(folder, 'a.xml'), 'x'.repeat(100));
    await expect(posts({ file: join(folder, 'none') })).rejects.toMatchObject({ code: 'not-found' });
    await expect(posts({ file: join(folder, 'a.xml'), maxBytes: 10 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(posts({ file: folder })).rejects.toMatchObject({ code: 'invalid' });
    await rm(folder, { recursive: true });
  });
});

describe('options', () => {
  test.each([
    [{}, /exactly one of url, file and document/],
    [{ url, file: 'x' }, /exactly one/],
    [{ url, every: 5 }, /every/],
    [{ url: 'ftp://x.example' }, /feed\.url/],
    [{ url: 'nothing' }, /feed\.url/],
    [{ url: 'https://ann:word@x.example/' }, /no login/],
    [{ file: 'x', comments: true }, /needs a url/],
    [{ url, comments: false }, /comments/],
    [{ url, maxBytes: 0 }, /maxBytes/],
  ])('%j is refused', (options, message) => {
    expect(() => feed(options as FeedOptions)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringMatching(message) }),
    );
    expect(() => feed(options as FeedOptions)).not.toThrow(/word|secret/);
  });

  test('what the network is', () => {
    const connector = feed({ url });
    expect(network.parse(connector.network)).toEqual(connector.network);
    expect(connector.realm).toBe('blog.example/feed');
    expect(feed({ url, realm: 'blog' }).realm).toBe('blog');
    expect(feed({ file: 'x' }).realm).toBeUndefined();
  });

  test('a foreign cursor is refused', async () => {
    for (const cursor of ['', 'x', '{}', '{"v":2,"seen":{}}', '{"v":1,"seen":{"a":["b"]}}'])
      await expect(feed({ document: 'x' }).posts({ cursor })).rejects.toMatchObject({ code: 'invalid' });
  });
});
