import { afterEach, describe, expect, it } from 'vitest';
import { mastodon } from '../../../../src/channels/connectors/mastodon/index.js';
import { type Observed, observed } from '../../../../src/core/model/observed.js';
import { walk } from '../../../../src/core/page.js';
import { account, FakeMastodon, instance, me, mentionOfUs, notification, now, refOf, status } from './fake-mastodon.js';

let fake: FakeMastodon;
afterEach(() => fake.close());

const said = (item: Observed | undefined) => {
  expect(observed.safeParse(item).error).toBeUndefined();
  if (item?.type !== 'said') throw new Error(`it is ${item?.type}`);
  return item;
};

describe('mentions', () => {
  it('are walked by the address of the next page, whatever its host', async () => {
    fake = await FakeMastodon.open({
      'GET /api/v1/notifications': ({ query }) =>
        query.get('max_id')
          ? { body: [notification('5', 'mention', { status: status('50') })] }
          : {
              body: [notification('9', 'mention', { status: status('90', { mentions: [mentionOfUs] }) })],
              headers: {
                link: '<http://elsewhere.example/api/v1/notifications?limit=1&max_id=9&types%5B%5D=mention>; rel="next", <http://elsewhere.example/?min_id=9>; rel="prev"',
              },
            },
    });
    const pages = [];
    for await (const page of walk((options) => fake.connect().mentions({ ...options, limit: 1 }))) pages.push(page);
    expect(pages.map(({ items }) => items.map((item) => said(item).interaction.externalId))).toEqual([['90'], ['50']]);
    const [first, second] = fake.named('GET /api/v1/notifications');
    expect(first?.query.getAll('types[]')).toEqual(['mention', 'quote']);
    expect(second?.query.get('max_id')).toBe('9');
    expect(first?.headers.authorization).toBe('Bearer made-up-token');
  });

  it('stand in their threads, also where the server gives one status at a time', async () => {
    for (const apiVersion of [7, 0]) {
      fake = await FakeMastodon.open({
        'GET /api/v2/instance': () => ({ body: instance({ api_versions: { mastodon: apiVersion } }) }),
        'GET /api/v1/notifications': () => ({
          body: [
            notification('3', 'mention', { status: status('30', { in_reply_to_id: '20' }) }),
            notification('2', 'mention', { status: status('31', { in_reply_to_id: '19' }) }),
          ],
        }),
      });
      fake.has(status('20', { in_reply_to_id: '10' }), status('10'));
      const brand = fake.connect();
      const [deep, orphan] = (await brand.mentions()).items;
      expect(said(deep).interaction.root).toEqual(refOf('10', fake.realm));
      expect(said(orphan).interaction).toMatchObject({ inReplyTo: refOf('19', fake.realm) });
      expect(said(orphan).interaction.root).toBeUndefined();
      // The thread is known from then on; only what is gone is asked for again.
      const before = fake.calls.length;
      await brand.mentions();
      expect(fake.calls.slice(before).map(({ path }) => path)).toEqual([
        '/api/v1/notifications',
        expect.stringContaining('/api/v1/statuses'),
      ]);
      if (apiVersion) await fake.close();
    }
  });

  it('hold what was done to us when that is asked for', async () => {
    fake = await FakeMastodon.open({
      'GET /api/v1/notifications': () => ({
        body: [
          notification('9', 'favourite', { status: status('1') }),
          notification('8', 'reblog', { status: status('1') }),
          notification('7', 'follow'),
          notification('6', 'poll', { status: status('1') }),
        ],
      }),
    });
    const items = (await fake.connect({ reactions: true }).mentions()).items.map(said);
    expect(items.map(({ interaction }) => [interaction.kind, interaction.about?.[0]?.externalId])).toEqual([
      ['reaction', '1'],
      ['share', '1'],
      ['follow', undefined],
    ]);
    expect(items[0]?.interaction).toMatchObject({
      externalId: 'notification:9',
      participants: [
        { role: 'author', of: { externalId: '2' } },
        { role: 'recipient', of: { externalId: me } },
      ],
    });
    expect((await fake.connect().mentions()).items).toEqual([]);
  });
});

