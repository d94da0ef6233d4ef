import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FeedOptions, feed } from '../../../../src/channels/connectors/feed/index.js';
import { isKenningError } from '../../../../src/core/errors.js';
import { observed } from '../../../../src/core/model/observed.js';
import { feedServer, fixture } from './feed-server.js';

const url = 'https://blog.example/feed?key=secret';
const clock = { now: () => Date.parse('2026-06-01T00:00:00.000Z') };
const rss = (inside: string, head = '') =>
  `<?xml version="1.0"?>${head}<rss version="2.0"><channel><title>T</title><link>https://x.example</link>${inside}</channel></rss>`;
const item = (id: number | string, more = '') => `<item><guid>g${id}</guid><title>t${id}</title>${more}</item>`;

async function read(document: string | Uint8Array, options: Partial<FeedOptions> = {}) {
  const { items, rejected } = await feed({ document, clock, realm: 'x', ...options }).posts({ limit: 1000 });
  for (const found of items) expect(observed.safeParse(found).success).toBe(true);
  const said = items.flatMap((found) => (found.type === 'said' ? [found.interaction] : []));
  return { said, ids: said.map(({ externalId }) => externalId), rejected };
}

describe('documents that are no feed', () => {
  test.each([
    ['a page', '<!DOCTYPE html><html><body>x</body></html>'],
    ['a text', 'hello'],
    ['other JSON', '{"items": 1}'],
    ['broken JSON', '{"version":"https://jsonfeed.org/version/1.1","items":['],
    ['a feed that breaks off before its first item', '<rss version="2.0"><channel><title>x'],
    ['200,000 open elements', `<rss version="2.0"><channel>${'<a>'.repeat(200_000)}`],
    ['a million signs', `<rss version="2.0"><channel>${'<'.repeat(1_000_000)}`],
    ['an element of 200,000 attributes', `<rss version="2.0"><channel ${'a="b" '.repeat(200_000)}>`],
  ])('%s: invalid', async (_case, document) => {
    await expect(read(document)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^the document/),
    });
  });
});

describe('documents that are dangerous', () => {
  test('entities are not expanded, those of the outside are not fetched', async () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
    const { said } = await read(rss('<item><guid>1</guid><title>&c;</title></item>', bomb));
    expect(said[0]?.content.title?.length).toBeLessThan(10);
    const outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>';
    const text = JSON.stringify(
      await read(rss('<item><guid>1</guid><title>&a;</title></item>', outside)).catch(String),
    );
    expect(text).not.toContain('root:');
  });

  test('names that would spoil objects spoil one item', async () => {
    const bad = '<item><guid>g2</guid><__proto__><polluted>1</polluted></__proto__></item>';
    const { ids, rejected } = await read(rss(item(1) + bad + item(3)));
    expect(ids).toEqual(['g3', 'g1']);
    expect(rejected).toHaveLength(1);
    expect('polluted' in {}).toBe(false);
  });

  test('an item nested 1,000 deep spoils only itself', async () => {
    const deep = item(2, '<a>'.repeat(1000) + '</a>'.repeat(1000));
    const { ids, rejected } = await read(rss(item(1) + deep + item(3)));
    expect(ids).toEqual(['g3', 'g1']);
    expect(rejected).toEqual([{ reason: 'broken: Maximum nested tags exceeded', at: 'the document, item 2' }]);
  });

  test('a broken item is rejected with its place, those around it go through with the feed’s title and names', async () => {
    const text = (await fixture('blog.rss.xml')).replace('<title>Winter</title>', '<title>Winter</wrong>');
    const { said, rejected } = await read(text, { realm: 'x' });
    expect(said.map(({ content }) => content.title)).toEqual(['Autumn', 'Spring’s first bulbs']);
    expect(said[1]?.participants[0]?.of.externalId).toBe('name:Ann Larsén');
    expect(rejected).toEqual([{ reason: expect.stringMatching(/^broken: /), at: 'the document, item 2' }]);
  });

  test('a feed that was cut off gives what came before', async () => {
    const text = await fixture('blog.atom.xml');
    const { ids, rejected } = await read(text.slice(0, text.indexOf('Erster')));
    expect(ids).toEqual(['tag:atom.example,2026:2', 'tag:atom.example,2026:3']);
    expect(rejected).toHaveLength(1);
  });

  test('of 20,000 items the newest 10,000 are read, with a note', async () => {
    const text = rss(Array.from({ length: 20_000 }, (_, index) => item(index)).join(''));
    const { ids, rejected } = await read(text);
    expect(ids).toHaveLength(1000);
    expect(rejected).toEqual([{ reason: 'too-many-items: the newest 10000 are read', at: 'the document' }]);
    expect(ids[0]).toBe('g9999');
  });

  test('fields of any length stay within the model', async () => {
    const long = 'x'.repeat(3_000_000);
    const { said } = await read(
      rss(
        `<item><guid>${long}</guid><link>https://x.example/${long}</link><title>${long}</title><description>${long}</description><author>${long}</author></item>`,
      ),
    );
    expect(said[0]?.externalId).toMatch(/^sha256:/);
    expect(said[0]?.content.text).toHaveLength(1_000_000);
  });

  test('links that run something are no links', async () => {
    const { said } = await read(
      rss(
        '<item><guid>1</guid><link>javascript:alert(1)</link><description>&lt;a href="javascript:x"&gt;y&lt;/a&gt;</description></item>',
      ),
    );
    expect(said[0]?.permalink).toBeUndefined();
    expect(said[0]?.content).toEqual({ text: 'y' });
  });
});

