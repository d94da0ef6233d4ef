import { describe, expect, it } from 'vitest';
import { type CarddavOptions, carddav } from '../../../../src/adapters/crms/carddav/index.js';
import { walk } from '../../../../src/core/page.js';
import {
  aBook,
  aCard,
  multistatus,
  resource,
  type Script,
  scriptedServer,
  statusOnly,
  syncToken,
  vcard,
} from './scripted-server.js';

function crmOf(script: Script, more: Partial<CarddavOptions> = {}) {
  const server = scriptedServer(script);
  const crm = carddav({
    url: 'https://dav.example.com/book/',
    credentials: () => ({ token: 'secret-canary' }),
    source: 'carddav/test',
    fetch: server.fetch,
    ...more,
  });
  return { crm, ...server };
}

const found = (body: string) => ({ status: 207, body });
const isDiscovery = (body: string) => body.includes('resourcetype') && body.includes('displayname');
const hrefsIn = (body: string) =>
  [...body.matchAll(/<href>\/book\/([^<]*)<\/href>/g)].map(([, name]) => name as string);

/** Answers discovery by itself. */
const book =
  (rest: Script, tellsChanges = true): Script =>
  (request) =>
    isDiscovery(request.body) ? found(multistatus(aBook(tellsChanges))) : rest(request);

const names = (items: { type: string }[]) =>
  items.map((item) => {
    const { type, contact, of } = item as {
      type: string;
      contact?: { externalId: string };
      of?: { externalId: string };
    };
    return `${type} ${contact?.externalId ?? of?.externalId}`;
  });

describe('discovery', () => {
  it('follows the well-known address, the principal and its home', async () => {
    const { crm, asked } = crmOf(
      ({ path }) => {
        if (path === '/.well-known/carddav') return { status: 301, headers: { location: '/dav/' } };
        if (path === '/dav/')
          return found(
            multistatus(
              resource('/dav/', '<d:current-user-principal><d:href>/p/ann/</d:href></d:current-user-principal>'),
            ),
          );
        if (path === '/p/ann/')
          return found(
            multistatus(
              resource('/p/ann/', '<c:addressbook-home-set><d:href>/home/ann/</d:href></c:addressbook-home-set>'),
            ),
          );
        if (path === '/home/ann/') return found(multistatus(resource('/home/ann/', ''), aBook()));
        return found(multistatus(syncToken('t1')));
      },
      { url: 'https://dav.example.com' },
    );
    expect(await crm.contacts()).toMatchObject({ items: [], changed: JSON.stringify({ token: 't1' }) });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PROPFIND /.well-known/carddav',
      'PROPFIND /dav/',
      'PROPFIND /p/ann/',
      'PROPFIND /home/ann/',
      'REPORT /book/',
    ]);
    expect(asked.every(({ headers }) => headers.get('authorization') === 'Bearer secret-canary')).toBe(true);
  });

  it('sends credentials to no other server', async () => {
    const elsewhere = crmOf(() => ({ status: 302, headers: { location: 'https://evil.example/book/' } }));
    await expect(elsewhere.crm.contacts()).rejects.toMatchObject({ message: expect.stringContaining('evil.example') });
    expect(elsewhere.asked).toHaveLength(1);
    const home = crmOf(() =>
      found(
        multistatus(
          resource('/', '<c:addressbook-home-set><d:href>https://evil.example/home/</d:href></c:addressbook-home-set>'),
        ),
      ),
    );
    await expect(home.crm.contacts()).rejects.toMatchObject({ code: 'invalid' });
    expect(home.asked).toHaveLength(1);
  });

  it('names the address books to choose from', async () => {
    const other = aBook().replaceAll('Book', 'Friends').replaceAll('/book/', '/friends/');
    const { crm } = crmOf(
      ({ path }) =>
        found(
          path === '/.well-known/carddav'
            ? multistatus(resource('/', '<c:addressbook-home-set><d:href>/home/</d:href></c:addressbook-home-set>'))
            : multistatus(aBook(), other),
        ),
      { url: 'https://dav.example.com/' },
    );
    await expect(crm.contacts()).rejects.toMatchObject({ message: expect.stringMatching(/"Book" .*"Friends"/) });
  });
});

