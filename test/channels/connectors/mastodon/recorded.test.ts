import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type MastodonOptions, mastodon } from '../../../../src/channels/connectors/mastodon/index.js';
import { type Observed, observed } from '../../../../src/core/model/observed.js';
import { fakeSockets } from '../../fake-socket.js';

const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const folder = `${shared}/data/recorded/gotosocial`;
const missing = existsSync(folder) ? undefined : 'the folder shared is not beside the checkout';

interface Exchange {
  request: { method: string; path: string };
  response: { status: number; headers: Record<string, string>; body: unknown };
}

const realm = 'localhost';
const kettle = '01M84K3XX18ABH6NR5J2ABKD7R';
const complaint = '01M84K3Y1WVV25WRXETJ269KVN';
const removed = '01M84K3YBKVJXS9JQBYMNVEDY9';
const ref = (externalId: string) => ({ network: 'mastodon', realm, externalId });

/** Answers as the server did to the same path; of several the one that a test names, else the first. */
function recorded(more: Partial<MastodonOptions> = {}, ...preferred: string[]) {
  const files = readdirSync(folder).filter((name) => !name.includes('stream'));
  const exchanges = files.map((name) => ({
    name,
    ...(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Exchange),
  }));
  const post = exchanges.find(({ name }) => name.startsWith('04')) as (typeof exchanges)[number];
  exchanges.push({ ...post, request: { method: 'GET', path: `/api/v1/statuses/${kettle}` } });
  const sent: Request[] = [];
  const fetch: MastodonOptions['fetch'] = async (input, init) => {
    const request = new Request(input, init);
    sent.push(request.clone());
    const { pathname, searchParams } = new URL(request.url);
    const matching = exchanges.filter(({ request: known }) => {
      const url = new URL(known.path, 'http://localhost');
      const marks = ['max_id', 'min_id', 'types[]', 'type'];
      const isPost = pathname === '/api/v1/statuses' && request.method === 'POST';
      const isSame = isPost || marks.every((mark) => searchParams.get(mark) === url.searchParams.get(mark));
      return known.method === request.method && url.pathname === pathname && isSame;
    });
    const found = matching.find(({ name }) => preferred.some((start) => name.startsWith(start))) ?? matching[0];
    if (!found) return Response.json({ error: 'Not Found' }, { status: 404 });
    const { status, headers, body } = found.response;
    return Response.json(body, { status, headers });
  };
  const options = { instance: 'http://localhost', accessToken: 'made-up-token', fetch };
  return { brand: mastodon({ ...options, ...more }), sent };
}

const said = (item: Observed | undefined) => {
  expect(observed.safeParse(item).error).toBeUndefined();
  if (item?.type !== 'said') throw new Error(`it is ${item?.type}`);
  return item;
};

