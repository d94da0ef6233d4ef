import { describe, expect, it } from 'vitest';
import { isKenningError } from '../../../../src/core/errors.js';
import { observed } from '../../../../src/core/model/observed.js';
import { walk } from '../../../../src/core/page.js';
import { fakeBluesky, maya, me, post, refOf, refusal, uriOf } from './fake-bluesky.js';

const one = async (view: Record<string, unknown>) => {
  const { brand } = fakeBluesky({ 'app.bsky.feed.searchPosts': () => ({ posts: [view] }) });
  const page = await brand.search('x');
  const [item] = page.items;
  if (item) expect(observed.safeParse(item).error).toBeUndefined();
  return { item, page, said: item?.type === 'said' ? item.interaction : undefined };
};

describe('a post', () => {
  it.each([
    ['as written', '2026-11-23T08:00:00.000Z', '2026-11-23T08:00:00.000Z'],
    ['written with another zone', '2026-11-23T10:00:00+02:00', '2026-11-23T08:00:00.000Z'],
    ['from the future', '2031-01-01T00:00:00.000Z', '2026-11-23T08:00:01.000Z'],
    ['older than the network', '1999-01-01T00:00:00.000Z', '2026-11-23T08:00:01.000Z'],
    ['no time at all', 'yesterday', '2026-11-23T08:00:01.000Z'],
    ['not even a text', 17, '2026-11-23T08:00:01.000Z'],
  ])('is of a time that can be true: %s', async (_name, createdAt, at) => {
    expect((await one(post('a', { createdAt }))).said?.at).toBe(at);
  });

  it('names those who take part once for each role, and never itself as recipient', async () => {
    const parent = { uri: uriOf(me, 'p'), cid: 'c' };
    const mention = (did: string, byteStart: number, byteEnd: number) => ({
      index: { byteStart, byteEnd },
      features: [{ $type: 'app.bsky.richtext.facet#mention', did }],
    });
    const { said, item } = await one(
      post('a', { facets: [mention(me, 0, 2), mention(me, 3, 5)], reply: { root: parent, parent } }),
    );
    expect(said?.participants.map(({ role, of }) => [role, of.externalId])).toEqual([
      ['author', maya],
      ['recipient', me],
      ['mentioned', me],
    ]);
    expect(item?.type === 'said' && item.profiles.map(({ externalId, own }) => [externalId, own])).toEqual([
      [maya, undefined],
      [me, true],
    ]);
    const self = { uri: uriOf(maya, 'p'), cid: 'c' };
    const own = await one(post('b', { reply: { root: self, parent: self } }));
    expect(own.said?.participants).toHaveLength(1);
  });

  it('links by DID where the handle does not hold, and states no such handle', async () => {
    const { said, item } = await one(post('a', {}, { author: { did: maya, handle: 'handle.invalid' } }));
    expect(said?.permalink).toBe(`https://bsky.app/profile/${maya}/post/a`);
    expect(item?.type === 'said' && item.profiles[0]?.identifiers.map(({ kind }) => kind)).toEqual(['account-id']);
  });

  it('is hidden where moderation hid it, until that is taken back', async () => {
    const labels = (neg?: boolean) => ({ labels: [{ src: 'did:plc:mod', uri: 'x', val: '!hide', neg, cts: '' }] });
    expect((await one(post('a', {}, labels()))).item).toMatchObject({
      type: 'hidden',
      of: refOf(uriOf(maya, 'a')),
      by: 'network',
    });
    expect((await one(post('a', {}, labels(true)))).item?.type).toBe('said');
  });

  it('reads media beside a quote, videos, galleries and blobs', async () => {
    const quote = { $type: 'app.bsky.embed.record', record: { uri: uriOf(me, 'q'), cid: 'c' } };
    const view = {
      $type: 'app.bsky.embed.recordWithMedia#view',
      record: { record: { uri: uriOf(me, 'q') } },
      media: { $type: 'app.bsky.embed.video#view', playlist: 'https://video.example/1.m3u8', alt: 'A wheel' },
    };
    const both = await one(post('a', { embed: { record: quote, media: {} } }, { embed: view }));
    expect(both.said?.about).toEqual([refOf(uriOf(me, 'q'))]);
    expect(both.said?.content.attachments).toEqual([
      { type: 'video', url: 'https://video.example/1.m3u8', description: 'A wheel' },
    ]);
    const items = [
      { fullsize: 'https://img.example/1', alt: '' },
      { fullsize: 'https://img.example/2', alt: 'Two' },
    ];
    expect((await one(post('a', {}, { embed: { items } }))).said?.content.attachments).toHaveLength(2);
    const blob = { $type: 'blob', mimeType: 'image/jpeg', size: 1234 };
    expect(
      (await one(post('a', { embed: { images: [{ image: blob, alt: 'x' }] } }))).said?.content.attachments,
    ).toEqual([{ type: 'image', description: 'x', mediaType: 'image/jpeg', bytes: 1234 }]);
  });

  it('stays whole when a part of it has an unknown shape', async () => {
    const { said } = await one(
      post(
        'a',
        { facets: 'none', langs: [1], embed: 5, reply: { root: 1 } },
        { likeCount: 'many', labels: 7, embed: [] },
      ),
    );
    expect(said).toMatchObject({ content: { text: 'hello' }, participants: [{ role: 'author' }] });
  });
});