describe('changes', () => {
  it('goes on where a server cuts its answer', async () => {
    const { crm } = crmOf(
      book(({ body }) => {
        if (body.includes('multiget'))
          return found(multistatus(...hrefsIn(body).map((name) => aCard(name, vcard('FN:A')))));
        const token = /<sync-token>(.*)<\/sync-token>/.exec(body)?.[1];
        if (token === '')
          return found(
            multistatus(
              resource('/book/a.vcf', '<d:getetag>"1"</d:getetag>'),
              statusOnly('/book/', 507),
              syncToken('t1'),
            ),
          );
        if (token === 't1')
          return found(multistatus(resource('/book/b.vcf', '<d:getetag>"1"</d:getetag>'), syncToken('t2')));
        return found(multistatus(statusOnly('/book/a.vcf', 404), syncToken('t3')));
      }),
    );
    const pages = [];
    for await (const page of walk((options) => crm.contacts(options))) pages.push(page);
    expect(pages.flatMap(({ items }) => names(items))).toEqual(['contact a.vcf', 'contact b.vcf']);
    const since = (pages.at(-1) as { changed?: string }).changed as string;
    expect(names((await crm.contacts({ since })).items)).toEqual(['removed a.vcf']);
  });

  it('does not turn in circles when a server cuts and gives no new place', async () => {
    const { crm } = crmOf(book(() => found(multistatus(statusOnly('/book/', 507), syncToken('')))));
    await expect(crm.contacts()).rejects.toMatchObject({ code: 'unexpected' });
  });

  it('says not-found for a place that is too old', async () => {
    const { crm } = crmOf(
      book(() => ({ status: 403, body: '<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>' })),
    );
    await expect(crm.contacts({ since: JSON.stringify({ token: 'old' }) })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(crm.contacts({ since: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('compares etags where a server does not tell changes, also after a new start', async () => {
    const cards = new Map([
      ['a.vcf', '"1"'],
      ['b.vcf', '"1"'],
      ['c.vcf', '"1"'],
    ]);
    const script = book(({ body }) => {
      if (body.includes('multiget'))
        return found(multistatus(...hrefsIn(body).map((name) => aCard(name, vcard('FN:A')))));
      return found(
        multistatus(
          resource('/book/', '<d:resourcetype><d:collection/></d:resourcetype>'),
          ...[...cards].map(([name, etag]) =>
            resource(`/book/${name}`, `<d:getetag>${etag}</d:getetag><d:resourcetype/>`),
          ),
        ),
      );
    }, false);
    const first = await crmOf(script).crm.contacts({ limit: 2 });
    const second = await crmOf(script).crm.contacts({ limit: 2, cursor: first.next as string });
    expect([...names(first.items), ...names(second.items)]).toEqual([
      'contact a.vcf',
      'contact b.vcf',
      'contact c.vcf',
    ]);
    // What was read before the new start is read again; it may have changed in between.
    const { crm } = crmOf(script);
    const third = await crm.contacts({ since: second.changed as string });
    expect(names(third.items)).toEqual(['contact a.vcf', 'contact b.vcf']);
    cards.set('b.vcf', '"2"');
    cards.delete('c.vcf');
    const fourth = await crm.contacts({ since: third.changed as string });
    expect(names(fourth.items)).toEqual(['removed c.vcf', 'contact b.vcf']);
  });
});

describe('hostile answers', () => {
  const answered = (body: string, more: Partial<CarddavOptions> = {}) => crmOf(() => found(body), more).crm.contacts();

  it('expands no entities', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "&a;&a;&a;&a;">]>${multistatus('&b;')}`;
    await expect(answered(bomb)).rejects.toMatchObject({
      code: 'unexpected',
      message: expect.stringContaining('document type'),
    });
  });

  it('reads no more than it wants of what is endless', async () => {
    let sent = 0;
    const endless = async () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            sent += 1_000_000;
            if (sent > 50_000_000) controller.close();
            else controller.enqueue(new Uint8Array(1_000_000).fill(97));
          },
        }),
        { status: 207 },
      );
    const { crm } = crmOf(() => found(''), { fetch: endless });
    await expect(crm.contacts()).rejects.toMatchObject({ code: 'too-large' });
    expect(sent).toBeLessThan(13_000_000);
  });

  it.each([
    ['deep', `${'<a>'.repeat(100_000)}`],
    ['a crowd of elements', multistatus('<a/>'.repeat(1_000_000))],
    ['broken', '<d:multistatus xmlns:d="DAV:"><d:response>'],
    ['a page of a web site', '<html><body>Welcome</body></html>'],
    ['JSON', '{"multistatus": []}'],
    ['nothing', ''],
    ['names of objects', multistatus('<__proto__><x/></__proto__><constructor/>')],
  ])('says what is wrong with an answer that is %s', async (_, body) => {
    await expect(answered(body)).rejects.toMatchObject({ name: 'KenningError' });
  });

  it('reads the good cards before and after bad ones', async () => {
    const cards: Record<string, string> = {
      'a.vcf': vcard('FN:Ann'),
      'b.vcf': 'no card at all',
      'c.vcf': vcard('FN:Cid').replace('4.0', '2.1'),
      'd.vcf': `${vcard('FN:Dan')}${vcard('FN:Dan')}`,
      'e.vcf': vcard(
        'FN:Eve',
        `X-LONG:${'x'.repeat(100_000)}`,
        `TITLE:${'t'.repeat(5000)}`,
        'EMAIL:nobody',
        'BDAY:--0415',
      ),
    };
    const { crm } = crmOf(
      book(({ body }) =>
        body.includes('multiget')
          ? found(multistatus(...hrefsIn(body).map((name) => aCard(name, cards[name] as string))))
          : found(
              multistatus(
                ...Object.keys(cards).map((name) => resource(`/book/${name}`, '')),
                resource('/other/f.vcf', ''),
                resource('/book/../../etc/passwd', ''),
                resource('/book/folder/', ''),
                syncToken('t'),
              ),
            ),
      ),
    );
    const page = await crm.contacts();
    expect(names(page.items)).toEqual(['contact a.vcf', 'contact e.vcf']);
    expect(page.rejected.map(({ at }) => at)).toEqual(['b.vcf', 'c.vcf', 'd.vcf']);
    expect(page.items[1]).toMatchObject({ contact: { identifiers: [], attributes: { title: 't'.repeat(1000) } } });
  });

  it('asks for smaller parts where photos are large, and says which card is too large alone', async () => {
    const photo = (size: number) => vcard('FN:A', `PHOTO:data:image/png;base64,${'A'.repeat(size)}`);
    const cards: Record<string, string> = { 'a.vcf': photo(30_000), 'b.vcf': photo(80_000), 'c.vcf': photo(200_000) };
    const { crm } = crmOf(
      book(({ body }) =>
        found(
          body.includes('multiget')
            ? multistatus(...hrefsIn(body).map((name) => aCard(name, cards[name] as string)))
            : multistatus(...Object.keys(cards).map((name) => resource(`/book/${name}`, '')), syncToken('t')),
        ),
      ),
      { maxBytes: 100_000 },
    );
    const page = await crm.contacts();
    expect(names(page.items)).toEqual(['contact a.vcf', 'contact b.vcf']);
    expect(page.rejected).toMatchObject([{ at: 'c.vcf', reason: expect.stringContaining('100000') }]);
  });

  it.each([
    [401, '', 'auth', 'check the credentials'],
    [402, '', 'forbidden', 'must change the plan'],
    [
      403,
      '<d:error xmlns:d="DAV:"><d:need-privileges/></d:error>',
      'forbidden',
      'owner of the address book must share it',
    ],
    [403, '<d:error xmlns:d="DAV:"><c:max-resource-size xmlns:c="x"/></d:error>', 'too-large', 'no card so large'],
    [403, '<d:error xmlns:d="DAV:"><c:supported-address-data xmlns:c="x"/></d:error>', 'unsupported', 'set `version`'],
    [404, '', 'not-found', ''],
    [405, '', 'unsupported', 'can not be written'],
    [409, '<d:error xmlns:d="DAV:"><c:no-uid-conflict xmlns:c="x"/></d:error>', 'conflict', 'merge the two'],
    [415, '', 'unsupported', 'set `version`'],
    [423, '', 'conflict', 'holds a lock on it; try again later'],
    [429, '', 'rate-limited', 'Wait 60 s'],
    [507, '', 'storage-full', 'no room left'],
  ])('calls a write that is refused with %i by its code, without secrets: %s', async (status, body, code, says) => {
    const { crm } = crmOf(book(() => ({ status, body: `${body}secret-canary`, headers: { 'retry-after': '60' } })));
    const error = await crm.upsert.send({ key: 'k', attributes: { name: 'Ann' } }).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code });
    expect(String(error)).toContain(says);
    expect(String(error)).not.toContain('canary');
  });
});

describe('writing', () => {
  const before = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'UID:u',
    'N:Brown;Ann;;;',
    'FN:Ann Brown',
    'item1.EMAIL;TYPE=INTERNET;type=pref:ann@example.com',
    'item1.X-ABLabel:_$!<Boat>!$_',
    'X-UNKNOWN;X-ODD="a;b,c":value\\, with; signs',
    'NOTE:a line that is folded by a program of its ow',
    '\tn with a tab\\nand more',
    'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ',
    ' SkZJRgABAQ',
    '',
    'this is no property',
    'TITLE:Turner',
    'END:VCARD',
    '',
  ].join('\n');

  it('keeps every byte that it does not change', async () => {
    const { crm, asked } = crmOf(
      book(({ method }) =>
        method === 'GET' ? { status: 200, body: before, headers: { etag: '"7"' } } : { status: 204 },
      ),
    );
    const of = { source: crm.source, externalId: 'a b.vcf' };
    await crm.upsert.send({ key: 'k', of, attributes: { title: 'Miller' } });
    const put = asked.at(-1);
    expect(put).toMatchObject({ method: 'PUT', path: '/book/a%20b.vcf' });
    expect(put?.headers.get('if-match')).toBe('"7"');
    const written = put?.body as string;
    const lines = written.split('\n');
    const changed = lines.filter((line) => !before.split('\n').includes(line));
    expect(changed.every((line) => /^(TITLE|X-KENNING-BEFORE);X-KENNING=|^ /.test(line))).toBe(true);
    expect(before.split('\n').filter((line) => !lines.includes(line))).toEqual(['TITLE:Turner']);
    // Taken back, it is what it was.
    const back = crmOf(
      book(({ method }) =>
        method === 'GET' ? { status: 200, body: written, headers: { etag: '"8"' } } : { status: 204 },
      ),
    );
    await back.crm.erase.send({ key: 'e', of, activities: [] });
    expect(back.asked.at(-1)?.body).toBe(before);
  });

  it('writes a profile as the version of the card has it', async () => {
    const written = async (version: string) => {
      const { crm, asked } = crmOf(
        book(({ method }) =>
          method === 'GET'
            ? { status: 200, body: vcard('FN:Ann').replace('4.0', version), headers: { etag: '"1"' } }
            : { status: 204 },
        ),
      );
      const identifiers = [
        { kind: 'handle', scope: 'mastodon/social.example', value: 'ann' },
        { kind: 'url', scope: 'mastodon/social.example', value: 'https://social.example/@ann' },
      ];
      await crm.upsert.send({ key: 'k', of: { source: crm.source, externalId: 'a.vcf' }, identifiers });
      return asked.at(-1)?.body.replace(/\r\n /g, '');
    };
    expect(await written('4.0')).toMatch(
      /SOCIALPROFILE;SERVICE-TYPE=mastodon;USERNAME=@ann@social\.example;X-KENNING=[0-9a-f-]+:https:\/\/social\.example\/@ann\r\n/,
    );
    expect(await written('3.0')).toMatch(/X-SOCIALPROFILE;TYPE=mastodon;X-USER=@ann@social\.example;X-KENNING=/);
  });

  it('makes a card under a name of the key, and of the version that the server takes', async () => {
    const three =
      '<c:supported-address-data><c:address-data-type content-type="text/vcard" version="3.0"/></c:supported-address-data>';
    const { crm, asked } = crmOf(({ body }) =>
      isDiscovery(body) ? found(multistatus(aBook(true, three))) : { status: 201 },
    );
    const draft = { key: 'k', party: 'organization' as const, attributes: { name: 'Mill; Sons' } };
    await crm.upsert.send(draft);
    await crm.upsert.send(draft);
    const [, first, second] = asked;
    expect(first?.path).toBe(second?.path);
    expect(first?.headers.get('if-none-match')).toBe('*');
    expect(first?.body).toMatch(/VERSION:3\.0\r\n/);
    expect(first?.body.replace(/\r\n /g, '')).toMatch(
      /X-ABSHOWAS:COMPANY\r\n.*FN;X-KENNING=[0-9a-f-]+:Mill\\; Sons\r\n/s,
    );
  });

  it('knows its own write when the answer was lost', async () => {
    let text = vcard('FN:Ann');
    let etag = 1;
    const server = scriptedServer(
      book(({ method, headers, body }) => {
        if (method === 'GET') return { status: 200, body: text, headers: { etag: `"${etag}"` } };
        if (headers.get('if-match') !== `"${etag}"`) return { status: 412 };
        text = body;
        etag += 1;
        return { status: 204 };
      }),
    );
    let lost = 1;
    const crm = carddav({
      url: 'https://dav.example.com/book/',
      credentials: () => ({ token: 't' }),
      async fetch(input, init) {
        const response = await server.fetch(input, init);
        if ((input as Request).method === 'PUT' && lost-- > 0) throw new TypeError('fetch failed');
        return response;
      },
    });
    await crm.upsert.send({
      key: 'k',
      of: { source: crm.source, externalId: 'a.vcf' },
      attributes: { title: 'Miller' },
    });
    expect(etag).toBe(2);
    expect(text.match(/TITLE/g)).toHaveLength(1);
  });

  it.each([
    ['a card without an ETag', { status: 200, body: vcard('FN:Ann') }, 'unsupported'],
    ['a card of another coding', { status: 200, body: vcard('FN:\uFFFD'), headers: { etag: '"1"' } }, 'unsupported'],
    ['what is no card', { status: 200, body: 'hello', headers: { etag: '"1"' } }, 'invalid'],
    ['a card that is gone', { status: 404 }, 'not-found'],
  ])('writes nothing over %s', async (_, answer, code) => {
    const { crm, asked } = crmOf(book(() => answer));
    const of = { source: crm.source, externalId: 'a.vcf' };
    await expect(crm.upsert.send({ key: 'k', of, attributes: { title: 'X' } })).rejects.toMatchObject({ code });
    expect(asked.every(({ method }) => method !== 'PUT')).toBe(true);
  });

  it.each([
    [{ attributes: { image: 'https://example.com/a.png' } }, 'unsupported'],
    [{ attributes: { custom: { UID: 'x' } } }, 'unsupported'],
    [{ attributes: { custom: { 'X-A\r\nEND': 'x' } } }, 'unsupported'],
    [{ cleared: ['name'] }, 'invalid'],
  ])('refuses what a card does not hold: %j', async (part, code) => {
    const { crm } = crmOf(book(() => ({ status: 200, body: vcard('FN:Ann'), headers: { etag: '"1"' } })));
    const of = { source: crm.source, externalId: 'a.vcf' };
    await expect(crm.upsert.send({ key: 'k', of, ...part })).rejects.toMatchObject({ code });
  });
});

describe('options', () => {
  const credentials = () => ({ token: 't' });
  it.each([
    [{ url: 'http://dav.example.com', credentials }, 'https'],
    [{ url: 'https://ann:secret@dav.example.com', credentials }, 'credentials'],
    [{ url: 'ftp://dav.example.com', credentials }, 'url'],
    [{ url: 'https://dav.example.com', credentials, adressbook: 'x' }, 'addressBook'],
  ])('says what is wrong: %#', (options, word) => {
    expect(() => carddav(options as CarddavOptions)).toThrow(word);
  });
});