describe('a status', () => {
  const read = async (more: Record<string, unknown>) => {
    fake = await FakeMastodon.open({
      'GET /api/v1/timelines/tag/kettle': () => ({ body: [status('5', more)] }),
    });
    return said((await fake.connect().search('#kettle')).items[0]);
  };

  it('is text with its mentions, tags, links and emoji in place', async () => {
    const { interaction } = await read({
      content:
        '<p>👩‍👩‍👧 <span class="h-card"><a href="https://social.example/@harborbikes" class="u-url mention">@<span>harborbikes</span></a></span> it leaks :bike: <a href="https://far.example/tags/Kettle" class="mention hashtag" rel="tag">#<span>Kettle</span></a></p><p><a href="https://ann.example/kettle?a=1&amp;b=2"><span class="invisible">https://</span><span class="ellipsis">ann.example/kettle</span><span class="invisible">?a=1&amp;b=2</span></a></p>',
      mentions: [mentionOfUs],
      tags: [{ name: 'kettle', url: 'https://social.example/tags/kettle' }],
      emojis: account().emojis,
    });
    const { text, entities = [] } = interaction.content;
    expect(text).toBe('👩‍👩‍👧 @harborbikes it leaks :bike: #Kettle\n\nhttps://ann.example/kettle?a=1&b=2');
    expect(entities.map(({ type, start, end, url }) => [type, text.slice(start, end), url])).toEqual([
      ['mention', '@harborbikes', 'https://social.example/@harborbikes'],
      ['emoji', ':bike:', 'https://files.social.example/bike.png'],
      ['tag', '#Kettle', 'https://far.example/tags/Kettle'],
      ['link', 'https://ann.example/kettle?a=1&b=2', 'https://ann.example/kettle?a=1&b=2'],
    ]);
    expect(interaction.participants).toEqual([
      { role: 'author', of: { source: `mastodon/${fake.realm}`, externalId: '2' } },
      { role: 'mentioned', of: { source: `mastodon/${fake.realm}`, externalId: me } },
    ]);
  });

  it('keeps its warning, choices, files, card, counts and edit', async () => {
    const { interaction } = await read({
      spoiler_text: 'complaint',
      edited_at: '2026-11-23T09:30:00.500Z',
      poll: {
        id: '4',
        votes_count: 7,
        expired: false,
        multiple: false,
        emojis: [],
        options: [{ title: 'Red', votes_count: 3 }, { title: 'Blue' }],
      },
      media_attachments: [
        { id: '1', type: 'gifv', url: 'https://files.social.example/1.mp4', description: 'a wheel' },
        { id: '2', type: 'unknown', url: null, remote_url: 'https://far.example/2.bin' },
      ],
      card: { url: 'https://news.example/a', title: 'News', description: '' },
    });
    expect(interaction).toMatchObject({
      kind: 'post',
      visibility: 'public',
      version: '2026-11-23T09:30:00.500Z',
      revisedAt: '2026-11-23T09:30:00.500Z',
      content: {
        text: 'hello\n\n- Red\n- Blue',
        summary: 'complaint',
        language: 'en',
        attachments: [
          { type: 'video', url: 'https://files.social.example/1.mp4', description: 'a wheel' },
          { type: 'file', url: 'https://far.example/2.bin' },
          { type: 'link', url: 'https://news.example/a', name: 'News' },
        ],
      },
      counts: [
        { action: 'LikeAction', total: 2 },
        { action: 'ShareAction', total: 1 },
        { action: 'CommentAction', total: 0 },
        { action: 'QuoteAction', total: 0 },
        { action: 'VoteAction', total: 7 },
      ],
    });
  });

  it.each([
    ['public', 'public', 'post'],
    ['unlisted', 'unlisted', 'post'],
    ['private', 'followers', 'post'],
    ['mutuals_only', 'followers', 'post'],
    ['direct', 'direct', 'message'],
    ['what nobody knows', 'direct', 'message'],
  ])('that is %s is %s', async (visibility, expected, kind) => {
    const { interaction } = await read({ visibility, mentions: [mentionOfUs] });
    expect(interaction).toMatchObject({ visibility: expected, kind });
    expect(interaction.participants.at(-1)?.role).toBe(expected === 'direct' ? 'recipient' : 'mentioned');
  });

  it('that boosts or quotes another is about it', async () => {
    const boost = await read({ content: '<p>theirs</p>', reblog: status('4') });
    expect(boost.interaction).toMatchObject({
      kind: 'share',
      content: { text: '' },
      about: [refOf('4', fake.realm)],
      permalink: 'https://social.example/@maya/4',
    });
    await fake.close();
    const quote = await read({ quote: { state: 'accepted', quoted_status: status('3') } });
    expect(quote.interaction).toMatchObject({ kind: 'post', about: [refOf('3', fake.realm)] });
  });
});

