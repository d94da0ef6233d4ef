import { describe, expect, it } from 'vitest';
import { recordKey } from '../../../../src/channels/connectors/bluesky/record-key.js';
import { isKenningError } from '../../../../src/core/errors.js';
import { fakeBluesky, maya, me, post, refOf, refusal, uriOf } from './fake-bluesky.js';

const written = ({ body }: { body: Record<string, unknown> }) => ({
  uri: `at://${me}/${body.collection}/${body.rkey}`,
  cid: 'bafynew',
});
const failing = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!isKenningError(error)) throw new Error('expected a KenningError', { cause: error });
  return error;
};

describe('a record key', () => {
  it('is a TID that depends on the key alone', async () => {
    const keys = await Promise.all(Array.from({ length: 500 }, (_, index) => recordKey(`intent-${index}`)));
    for (const key of keys) expect(key).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/);
    expect(new Set(keys).size).toBe(500);
    expect(await recordKey('intent-7')).toBe(keys[7]);
  });
});

describe('a reply', () => {
  const root = { uri: uriOf(me, 'root'), cid: 'bafyroot' };
  const parent = post('p', { reply: { root, parent: root } });
  const draft = { to: refOf(uriOf(maya, 'p')), text: 'Thanks', language: 'en' };
  const getPosts = () => ({ posts: [parent] });

  it('carries root, parent, language and time, under the key’s record key', async () => {
    const { brand, named } = fakeBluesky({
      'app.bsky.feed.getPosts': getPosts,
      'com.atproto.repo.createRecord': written,
    });
    const sent = await brand.reply.send({ key: 'k', draft });
    expect(named('com.atproto.repo.createRecord')[0]?.body).toEqual({
      repo: me,
      collection: 'app.bsky.feed.post',
      rkey: await recordKey('k'),
      record: {
        $type: 'app.bsky.feed.post',
        text: 'Thanks',
        langs: ['en'],
        createdAt: '2026-11-24T10:00:00.000Z',
        reply: { root, parent: { uri: parent.uri, cid: parent.cid } },
      },
    });
    expect(sent).toMatchObject({
      at: '2026-11-24T10:00:00.000Z',
      observed: { type: 'said', interaction: { root: refOf(root.uri) } },
    });
  });

  it.each([
    ['the server says 500', () => refusal('InternalServerError', '', 500)],
    ['the server says that it exists', () => refusal('InvalidRequest', 'Record already exists')],
    ['the answer is lost', () => Promise.reject(new TypeError('fetch failed'))],
  ])('is what an earlier try wrote when %s', async (_name, answer) => {
    const value = {
      $type: 'app.bsky.feed.post',
      text: 'Thanks',
      createdAt: '2026-11-24T09:59:00.000Z',
      reply: { root, parent },
    };
    const { brand, named } = fakeBluesky({
      'app.bsky.feed.getPosts': getPosts,
      'com.atproto.repo.createRecord': answer,
      'com.atproto.repo.getRecord': ({ query }) => ({ uri: uriOf(me, query.get('rkey') ?? ''), cid: 'bafyold', value }),
    });
    const sent = await brand.reply.send({ key: 'k', draft });
    expect(sent).toMatchObject({
      ref: refOf(uriOf(me, await recordKey('k'))),
      at: '2026-11-24T09:59:00.000Z',
      observed: { interaction: { version: 'bafyold' } },
    });
    expect(named('com.atproto.repo.createRecord')).toHaveLength(1);
  });

  it('fails as it failed when nothing was written', async () => {
    const { brand } = fakeBluesky({
      'app.bsky.feed.getPosts': getPosts,
      'com.atproto.repo.createRecord': () => refusal('InternalServerError', 'no luck', 500),
      'com.atproto.repo.getRecord': () => refusal('RecordNotFound'),
    });
    expect(await failing(brand.reply.send({ key: 'k', draft }))).toMatchObject({
      code: 'network',
      message: expect.stringContaining('no luck'),
    });
  });

  it('does not look for what was surely not written', async () => {
    const { brand, named } = fakeBluesky({
      'app.bsky.feed.getPosts': getPosts,
      'com.atproto.repo.createRecord': () =>
        Response.json({ error: 'RateLimitExceeded' }, { status: 429, headers: { 'retry-after': '60' } }),
    });
    expect(await failing(brand.reply.send({ key: 'k', draft }))).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 60_000,
    });
    expect(named('com.atproto.repo.getRecord')).toHaveLength(0);
  });

  it('marks mentions of handles that somebody has, and no others', async () => {
    const { brand, named } = fakeBluesky({
      'app.bsky.feed.getPosts': getPosts,
      'com.atproto.repo.createRecord': written,
      'com.atproto.identity.resolveHandle': ({ query }) =>
        query.get('handle') === 'maya-rides.test'
          ? { did: maya }
          : refusal('InvalidRequest', 'Unable to resolve handle'),
    });
    await brand.reply.send({ key: 'k', draft: { ...draft, text: 'é @Maya-Rides.test, @nobody.test and a@b.test' } });
    const record = named('com.atproto.repo.createRecord')[0]?.body.record;
    expect(record).toMatchObject({
      facets: [
        { index: { byteStart: 3, byteEnd: 19 }, features: [{ $type: 'app.bsky.richtext.facet#mention', did: maya }] },
      ],
    });
    expect(named('com.atproto.identity.resolveHandle')).toHaveLength(2);
  });

  it('can be stopped before it is sent', async () => {
    const controller = new AbortController();
    const { brand, named } = fakeBluesky({
      'app.bsky.feed.getPosts': () => {
        controller.abort(new Error('stop'));
        return getPosts();
      },
    });
    await expect(brand.reply.send({ key: 'k', draft }, { signal: controller.signal })).rejects.toThrow('stop');
    expect(named('com.atproto.repo.createRecord')).toHaveLength(0);
  });
});