describe.skipIf(missing)(`a real GoToSocial${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('told of mentions, a private message and a warning', async () => {
    const { brand } = recorded();
    const { items, rejected, next } = await brand.mentions();
    expect(rejected).toEqual([]);
    const told = items.map((item) => said(item).interaction);
    expect(told.map(({ kind, visibility, content }) => [kind, visibility, content.summary])).toEqual([
      ['post', 'unlisted', 'complaint'],
      ['message', 'direct', undefined],
      ['post', 'public', undefined],
    ]);
    expect(told.at(-1)).toMatchObject({ externalId: complaint, inReplyTo: ref(kettle) });
    const { text, entities = [] } = told.at(-1)?.content ?? { text: '' };
    expect(text).toContain('leaks since day one 😡 who can help? #kettle\n\nSecond paragraph');
    expect(entities.map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([
      ['mention', '@brand'],
      ['tag', '#kettle'],
      ['link', 'https://ann.example/kettle?a=1&b=2'],
    ]);
    expect(next).toBe('01M84K3Y24H8Z8N4PX602NAX8M');
  });

  it('pages its notifications on, though it names its host without the port', async () => {
    const { brand, sent } = recorded({ instance: 'http://localhost:8091' });
    const page = await brand.mentions();
    // What came after it was not recorded.
    await expect(brand.mentions({ cursor: page.next as string })).rejects.toMatchObject({ code: 'not-found' });
    expect(sent.at(-1)?.url).toContain('max_id=01M84K3Y24H8Z8N4PX602NAX8M');
    expect(sent.every(({ url }) => url.startsWith('http://localhost:8091/'))).toBe(true);
  });

  it('knew people by name, with the addresses that they state', async () => {
    const { brand } = recorded();
    const ann = await brand.profile({ handle: '@ann@localhost' });
    expect(ann).toMatchObject({ attributes: { name: 'Ann Example', bio: 'Gardener. Likes tea & maps.' } });
    expect(ann?.identifiers.map(({ kind, scope, value }) => `${kind} ${scope} ${value}`)).toEqual([
      'account-id mastodon/localhost 01SYKR0FF79W1E23Y40H82YQ49',
      'handle mastodon/localhost ann',
      'account-id mastodon/localhost http://localhost/users/ann',
      'url  https://ann.example/',
      'email  ann@ann.example',
    ]);
    expect(await brand.own()).toMatchObject([{ own: true, externalId: '01AJ1WHEWMVMM5DXQRHYM9J2JX' }]);
  });

  it('found words and tags, and gave a thread from its root down', async () => {
    const { brand } = recorded();
    const words = await brand.search('kettle');
    expect(words.items.map((item) => said(item).interaction.externalId)).toEqual([complaint, kettle]);
    expect(words.next).toBe(kettle);
    expect((await brand.search('#kettle')).items).toHaveLength(2);
    const { items } = await brand.thread(ref(kettle));
    expect(items.map((item) => said(item).interaction.root)).toEqual([undefined, ref(kettle)]);
  });

  it('kept an edit as a revision, and what was deleted is gone', async () => {
    const { brand } = recorded({}, '25', '29');
    const found = await brand.lookup([ref(complaint), ref(removed)]);
    expect(found.map(({ state }) => state)).toEqual(['standing', 'removed']);
    expect(said(found[0]?.observed).interaction).toMatchObject({
      version: '2026-11-23T16:16:42.577Z',
      revisedAt: '2026-11-23T16:16:42.577Z',
      content: { text: '@brand the kettle leaks since day two. Who can help? #kettle' },
    });
  });

  it('answers, and the answer is found again by its words, for it does not know keys', async () => {
    const { brand, sent } = recorded({}, '22', '25');
    const draft = { to: ref(complaint), text: 'sorry! We send a new one today.' };
    const { ref: made } = await brand.reply.send({ key: 'k', draft });
    expect(made.externalId).toBe('01M84K40RNAGXP9J51PQE1111H');
    const post = sent.find(({ method }) => method === 'POST');
    expect(await post?.json()).toMatchObject({
      status: '@ann sorry! We send a new one today.',
      in_reply_to_id: complaint,
      visibility: 'public',
    });
  });

  it('refuses in its own words', async () => {
    const post = (start: string) => recorded({}, start).brand.publish.send({ key: 'k', draft: { text: 'x' } });
    await expect(post('33')).rejects.toMatchObject({ code: 'invalid' });
    await expect(post('34')).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('max chars') });
    await expect(recorded({}, '37').brand.own()).rejects.toMatchObject({ code: 'rate-limited' });
  });

  it('streamed a mention and its deletion', async () => {
    const { frames } = JSON.parse(readFileSync(`${folder}/36-stream-user.json`, 'utf8')) as { frames: unknown[] };
    const sockets = fakeSockets();
    const { brand } = recorded({ webSocket: sockets.WebSocket });
    const stream = brand.stream()[Symbol.asyncIterator]();
    const connected = sockets.next();
    const page = stream.next();
    const socket = await connected;
    socket.send(...frames);
    const { items, rejected } = (await page).value;
    expect(rejected).toEqual([]);
    expect(said(items[0]).interaction.content.text).toBe('@brand live question: where is my order? مرحبا 👩‍👩‍👧');
    expect(items[1]).toMatchObject({ type: 'removed', of: ref(said(items[0]).interaction.externalId) });
    await stream.return?.();
  });
});