describe('a profile', () => {
  it('has its names, its proofs and what its owner states', async () => {
    fake = await FakeMastodon.open({
      'GET /api/v1/accounts/lookup': ({ query }) => ({
        body: account('7', {
          acct: query.get('acct'),
          uri: 'https://far.example/users/maya',
          indexable: false,
          fields: [
            {
              name: 'Web',
              value: '<a href="https://maya.example/" rel="me">maya.example</a>',
              verified_at: '2026-01-02T03:04:05.678+00:00',
            },
            { name: 'Shop', value: '<a href="https://shop.example/">shop.example</a>', verified_at: null },
            { name: 'Mail', value: '<a href="mailto:maya@maya.example">maya@maya.example</a>', verified_at: null },
            {
              name: 'Two',
              value: '<a href="https://one.example/">1</a> <a href="https://two.example/">2</a>',
              verified_at: '2026-01-02T03:04:05.678+00:00',
            },
          ],
        }),
      }),
    });
    const profile = await fake.connect().profile({ handle: '@Maya@Far.Example' });
    expect(fake.named('GET /api/v1/accounts/lookup')[0]?.query.get('acct')).toBe('maya@far.example');
    expect(profile).toMatchObject({
      source: `mastodon/${fake.realm}`,
      externalId: '7',
      attributes: { name: 'Maya Lindqvist', bio: 'Rides & reads.', custom: { indexable: 'false' } },
      observedAt: now,
    });
    expect(profile?.identifiers).toEqual([
      { kind: 'account-id', scope: `mastodon/${fake.realm}`, value: '7', verifiedBy: 'network' },
      { kind: 'handle', scope: 'mastodon/far.example', value: 'maya', verifiedBy: 'network' },
      {
        kind: 'account-id',
        scope: 'mastodon/far.example',
        value: 'https://far.example/users/maya',
        verifiedBy: 'network',
      },
      {
        kind: 'url',
        scope: '',
        value: 'https://maya.example/',
        verifiedBy: 'network',
        validFrom: '2026-01-02T03:04:05.678Z',
      },
      { kind: 'url', scope: '', value: 'https://shop.example/' },
      { kind: 'url', scope: '', value: 'https://one.example/' },
      { kind: 'url', scope: '', value: 'https://two.example/' },
      { kind: 'email', scope: '', value: 'maya@maya.example' },
    ]);
  });

  it('of the instance itself is looked up without its domain, and is missing when nobody has it', async () => {
    fake = await FakeMastodon.open({ 'GET /api/v2/search': () => ({ body: { accounts: [], statuses: [] } }) });
    expect(await fake.connect().profile({ handle: 'maya@social.example' })).toBeUndefined();
    expect(fake.named('GET /api/v1/accounts/lookup')[0]?.query.get('acct')).toBe('maya');
    expect(await fake.connect().profile({ externalId: '../admin' })).toBeUndefined();
    expect(fake.calls.at(-1)?.path).toBe('/api/v1/accounts/..%2Fadmin');
  });

  it('of a server that the instance has not met is looked for at home', async () => {
    fake = await FakeMastodon.open({
      'GET /api/v2/search': () => ({
        body: { accounts: [account('8', { acct: 'other@far.example' }), account('9', { acct: 'Maya@far.example' })] },
      }),
    });
    expect(await fake.connect().profile({ handle: 'maya@far.example' })).toMatchObject({ externalId: '9' });
    expect(fake.named('GET /api/v2/search')[0]?.query.get('resolve')).toBe('true');
  });

  it('is found by a name, page by page, with what it proves', async () => {
    const field = { name: 'Web', value: '<a href="https://maya.example">maya.example</a>', verified_at: now };
    fake = await FakeMastodon.open({
      'GET /api/v2/search': ({ query }) => ({
        body: { accounts: query.has('offset') ? [] : [account('2', { fields: [field] }), { id: 7 }], statuses: [] },
      }),
    });
    const pages = await Array.fromAsync(walk((options) => fake.connect().people('Maya Lindqvist', options)));
    expect(pages.map(({ items }) => items.map(({ externalId }) => externalId))).toEqual([['2'], []]);
    expect(pages[0]?.rejected).toHaveLength(1);
    expect(pages[0]?.items[0]?.identifiers).toContainEqual(
      expect.objectContaining({ value: 'https://maya.example/', verifiedBy: 'network' }),
    );
    const [first, second] = fake.named('GET /api/v2/search').map(({ query }) => query);
    expect([first?.get('q'), first?.get('type'), second?.get('offset')]).toEqual(['Maya Lindqvist', 'accounts', '2']);
  });

  it('that is ours is ours', async () => {
    fake = await FakeMastodon.open();
    expect(await fake.connect().own()).toMatchObject([{ externalId: me, own: true, party: 'organization' }]);
  });
});

