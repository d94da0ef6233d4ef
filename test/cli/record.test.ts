import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mastodon } from '../../src/channels/connectors/mastodon/index.js';
import type { Captured } from '../../src/cli/record/captured-fetch.js';
import { type Recording, recordingsOf } from '../../src/cli/record/recording.js';
import { commandIn } from './run-kenning.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/record-'));
const { run } = commandIn(folder);

const token = 'tokenkanari';
/** What no file may hold, in whatever letters. */
const canaries = [
  ...[token, 'cookiekanari', 'requestkanari', 'refreshkanari', 'hunterkanari'],
  ...['mayakanari', 'lindqvistkanari', 'rideskanari', 'tomkanari', 'streetkanari', 'townkanari', 'secretplace'],
  ...['4670123', '1987-03-14', '48151623', 'brakekanari', 'bellkanari', 'employerkanari', 'keykanari', 'notekanari'],
];

const maya = {
  id: '48151623',
  username: 'mayakanari',
  acct: 'mayakanari@rideskanari.test',
  display_name: 'Mayakanari Lindqvistkanari',
  url: 'https://rideskanari.test/@mayakanari?refresh_token=refreshkanari',
  uri: 'https://rideskanari.test/users/mayakanari',
  avatar: 'https://user:hunterkanari@files.rideskanari.test/mayakanari/a.png',
  note: '<p>Mail mayakanari@lindqvistkanari.test or call +46 70 123 45 67, employerkanari</p>',
  bot: false,
  followers_count: 12,
  fields: [{ name: 'notekanari', value: 'http%3A%2F%2Fx.test%2F%6Dayakanari mayakanari', verified_at: null }],
  birthday: '1987-03-14',
  phone: 4670123,
  extra: { deep: [{ address: { street: 'Streetkanari 5', city: 'TOWNKANARI' } }], session_token: { inside: [token] } },
  'mayakanari@rideskanari.test': 'keykanari',
  mayakanari: 'tomkanari',
};
const status = {
  id: '77001',
  account: maya,
  created_at: '2026-11-20T10:00:00.000Z',
  visibility: 'public',
  language: 'en',
  uri: 'https://rideskanari.test/users/mayakanari/statuses/77001',
  content: `<p data-who="tomkanari">Hello <a href="https://rideskanari.test/@tomkanari" class="u-url mention secretplace">@<span>tomkanari</span></a>, Brakekanari &amp; bellkanari! <Mayakanari> https://secretplace.test/tomkanari</p>`,
  mentions: [{ id: '31', username: 'tomkanari', acct: 'tomkanari', url: 'https://rideskanari.test/@tomkanari' }],
  favourites_count: 3,
};
const answers: Record<string, unknown> = {
  '/api/v2/instance': { domain: 'rideskanari.test', api_versions: { mastodon: 6 } },
  '/api/v1/accounts/verify_credentials': { ...maya, id: '900', username: 'shop', acct: 'shop', mentions: 1 },
  '/api/v1/notifications': [
    { id: '5', type: 'mention', created_at: '2026-11-20T10:00:01.000Z', account: maya, status },
    {
      id: '6',
      type: 'mention',
      created_at: '2026-11-20T09:00:01.000Z',
      account: maya,
      status: { ...status, id: '77002', spoiler_text: `Oh ${token}` },
    },
  ],
};

answers['/Harbourkanari/posts'] = { type: 'mailkanari', kind: 'post', likes: { keykanari: true } };

