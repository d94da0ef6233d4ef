import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import day1 from '../../../../examples/demo/data/bluesky/day-1.json' with { type: 'json' };
import day2 from '../../../../examples/demo/data/bluesky/day-2.json' with { type: 'json' };
import { blueskyNetwork } from '../../../../src/channels/connectors/bluesky/network.js';
import { recordKey } from '../../../../src/channels/connectors/bluesky/record-key.js';
import { network as networkSchema } from '../../../../src/core/model/network.js';
import { fakeBluesky, post, refOf, refusal, uriOf } from './fake-bluesky.js';

const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const folder = `${shared}/specs/bluesky/lexicons`;
const library = new URL('../../../bluesky-network/node_modules/@atproto/lexicon/dist/index.js', import.meta.url);
const missing = !existsSync(folder)
  ? 'the folder shared is not beside the checkout'
  : existsSync(library)
    ? undefined
    : 'run test/bluesky-network/install.sh first';

interface Lexicons {
  add(document: unknown): void;
  assertValidXrpcInput(method: string, value: unknown): unknown;
  assertValidXrpcOutput(method: string, value: unknown): unknown;
  assertValidXrpcParams(method: string, value: unknown): unknown;
  assertValidRecord(collection: string, value: unknown): unknown;
  getDef(method: string): { parameters?: { properties: Record<string, { type: string }> } } | undefined;
}

async function lexicons(): Promise<{ all: Lexicons; jsonToLex: (value: unknown) => unknown }> {
  const { Lexicons: Class, jsonToLex } = (await import(library.href)) as {
    Lexicons: new () => Lexicons;
    jsonToLex: (value: unknown) => unknown;
  };
  const all = new Class();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.json')) all.add(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
  return { all, jsonToLex };
}

/** A query as its lexicon types it. */
function paramsOf(all: Lexicons, method: string, query: URLSearchParams): Record<string, unknown> {
  const properties = all.getDef(method)?.parameters?.properties ?? {};
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const type = properties[name]?.type;
      expect(type, `${method} knows no parameter ${name}`).toBeDefined();
      const value = query.get(name);
      return [name, type === 'array' ? query.getAll(name) : type === 'integer' ? Number(value) : value];
    }),
  );
}

describe.skipIf(missing)(`the lexicons${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('allow every recorded answer, and every query that was recorded with it', async () => {
    const { all, jsonToLex } = await lexicons();
    const exchanges = [...day1, ...day2] as {
      method: string;
      path: string;
      query: string;
      status: number;
      body: unknown;
    }[];
    expect(exchanges.length).toBeGreaterThan(15);
    for (const { path, query, status, body } of exchanges) {
      const method = path.replace('/xrpc/', '');
      expect(status).toBe(200);
      all.assertValidXrpcOutput(method, jsonToLex(body));
      all.assertValidXrpcParams(method, paramsOf(all, method, new URLSearchParams(query)));
    }
  });

  it('allow every request and record that is written', async () => {
    const { all, jsonToLex } = await lexicons();
    const did = 'did:plc:wgcwjd2yfugw4vvqshjbwjtq';
    const strong = {
      uri: uriOf(did, '3jzfcijpj2z2a'),
      cid: 'bafyreihvkwer2z2qd5s4d2v6d6ghamuw2aaiglbaqatqq4eujd433qfkpa',
    };
    const session = { did, handle: 'harborbikes.test', accessJwt: 'a', refreshJwt: 'r' };
    const { brand, calls } = fakeBluesky({
      'com.atproto.server.createSession': () => session,
      'app.bsky.feed.getPosts': ({ query }) => ({
        posts: query
          .getAll('uris')
          .map((uri) => ({ ...post('x', { reply: { root: strong, parent: strong } }), ...strong, uri })),
      }),
      'com.atproto.identity.resolveHandle': () => ({ did }),
      'com.atproto.repo.createRecord': ({ body }) => ({
        ...strong,
        uri: `at://${did}/${body.collection}/${body.rkey}`,
      }),
      'com.atproto.repo.getRecord': () => refusal('RecordNotFound'),
      'com.atproto.repo.putRecord': () => strong,
      'com.atproto.repo.deleteRecord': () => ({}),
      'app.bsky.feed.getPostThread': () => refusal('NotFound'),
      'app.bsky.feed.searchPosts': () => ({ posts: [] }),
      'app.bsky.notification.listNotifications': () => ({ notifications: [] }),
      'app.bsky.actor.getProfile': () => ({ did, handle: 'harborbikes.test' }),
    });
    const of = refOf(strong.uri);
    const text = 'Grüße 👩‍👩‍👧 @maya-rides.test, see https://example.com/a?b=1 #recall';
    await brand.reply.send({ key: '1', draft: { to: of, text, language: 'en' } });
    await brand.publish.send({ key: '2', draft: { text } });
    await brand.like.send({ key: '3', draft: { of, reason: 'kind' } });
    await brand.hide.send({ key: '4', draft: { of, reason: 'spam' } });
    await brand.remove.send({ key: '5', draft: { of, reason: 'typo' } });
    await brand.mentions({ limit: 10, cursor: 'c' });
    await brand.search('bikes', { cursor: 'c' });
    await brand.thread(of);
    await brand.own();
    for (const { method, body, query } of calls) {
      if (Object.keys(body).length) all.assertValidXrpcInput(method, jsonToLex(body));
      else all.assertValidXrpcParams(method, paramsOf(all, method, query));
      const { collection, record } = body as { collection?: string; record?: unknown };
      if (record) all.assertValidRecord(collection as string, jsonToLex(record));
    }
    const written = calls.flatMap(({ method, body }) => (body.record ? [`${method} ${body.collection}`] : []));
    expect(new Set(written).size).toBe(3);
  });

  it('can tell a wrong record from a right one', async () => {
    const { all, jsonToLex } = await lexicons();
    const wrong = { $type: 'app.bsky.feed.post', text: 'hi', createdAt: 'yesterday' };
    expect(() => all.assertValidRecord('app.bsky.feed.post', jsonToLex(wrong))).toThrow();
  });
});

describe.skipIf(!existsSync(folder))('the syntax vectors', () => {
  const lines = (name: string) =>
    readFileSync(`${shared}/specs/bluesky/interop/syntax/${name}.txt`, 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));

  it('allow the record keys of writes', async () => {
    const tid = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/;
    for (const valid of lines('tid_syntax_valid')) expect(valid).toMatch(tid);
    for (const invalid of lines('tid_syntax_invalid')) expect(invalid).not.toMatch(tid);
    for (let index = 0; index < 200; index++) expect(await recordKey(`key ${index}`)).toMatch(tid);
  });

  it('of times are read or give way to when a post was seen', async () => {
    for (const name of ['datetime_syntax_valid', 'datetime_syntax_invalid', 'datetime_parse_invalid'])
      for (const createdAt of lines(name)) {
        const { brand } = fakeBluesky({ 'app.bsky.feed.searchPosts': () => ({ posts: [post('a', { createdAt })] }) });
        const [item] = (await brand.search('x')).items;
        const at = item?.type === 'said' ? item.interaction.at : '';
        expect(at).toMatch(/^202\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(at <= '2026-11-23T08:00:01.000Z').toBe(true);
      }
  });
});

it('the network’s data is as the model wants it', () => {
  expect(networkSchema.parse(blueskyNetwork)).toEqual(blueskyNetwork);
});