describe('a post', () => {
  it.each([
    ['empty', ' \n '],
    ['of 301 characters', 'a'.repeat(301)],
    ['of more than 3,000 bytes', '👩‍👩‍👧‍👦'.repeat(130)],
  ])('is refused before anything is sent: %s', async (_name, text) => {
    const { brand, calls } = fakeBluesky();
    expect(await failing(brand.publish.send({ key: 'k', draft: { text } }))).toMatchObject({ code: 'invalid' });
    expect(calls).toHaveLength(0);
  });
});

describe('hiding', () => {
  const root = { uri: uriOf(me, 'root'), cid: 'c' };
  const getPosts = () => ({ posts: [post('spam', { reply: { root, parent: root } })] });
  const draft = { of: refOf(uriOf(maya, 'spam')), reason: 'spam' };

  it('keeps the rules that the thread has, and swaps against them', async () => {
    const value = {
      $type: 'app.bsky.feed.threadgate',
      post: root.uri,
      allow: [],
      createdAt: '2026-01-01T00:00:00.000Z',
      hiddenReplies: ['at://x'],
    };
    const { brand, named } = fakeBluesky({
      'app.bsky.feed.getPosts': getPosts,
      'com.atproto.repo.getRecord': () => ({ uri: 'at://gate', cid: 'bafygate', value }),
      'com.atproto.repo.putRecord': written,
    });
    expect((await brand.hide.send({ key: 'k', draft })).observed).toMatchObject({
      type: 'hidden',
      of: draft.of,
      by: 'us',
    });
    expect(named('com.atproto.repo.putRecord')[0]?.body).toEqual({
      repo: me,
      collection: 'app.bsky.feed.threadgate',
      rkey: 'root',
      swapRecord: 'bafygate',
      record: { ...value, hiddenReplies: ['at://x', uriOf(maya, 'spam')] },
    });
  });

  it('is a conflict when somebody changed the rules meanwhile', async () => {
    const { brand } = fakeBluesky({
      'app.bsky.feed.getPosts': getPosts,
      'com.atproto.repo.getRecord': () => refusal('RecordNotFound'),
      'com.atproto.repo.putRecord': () => refusal('InvalidSwap', 'Record was at bafyother'),
    });
    expect(await failing(brand.hide.send({ key: 'k', draft }))).toMatchObject({ code: 'conflict' });
  });
});