describe('listings', () => {
  it('reject what can not be read, with its place, between good ones', async () => {
    const posts = [post('a'), { ...post('b'), cid: 5 }, null, { ...post('c'), indexedAt: 'never' }, post('d')];
    const { brand } = fakeBluesky({ 'app.bsky.feed.searchPosts': () => ({ posts, cursor: '' }) });
    const page = await brand.search('x');
    expect(page.items.map((item) => item.type === 'said' && item.interaction.externalId)).toEqual([
      uriOf(maya, 'a'),
      uriOf(maya, 'd'),
    ]);
    expect(page.rejected.map(({ at, reason }) => [at, reason])).toEqual([
      [uriOf(maya, 'b'), expect.stringContaining('cid')],
      ['item 2', expect.any(String)],
      [uriOf(maya, 'c'), expect.stringContaining('indexedAt')],
    ]);
    expect(page.next).toBeUndefined();
  });

  it('tell that a notification’s post is gone, but not one that can only not be read', async () => {
    const { brand, calls } = fakeBluesky({
      'app.bsky.notification.listNotifications': () => ({
        notifications: ['a', 'gone', 'odd', 'a'].map((rkey) => ({ uri: uriOf(maya, rkey), reason: 'mention' })),
        cursor: 'next-page',
      }),
      'app.bsky.feed.getPosts': () => ({ posts: [{ ...post('odd'), cid: null }, post('a')] }),
    });
    const page = await brand.mentions({ cursor: 'this-page', limit: 1000 });
    expect(page.items.map((item) => [item.type, item.type === 'removed' && item.of.externalId])).toEqual([
      ['said', false],
      ['removed', uriOf(maya, 'gone')],
    ]);
    expect(page.rejected).toMatchObject([{ at: uriOf(maya, 'odd') }]);
    expect(page.next).toBe('next-page');
    expect(String(calls[1]?.query)).toBe('reasons=mention&reasons=reply&reasons=quote&limit=100&cursor=this-page');
  });

  it('ask for complete profiles, each once', async () => {
    const { brand, named } = fakeBluesky({
      'app.bsky.feed.searchPosts': () => ({ posts: [post('a'), post('b')] }),
      'app.bsky.actor.getProfiles': () => ({
        profiles: [{ did: maya, handle: 'maya-rides.test', description: 'I ride', followersCount: 3 }],
      }),
    });
    const { items } = await brand.search('x');
    expect(named('app.bsky.actor.getProfiles').map(({ query }) => String(query))).toEqual(['actors=did%3Aplc%3Amaya']);
    expect(items[1]).toMatchObject({
      profiles: [{ attributes: { bio: 'I ride' }, counts: [{ action: 'FollowAction', total: 3 }] }],
    });
  });

  it('read a thread from its root downwards, with what is gone and what is blocked', async () => {
    const node = (rkey: string, replies: unknown[] = [], parent?: unknown) => ({
      post: post(rkey),
      replies,
      ...(parent ? { parent } : {}),
    });
    const thread = node(
      'c',
      [
        node('d', [node('e')]),
        { uri: uriOf(maya, 'gone'), notFound: true },
        { uri: uriOf(maya, 'blocked'), blocked: true },
        7,
        node('f'),
      ],
      node('b', [], node('a')),
    );
    const { brand } = fakeBluesky({ 'app.bsky.feed.getPostThread': () => ({ thread }) });
    const page = await brand.thread(refOf(uriOf(maya, 'c')));
    expect(page.items.map((item) => (item.type === 'said' ? item.interaction.externalId.at(-1) : item.type))).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
      'removed',
    ]);
    expect(page.rejected.map(({ reason }) => reason)).toEqual(['blocked', 'not a post']);
  });

  it('take a thread that is gone for removed', async () => {
    const { brand } = fakeBluesky({ 'app.bsky.feed.getPostThread': () => refusal('NotFound', 'Post not found') });
    expect((await brand.thread(refOf(uriOf(maya, 'x')))).items).toMatchObject([{ type: 'removed', by: 'unknown' }]);
  });

  it('tell what became of posts', async () => {
    const hidden = { labels: [{ val: '!takedown' }] };
    const { brand } = fakeBluesky({
      'app.bsky.feed.getPosts': () => ({ posts: [post('a'), post('h', {}, hidden), { ...post('odd'), cid: 1 }] }),
    });
    const refs = ['a', 'h', 'odd', 'gone'].map((rkey) => refOf(uriOf(maya, rkey)));
    const found = await brand.lookup([...refs, { ...refOf(uriOf(maya, 'a')), network: 'other' }]);
    expect(found.map(({ state }) => state)).toEqual(['standing', 'hidden', 'unknown', 'removed', 'unknown']);
  });
});