const server = createServer((request, response) => {
  const { pathname, origin } = new URL(request.url ?? '', 'http://127.0.0.1');
  response.setHeader('set-cookie', 'sid=cookiekanari');
  response.setHeader('x-request-id', 'requestkanari');
  response.setHeader('link', `<${origin}/api/v1/notifications?max_id=48151623&access_token=${token}>; rel="next"`);
  response.setHeader('content-type', pathname === '/page' ? 'text/html' : 'application/json; charset=utf-8');
  if (pathname !== '/page' && request.headers.authorization !== `Bearer ${token}`) response.statusCode = 401;
  if (pathname.startsWith('/Harbour')) response.statusCode = 200;
  response.end(pathname === '/page' ? '<p>mayakanari</p>' : JSON.stringify(answers[pathname] ?? { error: 'gone' }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    join(folder, 'kenning.config.ts'),
    `import { defineConfig } from 'kenning';
import { mastodon } from 'kenning/channels/mastodon';
import { memory } from 'kenning/memory';
import { FakeCrm, fakeCrmAdapter } from 'kenning/testing';
const brand = mastodon({ instance: 'http://127.0.0.1:${port}', accessToken: '${token}' });
const page = { ...brand, async posts() { await fetch('http://127.0.0.1:${port}/page'); return { items: [], rejected: [] }; } };
const words = { ...brand, async posts() { await fetch('http://127.0.0.1:${port}/Harbourkanari/posts'); return { items: [], rejected: [] }; } };
export default defineConfig({ store: memory(), channels: { brand, page, words, shut: mastodon({ instance: 'http://127.0.0.1:${port}', accessToken: 'wrongkanari' }) }, crms: { sales: fakeCrmAdapter(new FakeCrm()) } });
`,
  );
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function recorded(out: string): { texts: string[]; recordings: Recording[] } {
  const texts = readdirSync(join(folder, out))
    .sort()
    .map((file) => readFileSync(join(folder, out, file), 'utf8'));
  return { texts, recordings: texts.map((text) => JSON.parse(text) as Recording) };
}

/** With what an address hides in percents. */
function decoded(text: string): string {
  return text
    .replace(/%([0-7][\da-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .toLowerCase();
}

it('records live answers without people and secrets, which the connector still reads', async () => {
  const ended = await run('record', 'brand', '--call', 'mentions', '--limit', '2', '--out', 'mentions');
  expect(ended.err).toContain('2 items were read and 0 rejected');
  expect(ended.code).toBe(0);
  const { texts, recordings } = recorded('mentions');
  expect(recordings.map(({ request }) => request.path).sort()).toEqual(
    Object.keys(answers)
      .filter((path) => path.startsWith('/api'))
      .sort(),
  );
  for (const text of [...texts, ended.out, ended.err])
    for (const canary of canaries) expect(decoded(text)).not.toContain(canary);

  const of = (path: string) => recordings.find(({ request }) => request.path === path) as Recording;
  const listing = of('/api/v1/notifications');
  expect(listing.request.query).toMatchObject({ limit: '2' });
  expect(Object.keys(listing.request.headers)).toEqual(['accept']);
  expect(Object.keys(listing.response.headers).sort()).toEqual(['content-type', 'link']);
  // The same person is the same in every file, and in texts.
  const body = listing.response.body as { account: typeof maya; status: typeof status }[];
  const { username, acct, display_name, phone, uri } = body[0]?.account ?? maya;
  const ours = of('/api/v1/accounts/verify_credentials').response.body as unknown as typeof maya;
  expect(ours.display_name).toBe(display_name);
  expect(acct.startsWith(`${username}@`)).toBe(true);
  expect(display_name.toLowerCase().split(' ')[0]).toBe(username);
  expect(String(phone)).toHaveLength(7);
  expect(uri).toContain(`/users/${username}`);
  expect(body[0]?.status.content).toContain(`@<span>${body[0]?.status.mentions[0]?.username}</span></a>, `);
  expect(body[0]?.status).toMatchObject({ visibility: 'public', language: 'en', favourites_count: 3 });

  const fetch = async (input: string | URL | Request) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const { status: code, headers, body: answer } = of(pathname).response;
    return Response.json(answer, { status: code, headers });
  };
  const page = await mastodon({ instance: 'social.example', accessToken: 'made-up', fetch }).mentions({ limit: 2 });
  expect(page.rejected).toEqual([]);
  expect(page.items).toHaveLength(2);
  expect(page.next).toMatch(/^\d{8}$/);
  expect(
    new Set(page.items.map((item) => item.type === 'said' && item.interaction.participants[0]?.of.externalId)).size,
  ).toBe(1);
  const [item] = page.items;
  expect(item?.type === 'said' && item.profiles[0]?.attributes.name).toBe(display_name);
});

it('leaves out what is no JSON, and says what can not be recorded', async () => {
  expect((await run('record', 'page', '--call', 'posts', '--out', 'page')).code).toBe(0);
  const { recordings } = recorded('page');
  expect(recordings[0]?.response).not.toHaveProperty('body');
  expect(recordings[0]?.note).toContain('neither JSON');
  const again = await run('record', 'page', '--call', 'posts', '--out', 'page');
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('is not empty')]);
  const none = await run('record', 'sales', '--call', 'contacts', '--out', 'none');
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('Nothing was captured')]);
  const refused = await run('record', 'shut', '--call', 'mentions', '--out', 'shut');
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('(auth)')]);
  const { recordings: refusals, texts } = recorded('shut');
  expect(refusals.map(({ response }) => response.status)).toContain(401);
  expect(texts.join()).not.toContain('wrongkanari');
  const wrong = await run('record', 'sales', '--call', 'mentions', '--out', 'wrong');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('it lists contacts')]);
  expect((await run('record', 'nobody', '--call', 'mentions', '--out', 'wrong')).err).toContain(
    'brand, page, words, shut, sales',
  );
});

