import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MastodonOptions } from '../../../../src/channels/connectors/mastodon/index.js';
import { postLength } from '../../../../src/channels/connectors/mastodon/post-length.js';
import { addressed } from '../../../../src/channels/connectors/mastodon/writing.js';
import { account, type Call, FakeMastodon, instance, me, mentionOfUs, now, refOf, status } from './fake-mastodon.js';

let fake: FakeMastodon;
const ours = (id: string, more: Record<string, unknown> = {}) => status(id, { account: account(me), ...more });
const written = ({ body }: Call) => ({
  body: ours('77', {
    content: `<p>${body.status}</p>`,
    visibility: body.visibility,
    in_reply_to_id: body.in_reply_to_id,
  }),
});

beforeEach(async () => {
  fake = await FakeMastodon.open({ 'POST /api/v1/statuses': written });
});
afterEach(() => fake.close());

describe('an answer', () => {
  const answer = async (parent: Record<string, unknown>, text = 'Sorry!', more: Partial<MastodonOptions> = {}) => {
    fake.has(status('5', parent));
    const result = await fake
      .connect(more)
      .reply.send({ key: 'cäse 7', draft: { to: refOf('5', fake.realm), text, language: 'en' } });
    return { result, call: fake.named('POST /api/v1/statuses').at(-1) as Call };
  };

  it.each([
    ['public', undefined, 'public'],
    ['public', 'unlisted', 'unlisted'],
    ['public', 'private', 'private'],
    ['unlisted', 'public', 'unlisted'],
    ['unlisted', undefined, 'unlisted'],
    ['private', 'public', 'direct'],
    ['direct', 'public', 'direct'],
    ['direct', 'private', 'direct'],
    ['what nobody knows', 'public', 'direct'],
  ] as const)('to what is %s, where we want %s, is %s', async (visibility, most, expected) => {
    const { call } = await answer({ visibility }, 'Sorry!', most ? { visibility: most } : {});
    expect(call.body).toEqual({ status: '@maya Sorry!', visibility: expected, language: 'en', in_reply_to_id: '5' });
  });

  it('keeps the warning, names whom it answers once, and carries a key that is plain text', async () => {
    const { call, result } = await answer({
      spoiler_text: 'complaint',
      account: account('2', { acct: 'maya@far.example' }),
    });
    expect(call.body).toMatchObject({ status: '@maya@far.example Sorry!', spoiler_text: 'complaint', sensitive: true });
    expect(call.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    expect(result).toMatchObject({
      ref: refOf('77', fake.realm),
      observed: { type: 'said', interaction: { inReplyTo: refOf('5', fake.realm), root: refOf('5', fake.realm) } },
    });
    const again = await answer({}, 'Sorry, @maya!');
    expect(again.call.body.status).toBe('Sorry, @maya!');
    expect(again.call.headers['idempotency-key']).toBe(call.headers['idempotency-key']);
  });

  it('to ourselves names nobody', async () => {
    expect((await answer({ account: account(me) })).call.body.status).toBe('Sorry!');
  });

  it('is not lost when what is read after it fails', async () => {
    fake.on({
      'POST /api/v1/statuses': () => ({ body: ours('77', { in_reply_to_id: '6' }) }),
      'GET /api/v1/statuses/6': () => ({ status: 500, body: {} }),
    });
    const { result } = await answer({});
    expect(result).toEqual({ ref: refOf('77', fake.realm), at: expect.any(String), permalink: expect.any(String) });
  });

  it('to another instance, or to what is gone, is refused before anything is sent', async () => {
    const brand = fake.connect();
    const send = (to: ReturnType<typeof refOf>) => brand.reply.send({ key: 'k', draft: { to, text: 'hi' } });
    await expect(send(refOf('5', 'other.example'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(send(refOf('404', fake.realm))).rejects.toMatchObject({ code: 'not-found' });
    expect(fake.named('POST /api/v1/statuses')).toEqual([]);
  });
});

describe('what an earlier try made', () => {
  it('is found beneath what it answers, and nothing else is', async () => {
    const descendants = [
      status('6', { in_reply_to_id: '5', content: '<p>@maya Sorry!</p>' }),
      ours('7', { in_reply_to_id: '6', content: '<p>@maya Sorry!</p>' }),
      ours('8', {
        in_reply_to_id: '5',
        content:
          '<p><a href="https://social.example/@maya">@<span>maya</span></a>  Sorry!<br>See https://a.example/?b=1&amp;c=2</p>',
      }),
    ];
    fake.on({ 'GET /api/v1/statuses/5/context': () => ({ body: { ancestors: [], descendants } }) });
    const brand = fake.connect();
    const find = (text: string, id = '5') =>
      brand.reply.find?.({ key: 'k', draft: { to: refOf(id, fake.realm), text } });
    expect(brand.reply.repeat).toBe('findable');
    expect((await find('Sorry!\nSee https://a.example/?b=1&c=2'))?.ref.externalId).toBe('8');
    expect((await find('@maya@social.example Sorry! See https://a.example/?b=1&c=2'))?.ref.externalId).toBe('8');
    expect(await find('Sorry!')).toBeUndefined();
    expect(await find('Sorry!', '404')).toBeUndefined();
  });

  it('is found among our latest posts, page by page, and a search ends', async () => {
    fake.on({
      'GET /api/v1/accounts/1/statuses': ({ query }) => {
        const page = Number(query.get('max_id') ?? 0) + 1;
        return {
          body: [ours(`${page}`, { content: `<p>post ${page}</p>`, text: page === 3 ? 'post  three' : undefined })],
          headers: { link: `<https://x.example/?max_id=${page}>; rel="next"` },
        };
      },
    });
    const { publish } = fake.connect();
    const find = async (text: string) => (await publish.find?.({ key: 'k', draft: { text } }))?.ref.externalId;
    expect(await find('post 2')).toBe('2');
    expect(await find('post three')).toBe('3');
    const before = fake.calls.length;
    expect(await find('post 9')).toBeUndefined();
    expect(fake.calls.length - before).toBe(5);
  });
});

describe('posts and messages', () => {
  it('a post is as visible as the account is set, or as we say', async () => {
    await fake.connect().publish.send({ key: 'a', draft: { text: 'hello' } });
    await fake.connect({ visibility: 'unlisted' }).publish.send({ key: 'b', draft: { text: 'hello', language: 'de' } });
    expect(fake.named('POST /api/v1/statuses').map(({ body }) => body)).toEqual([
      { status: 'hello' },
      { status: 'hello', visibility: 'unlisted', language: 'de' },
    ]);
  });

  it('a message goes to one person alone, whatever we say', async () => {
    fake.on({
      'GET /api/v1/accounts/2': () => ({ body: account('2', { acct: 'maya@far.example' }) }),
      'GET /api/v1/accounts/1/statuses': () => ({
        body: [
          ours('3', { visibility: 'public', content: '<p>@maya here</p>', mentions: [{ ...mentionOfUs, id: '2' }] }),
          ours('2', { visibility: 'direct', content: '<p>@maya here</p>', mentions: [{ ...mentionOfUs, id: '2' }] }),
        ],
      }),
    });
    const { message } = fake.connect({ visibility: 'public' });
    const to = { source: `mastodon/${fake.realm}`, externalId: '2' };
    await message.send({ key: 'k', draft: { to, text: 'here' } });
    expect(fake.named('POST /api/v1/statuses')[0]?.body).toEqual({
      status: '@maya@far.example here',
      visibility: 'direct',
    });
    expect((await message.find?.({ key: 'k', draft: { to, text: 'here' } }))?.ref.externalId).toBe('2');
    const elsewhere = { ...to, source: 'mastodon/other.example' };
    await expect(message.send({ key: 'k', draft: { to: elsewhere, text: 'x' } })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('too long a text is refused before it is sent, by the limits of the instance', async () => {
    fake.on({
      'GET /api/v2/instance': () => ({
        body: instance({ configuration: { statuses: { max_characters: 30, characters_reserved_per_url: 23 } } }),
      }),
    });
    const brand = fake.connect();
    const { publish } = brand;
    expect(brand.network.limits).toBeUndefined();
    const link = `https://example.com/${'x'.repeat(200)}`;
    await publish.send({ key: 'a', draft: { text: `👩‍👩‍👧👩‍👩‍👧 see ${link}` } });
    await expect(publish.send({ key: 'b', draft: { text: `12345678 ${link}` } })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('32 characters'),
    });
    // From then on it is refused before anybody approves it.
    expect(brand.network.limits?.text).toEqual([{ unit: 'graphemes', max: 30, linkLength: 23 }]);
    await expect(publish.send({ key: 'c', draft: { text: '  ' } })).rejects.toMatchObject({ code: 'invalid' });
    expect(fake.named('POST /api/v1/statuses')).toHaveLength(1);
  });

  it('a text is as long as Mastodon counts it', () => {
    expect(postLength('@ann@social.example hi', '', 23)).toBe('@ann hi'.length);
    expect(postLength('see https://a.example and http://b.example.', 'cw', 23)).toBe('see  and '.length + 46 + 2);
    expect(postLength('é🇩🇪', '', 23)).toBe(2);
  });

  it.each([
    ['hi', '@ann hi'],
    ['@Ann hi', '@Ann hi'],
    ['hi @ann.', 'hi @ann.'],
    ['@ann@social.example hi', '@ann@social.example hi'],
    ['@ann@far.example hi', '@ann @ann@far.example hi'],
    ['@annette hi', '@ann @annette hi'],
    ['x@ann hi', '@ann x@ann hi'],
  ])('%s to ann becomes %s', (text, expected) => {
    expect(addressed(text, 'ann', 'social.example')).toBe(expected);
  });
});

describe('favors and removals', () => {
  it('a favor gives the counts', async () => {
    fake.has(status('5'));
    fake.on({ 'POST /api/v1/statuses/5/favourite': () => ({ body: status('5', { favourites_count: 3 }) }) });
    const of = refOf('5', fake.realm);
    const { observed } = await fake.connect().like.send({ key: 'k', draft: { of, reason: 'kind' } });
    expect(observed).toMatchObject({ type: 'counted', of, at: now });
    expect(observed).toHaveProperty('counts.0', { action: 'LikeAction', total: 3 });
  });

  it('what is ours is removed, again too; what is not ours is not', async () => {
    fake.has(ours('5'), status('6'));
    fake.on({ 'DELETE /api/v1/statuses/5': () => ({ body: ours('5') }) });
    const { remove } = fake.connect();
    const send = (id: string) => remove.send({ key: 'k', draft: { of: refOf(id, fake.realm), reason: 'typo' } });
    expect((await send('5')).observed).toMatchObject({ type: 'removed', by: 'us' });
    expect((await send('404')).observed).toMatchObject({ type: 'removed' });
    await expect(send('6')).rejects.toMatchObject({ code: 'forbidden' });
    expect(fake.calls.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([
      '/api/v1/statuses/5',
    ]);
  });
});

describe('refusals', () => {
  it.each([
    [401, 'auth'],
    [403, 'forbidden'],
    [422, 'invalid'],
    [429, 'rate-limited'],
    [503, 'network'],
  ])('%i is %s, without the token', async (code, expected) => {
    fake.on({
      'POST /api/v1/statuses': () => ({
        status: code,
        body: { error: 'no: made-up-token' },
        headers: {
          'x-ratelimit-limit': '300',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': '2026-11-24T10:00:09.000Z',
        },
      }),
    });
    const refused = await fake
      .connect()
      .publish.send({ key: 'k', draft: { text: 'hi' } })
      .catch((error) => error);
    expect(refused).toMatchObject({ code: expected });
    expect(refused.message).not.toContain('made-up-token');
    if (code === 429) expect(refused.retryAfterMs).toBe(9000);
    expect(fake.named('POST /api/v1/statuses')).toHaveLength(1);
  });

  it.each([
    [403, 'This action is outside the authorized scopes', 'forbidden', 'add the scope to the app and sign in again'],
    [403, 'Your login is currently disabled', 'forbidden', 'login is currently disabled'],
    [401, 'The access token was revoked', 'auth', 'Sign in again'],
    [423, 'Locked', 'conflict', 'when they have let it go'],
  ])('%i, %s, says whose move it is', async (status, error, code, says) => {
    fake.on({ 'GET /api/v1/notifications': () => ({ status, body: { error } }) });
    const refused = await fake
      .connect()
      .mentions()
      .catch((thrown) => thrown);
    expect(refused).toMatchObject({ code, message: expect.stringContaining(says) });
  });

  it('a token that is refused is asked for again, once', async () => {
    const tokens = ['old', 'new', 'new'];
    fake.on({
      'GET /api/v1/accounts/verify_credentials': ({ headers }) =>
        headers.authorization === 'Bearer new' ? { body: account(me) } : { status: 401, body: { error: 'expired' } },
    });
    expect(await fake.connect({ accessToken: async () => tokens.shift() ?? 'new' }).own()).toHaveLength(1);
    await expect(fake.connect({ accessToken: () => 'old' }).own()).rejects.toMatchObject({ code: 'auth' });
  });
});