describe('charsets', () => {
  const bytesOf = (head: string, ...tail: number[]) =>
    new Uint8Array([
      ...new TextEncoder().encode(`${head}<rss version="2.0"><channel><item><guid>1</guid><title>M`),
      ...tail,
      ...new TextEncoder().encode('</title></item></channel></rss>'),
    ]);
  const titleOf = async (bytes: Uint8Array) => (await read(bytes)).said[0]?.content.title;

  test.each([
    ['declared', '<?xml version="1.0" encoding="iso-8859-1"?>', [0xfc], 'Mü'],
    ['undeclared and UTF-8', '', [0xc3, 0xbc], 'Mü'],
    ['wrongly declared UTF-8', '<?xml version="1.0" encoding="utf-8"?>', [0xfc], 'Mü'],
    ['wrongly declared UTF-16', '<?xml version="1.0" encoding="utf-16"?>', [0xc3, 0xbc], 'Mü'],
    ['unknown', '<?xml version="1.0" encoding="klingon"?>', [0xc3, 0xbc], 'Mü'],
    ['UTF-8 with one wrong byte', '', [0xc3, 0xbc, 0xc3, 0xb6, 0xff], 'Müö\ufffd'],
  ])('%s', async (_case, head, bytes, title) => {
    expect(await titleOf(bytesOf(head, ...bytes))).toBe(title);
  });

  test('UTF-16 with a byte order mark', async () => {
    const text = `\ufeff${rss(item('ü'))}`;
    const bytes = new Uint8Array(text.length * 2);
    for (let index = 0; index < text.length; index++)
      new DataView(bytes.buffer).setUint16(index * 2, text.charCodeAt(index), true);
    expect(await titleOf(bytes)).toBe('tü');
  });

  test('that of the media type wins over the declaration', async () => {
    const body = bytesOf('<?xml version="1.0" encoding="utf-8"?>', 0xe9);
    const { fetch } = feedServer({
      [url]: () => new Response(body, { headers: { 'content-type': 'text/xml; charset="windows-1251"' } }),
    });
    const { items } = await feed({ url, fetch }).posts();
    expect(items[0]?.type === 'said' && items[0].interaction.content.title).toBe('Mй');
  });
});

describe('servers', () => {
  test.each([
    [401, 'auth', false],
    [403, 'forbidden', false],
    [404, 'not-found', false],
    [410, 'not-found', false],
    [429, 'rate-limited', true],
    [500, 'network', true],
    [503, 'network', true],
    [418, 'unexpected', false],
  ])('%i is %s', async (status, code, retryable) => {
    const { fetch } = feedServer({ [url]: new Response('x', { status }) });
    await expect(feed({ url, fetch }).posts()).rejects.toMatchObject({
      code,
      retryable,
      message: expect.stringMatching(new RegExp(`^https://blog\\.example/feed .*${status}`)),
    });
  });

  test('410 says to stop, 429 when to come back, at most after a day', async () => {
    const answer = (status: number, wait: string) =>
      feed({
        url,
        fetch: feedServer({ [url]: new Response('', { status, headers: { 'retry-after': wait } }) }).fetch,
        clock,
      }).posts();
    await expect(answer(410, '')).rejects.toThrow(/stop polling/);
    await expect(answer(429, '120')).rejects.toMatchObject({ retryAfterMs: 120_000 });
    await expect(answer(503, 'Mon, 01 Jun 2026 00:01:00 GMT')).rejects.toMatchObject({ retryAfterMs: 60_000 });
    await expect(answer(429, '99999999')).rejects.toMatchObject({ retryAfterMs: 86_400_000 });
    await expect(answer(429, 'soon')).rejects.toMatchObject({ retryAfterMs: undefined });
  });

  test('a body without end is stopped at the limit', async () => {
    let given = 0;
    let cancelled = false;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            given += 1000;
            controller.enqueue(new Uint8Array(1000));
          },
          cancel() {
            cancelled = true;
          },
        }),
      );
    await expect(
      feed({ url, fetch: feedServer({ [url]: endless }).fetch, maxBytes: 50_000 }).posts(),
    ).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/raise maxBytes/),
    });
    expect(cancelled).toBe(true);
    expect(given).toBeLessThan(100_000);
  });

  test('one that never answers, and one that can not be reached', async () => {
    const silent: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    await expect(feed({ url, fetch: silent, timeoutMs: 5 }).posts()).rejects.toMatchObject({ code: 'timeout' });
    const away: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));
    await expect(feed({ url, fetch: away }).posts()).rejects.toMatchObject({ code: 'network' });
  });

  test('aborts pass through unwrapped', async () => {
    const reason = new Error('stop');
    const controller = new AbortController();
    const slow: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        controller.abort(reason);
      });
    await expect(feed({ url, fetch: slow }).posts({ signal: controller.signal })).rejects.toBe(reason);
    await expect(feed({ document: 'x' }).posts({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('no error names what may be a secret', async () => {
    for (const answer of [new Response('', { status: 500 }), 'no feed', rss('')]) {
      const { fetch } = feedServer({ [url]: answer });
      const error = await feed({ url, fetch, maxBytes: 3 })
        .posts()
        .catch((caught: unknown) => caught);
      expect(String(error)).not.toContain('secret');
    }
  });
});

test('whatever comes, it is a page in the shape of the model or a typed error', async () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<rss version="2.0"><channel>',
      '<feed xmlns="http://www.w3.org/2005/Atom">',
      '<item>',
      '</item>',
      '<entry>',
      '</entry>',
    ),
    fc.constantFrom(
      '<guid>1</guid>',
      '<id>a</id>',
      '<title>',
      '</title>',
      '<link href="/x"/>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&',
      '{"items":[',
      ']}',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      const document = pieces.join('') || ' ';
      await read(document).catch((error: unknown) => {
        if (!isKenningError(error, 'invalid')) throw error;
      });
    }),
    { numRuns: 300 },
  );
});