describe('a profile', () => {
  it('is found by what people call themselves, page by page', async () => {
    const view = {
      did: maya,
      handle: 'maya-rides.test',
      displayName: 'Maya Lindqvist',
      description: 'https://a.example',
    };
    const { brand, calls } = fakeBluesky({
      'app.bsky.actor.searchActors': ({ query }) =>
        query.get('cursor') ? { actors: [] } : { actors: [view, { did: 'no' }], cursor: 'further' },
    });
    const pages = await Array.fromAsync(walk((options) => brand.people('Maya Lindqvist', options)));
    expect(pages.map(({ items }) => items.map(({ attributes }) => attributes.name))).toEqual([['Maya Lindqvist'], []]);
    expect(pages[0]?.rejected).toMatchObject([{ at: 'no' }]);
    expect(calls[1]?.query.get('q')).toBe('Maya Lindqvist');
  });

  it('is suspended where the network says so of a DID', async () => {
    const { brand } = fakeBluesky({
      'app.bsky.actor.getProfile': () => refusal('AccountTakedown', 'Account has been taken down'),
    });
    expect(await brand.profile({ externalId: maya })).toMatchObject({ externalId: maya, standing: 'suspended' });
    const error = await brand.profile({ handle: 'maya-rides.test' }).catch((thrown: unknown) => thrown);
    expect(isKenningError(error, 'forbidden')).toBe(true);
  });

  it('states the addresses in its biography, unverified, and no more than ten', async () => {
    const description = `Courier (Porto). Tomas.Okafor@example.org; https://a.example/x?y=1, ftp://no.example @handle ${'b@c.example '.repeat(3)} ${Array.from({ length: 20 }, (_, i) => `https://s${i}.example`).join(' ')}`;
    const { brand } = fakeBluesky({
      'app.bsky.actor.getProfile': () => ({ did: maya, handle: 'maya-rides.test', description }),
    });
    const found = await brand.profile({ externalId: maya });
    const stated = found?.identifiers.slice(2) ?? [];
    expect(stated).toHaveLength(10);
    expect(stated.slice(0, 3)).toEqual([
      { kind: 'email', scope: '', value: 'Tomas.Okafor@example.org' },
      { kind: 'url', scope: '', value: 'https://a.example/x?y=1' },
      { kind: 'email', scope: '', value: 'b@c.example' },
    ]);
  });
});