describe('posts, threads and re-checks', () => {
  it('of ours, or with home of those whom we follow', async () => {
    fake = await FakeMastodon.open({
      'GET /api/v1/accounts/1/statuses': () => ({ body: [status('5', { account: account(me) })] }),
      'GET /api/v1/timelines/home': () => ({ body: [status('6')] }),
    });
    expect(said((await fake.connect().posts()).items[0]).interaction.externalId).toBe('5');
    expect(said((await fake.connect({ home: true }).posts()).items[0]).interaction.externalId).toBe('6');
  });

  it('a thread runs from its root down', async () => {
    fake = await FakeMastodon.open({
      'GET /api/v1/statuses/2/context': () => ({
        body: {
          ancestors: [status('1')],
          descendants: [status('3', { in_reply_to_id: '2' }), { id: '4', content: 5 }],
        },
      }),
    });
    fake.has(status('2', { in_reply_to_id: '1' }));
    const { items, rejected } = await fake.connect().thread(refOf('2', fake.realm));
    expect(items.map((item) => said(item).interaction.root?.externalId)).toEqual([undefined, '1', '1']);
    expect(rejected).toMatchObject([{ at: '4' }]);
    expect((await fake.connect().thread(refOf('99', fake.realm))).items).toMatchObject([{ type: 'removed' }]);
  });

  it('tell what stands, is hidden, is gone and can not be told', async () => {
    for (const apiVersion of [7, 0]) {
      fake = await FakeMastodon.open({
        'GET /api/v2/instance': () => ({ body: instance({ api_versions: { mastodon: apiVersion } }) }),
      });
      fake.has(status('1'), { id: '3', content: 7 } as never);
      if (!apiVersion) fake.on({ 'GET /api/v1/statuses/4': () => ({ status: 403, body: { error: 'not for you' } }) });
      const elsewhere = { ...refOf('1', 'other.example') };
      const refs = ['1', '2', '3', '4'].map((id) => refOf(id, fake.realm));
      const states = (await fake.connect().lookup([...refs, elsewhere])).map(({ state }) => state);
      expect(states).toEqual(['standing', 'removed', 'unknown', apiVersion ? 'removed' : 'hidden', 'unknown']);
      if (apiVersion) await fake.close();
    }
  });

  it('a search of words is paged by number, on GoToSocial by id', async () => {
    for (const source_url of [
      'https://github.com/mastodon/mastodon',
      'https://codeberg.org/superseriousbusiness/gotosocial',
    ]) {
      fake = await FakeMastodon.open({
        'GET /api/v2/instance': () => ({ body: instance({ source_url }) }),
        'GET /api/v2/search': ({ query }) => ({
          body: { statuses: query.has('max_id') || query.has('offset') ? [] : [status('8'), status('7')] },
        }),
      });
      for await (const _page of walk((options) => fake.connect().search('kettle', options)));
      const last = fake.named('GET /api/v2/search').at(-1)?.query;
      expect([last?.get('offset'), last?.get('max_id')]).toEqual(
        source_url.includes('gotosocial') ? [null, '7'] : ['2', null],
      );
      if (!source_url.includes('gotosocial')) await fake.close();
    }
  });

  it('without an account only tags are searched, and nothing is sent that names us', async () => {
    fake = await FakeMastodon.open({ 'GET /api/v1/timelines/tag/kettle': () => ({ body: [status('5')] }) });
    const reader = mastodon({ instance: `http://${fake.realm}` });
    expect((await reader.search(' #kettle ')).items).toHaveLength(1);
    await expect(reader.search('kettle')).rejects.toMatchObject({ code: 'unsupported' });
    expect(fake.calls.every(({ headers }) => !headers.authorization)).toBe(true);
    expect('mentions' in reader).toBe(false);
  });
});