it('keeps what the system itself says', () => {
  const body = {
    uri: 'at://did:plc:ann/app.bsky.feed.post/3k',
    at: '2026-01-02T03:04:05Z',
    langs: ['en'],
    likes: 51,
    paging: { next: { after: '51' } },
    results: [{ id: '51', lifecyclestage: 'lead', amount: '120.00', archived: false }],
  };
  const [recording] = recordingsOf([
    {
      ...{ method: 'GET', url: 'https://api.example/crm/v3/objects/contacts?limit=5&api_key=made-up', status: 200 },
      ...{ text: JSON.stringify(body), requestHeaders: new Headers(), headers: new Headers({ 'retry-after': '7' }) },
    },
  ]);
  expect(recording?.request).toMatchObject({ path: '/crm/v3/objects/contacts', query: { limit: '5' } });
  expect(recording?.request.query).not.toHaveProperty('api_key');
  expect(recording?.response.headers).toEqual({ 'retry-after': '7' });
  const written = recording?.response.body as typeof body;
  expect(Object.keys(written)).toEqual(Object.keys(body));
  expect(written).toMatchObject({ langs: ['en'], likes: 51, results: [{ lifecyclestage: 'lead', archived: false }] });
  expect(written.uri).toMatch(/^at:\/\/did:plc:[a-z]{3}\/app\.bsky\.feed\.post\//);
  expect(written.paging.next.after).toBe(written.results[0]?.id);
  expect(written.results[0]?.id).not.toBe('51');
  expect(Date.parse(written.at)).toBeLessThan(Date.parse(body.at));
});

it('hides numbers that may be somebody’s, and keeps how many there are', () => {
  const exchange = (body: unknown): Captured => ({
    ...{ method: 'GET', url: 'https://api.example/people', status: 200, text: JSON.stringify(body) },
    ...{ requestHeaders: new Headers(), headers: new Headers() },
  });
  const people = {
    ref: 48151623,
    no: 4670123,
    user: 51,
    contactNumber: 70555,
    geo: [18.0649, 59.3326],
    born: { birthdate: 448848000 },
  };
  const counts = {
    followers_count: 1234567,
    total: 48151,
    mentions: 2,
    byteEnd: 17,
    width: 10240,
    amount: 70555,
    ratio: 0.25,
  };
  const at = { created: 1_763_600_000, updatedAt: 1_763_600_000_123, sentDate: '1763600000123' };
  const [recording] = recordingsOf([exchange({ ...people, ...counts, ...at })]);
  const told = recording?.response.body as typeof people & typeof counts & typeof at;
  expect(told).toMatchObject(counts);
  expect(JSON.stringify(told)).not.toMatch(/48151623|4670123|\b51\b|18\.0649|59\.3326|448848000|17636/);
  expect([String(told.ref).length, String(told.no).length]).toEqual([8, 7]);
  expect(told.updatedAt - told.created * 1000).toBe(123);
  expect(Number(told.sentDate)).toBe(told.updatedAt);
});

it('asks about words that may name somebody, and is told', async () => {
  const words = (text: string) => /^Kept: (.*)\. Does/m.exec(text)?.[1]?.split(', ') ?? [];
  const first = await run('record', 'words', '--call', 'posts', '--out', 'words', '--json');
  expect(words(first.err)).toEqual(['mailkanari', 'keykanari']);
  expect(first.err).toContain('Replaced in paths: Harbourkanari.');
  expect(JSON.parse(first.out)).toMatchObject({ kept: ['mailkanari', 'keykanari'], replaced: ['Harbourkanari'] });
  const more = ['--replace', 'mailkanari', '--replace', 'keykanari', '--keep', 'Harbourkanari'];
  const second = await run('record', 'words', '--call', 'posts', '--out', 'fewer', ...more);
  expect(second.err).not.toContain('Kept');
  const { recordings, texts } = recorded('fewer');
  expect(recordings[0]?.request.path).toBe('/Harbourkanari/posts');
  expect(texts.join()).not.toMatch(/mailkanari|keykanari/);
});

it('hides a name under any field and in any text, and keeps the structure', () => {
  const exchange = (body: unknown): Captured => ({
    ...{ method: 'GET', url: 'https://api.example/people/zyxkanari', status: 200, text: JSON.stringify(body) },
    ...{ requestHeaders: new Headers(), headers: new Headers() },
  });
  const shapeOf = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(shapeOf)
      : value !== null && typeof value === 'object'
        ? Object.values(value).map(shapeOf)
        : typeof value;
  const around = fc.constantFrom(
    '',
    ' ',
    '@',
    'mailto:',
    'https://x.test/',
    '<b>',
    '"',
    '\\u0026',
    '{"a":"',
    '%20',
    '_',
    '.',
  );
  const text = fc
    .tuple(around, around, fc.string({ unit: 'binary' }))
    .map(([before, after, rest]) => `${before}Zyxkanari${after}${rest}`);
  const field = fc.oneof(
    fc.constantFrom('name', 'text', 'id', 'token', 'data', 'url', 'dob', '__proto__'),
    fc.string(),
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('record')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    record: fc.dictionary(field, tie('value'), { maxKeys: 4 }),
  })).value;
  fc.assert(
    fc.property(json, (body) => {
      const plain = JSON.parse(JSON.stringify(body)) as unknown;
      const [recording] = recordingsOf([exchange(plain)]);
      expect(JSON.stringify(recording).toLowerCase()).not.toContain('zyxkanari');
      expect(shapeOf(recording?.response.body)).toEqual(shapeOf(plain));
    }),
  );
});
