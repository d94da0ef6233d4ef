import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContactObserved } from '../../../../src/adapters/crm-adapter.js';
import { type CarddavCrm, carddav } from '../../../../src/adapters/crms/carddav/index.js';
import type { Contact } from '../../../../src/core/model/source-record.js';
import { walk } from '../../../../src/core/page.js';
import { basic, type Radicale, radicalePassword, startRadicale, whyNoRadicale } from '../../../support/radicale.js';

const reason = whyNoRadicale();
if (reason && process.env.CI) throw new Error(`Radicale must be there in CI: ${reason}`);

const card = (uid: string, ...lines: string[]) =>
  ['BEGIN:VCARD', 'VERSION:4.0', `UID:${uid}`, ...lines, 'END:VCARD', ''].join('\r\n');

describe.skipIf(reason)(`carddav against a real Radicale${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let server: Radicale;
  let books = 0;

  beforeAll(async () => {
    server = await startRadicale();
  });
  afterAll(() => server?.stop());

  async function freshBook(cards: Record<string, string> = {}): Promise<{ crm: CarddavCrm; address: string }> {
    books += 1;
    const address = await server.addressBook(`book-${books}`);
    for (const [name, text] of Object.entries(cards)) await put(address, name, text);
    const credentials = () => ({ username: 'ann', password: radicalePassword });
    return { crm: carddav({ url: address, credentials, source: 'carddav/test' }), address };
  }

  async function put(address: string, name: string, body: string, headers: Record<string, string> = {}) {
    const response = await fetch(address + name, {
      method: 'PUT',
      headers: { authorization: basic('ann'), 'content-type': 'text/vcard', ...headers },
      body,
    });
    if (!response.ok) throw new Error(`Radicale did not take ${name}: ${response.status}`);
  }

  const read = async (address: string, name: string) =>
    (await fetch(address + name, { headers: { authorization: basic('ann') } })).text();

  async function all(crm: CarddavCrm, since?: string) {
    const items: ContactObserved[] = [];
    let changed: string | undefined;
    for await (const page of walk((options) => crm.contacts(options), { limit: 2, ...(since && { since }) })) {
      items.push(...page.items);
      expect(page.rejected).toEqual([]);
      changed = (page as { changed?: string }).changed;
    }
    return { items, changed };
  }

  const contactsOf = (items: readonly ContactObserved[]) =>
    items.flatMap((item) => (item.type === 'contact' ? [item.contact as Contact] : []));

  it('finds the address book from the server alone', async () => {
    const address = await server.addressBook('found');
    await put(address, 'a.vcf', card('a', 'FN:Ann'));
    const credentials = () => ({ username: 'ann', password: radicalePassword });
    const crm = carddav({ url: server.url, addressBook: 'found', credentials });
    expect((await crm.contacts()).items).toHaveLength(1);
    expect(await crm.access()).toMatchObject({ account: 'found', missing: [] });
    await expect(carddav({ url: server.url, addressBook: 'nowhere', credentials }).contacts()).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('reads people, organizations and profiles, and passes groups over', async () => {
    const { crm } = await freshBook({
      'ann.vcf': card(
        'ann',
        'FN:Ann Brown',
        'N:Brown;Ann;;;',
        'EMAIL:ann@example.com',
        'TEL:+1 907 555 0100',
        'ORG:Mill;Tooling',
        'TITLE:Turner',
        'BDAY:19840229',
        'SOCIALPROFILE;SERVICE-TYPE=Bluesky;USERNAME=ann.example.com:https://bsky.app/profile/ann.example.com',
      ),
      'mill.vcf': card('mill', 'FN:Mill', 'KIND:org', 'ORG:Mill', 'URL:https://mill.example.com'),
      'group.vcf': card('group', 'FN:Friends', 'KIND:group', 'MEMBER:urn:uuid:ann'),
    });
    const { items } = await all(crm);
    expect(contactsOf(items).map(({ externalId, party }) => [externalId, party])).toEqual([
      ['ann.vcf', 'person'],
      ['mill.vcf', 'organization'],
    ]);
    const [ann] = contactsOf(items);
    expect(ann?.attributes).toMatchObject({
      name: 'Ann Brown',
      givenName: 'Ann',
      familyName: 'Brown',
      organization: 'Mill',
      title: 'Turner',
      birthDate: '1984-02-29',
    });
    expect(ann?.affiliations).toEqual([{ organizationName: 'Mill', department: 'Tooling', title: 'Turner' }]);
    expect(ann?.identifiers).toEqual(
      expect.arrayContaining([
        { kind: 'email', scope: '', value: 'ann@example.com' },
        { kind: 'phone', scope: '', value: '+1 907 555 0100' },
        { kind: 'handle', scope: 'bluesky', value: 'ann.example.com' },
        { kind: 'url', scope: '', value: 'https://bsky.app/profile/ann.example.com' },
      ]),
    );
  });

  it('tells what changed and what was removed', async () => {
    const { crm, address } = await freshBook({
      'a.vcf': card('a', 'FN:Ann'),
      'b.vcf': card('b', 'FN:Bob'),
      'c.vcf': card('c', 'FN:Cid'),
    });
    const first = await all(crm);
    expect(first.items).toHaveLength(3);
    expect((await all(crm, first.changed)).items).toEqual([]);
    await put(address, 'b.vcf', card('b', 'FN:Bob Builder'));
    await fetch(`${address}c.vcf`, { method: 'DELETE', headers: { authorization: basic('ann') } });
    await put(address, 'd.vcf', card('d', 'FN:Dan'));
    const second = await all(crm, first.changed);
    expect(contactsOf(second.items).map(({ attributes }) => attributes.name)).toEqual(['Bob Builder', 'Dan']);
    expect(second.items).toContainEqual({
      type: 'removed',
      of: { source: 'carddav/test', externalId: 'c.vcf' },
      at: expect.any(String),
    });
    await expect(
      crm.contacts({ since: JSON.stringify({ token: 'http://radicale.org/ns/sync/nonsense' }) }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('gives some alone, gone ones among them', async () => {
    const { crm } = await freshBook({ 'a.vcf': card('a', 'FN:Ann') });
    const source = crm.source;
    const got = await crm.get([
      { source, externalId: 'a.vcf' },
      { source, externalId: 'gone.vcf' },
    ]);
    expect(got.map(({ type }) => type).sort()).toEqual(['contact', 'removed']);
  });

  it('finds by address, number and account, however they are written', async () => {
    const { crm } = await freshBook({
      'a.vcf': card('a', 'FN:Ann', 'EMAIL:Ann@Example.com', 'TEL:+1 (907) 555-0100'),
      'b.vcf': card(
        'b',
        'FN:Bob',
        'TEL:+1 907 555 0200',
        'SOCIALPROFILE;SERVICE-TYPE=Mastodon;VALUE=text:@bob@social.example',
      ),
    });
    const names = async (kind: string, scope: string, value: string) =>
      (await crm.find([{ kind, scope, value }])).map(({ attributes }) => attributes.name);
    expect(await names('email', '', 'ann@example.com')).toEqual(['Ann']);
    expect(await names('phone', '', '+19075550100')).toEqual(['Ann']);
    expect(await names('handle', 'mastodon/social.example', 'bob')).toEqual(['Bob']);
    expect(await names('email', '', 'ann@example.org')).toEqual([]);
  });

  it('writes one property and keeps the rest, once a key', async () => {
    const { crm, address } = await freshBook({
      'a.vcf': card('a', 'FN:Ann', 'item1.TEL;X-COLOR=red:+1 907 555 0100', 'item1.X-ABLabel:Boat', 'TITLE:Turner'),
    });
    const of = { source: crm.source, externalId: 'a.vcf' };
    const draft = {
      key: 'enrich ann',
      of,
      attributes: { title: 'Miller' },
      identifiers: [
        { kind: 'handle', scope: 'bluesky', value: 'ann.example.com' },
        { kind: 'url', scope: 'bluesky', value: 'https://bsky.app/profile/ann.example.com' },
      ],
    };
    await crm.upsert.send(draft);
    const written = await read(address, 'a.vcf');
    expect(written.replace(/\r\n /g, '')).toMatch(/SOCIALPROFILE;.*:https:\/\/bsky\.app\/profile\/ann\.example\.com/);
    expect(written).toMatch(/item1\.TEL;X-COLOR=red:\+1 907 555 0100/);
    expect(written).toMatch(/item1\.X-ABLABEL:Boat/i);
    const [contact] = contactsOf((await all(crm)).items);
    expect(contact?.attributes.title).toBe('Miller');
    // Somebody corrects it, and the same write comes again.
    await put(address, 'a.vcf', written.replace(/Miller\r?\n/, 'Master miller\r\n'));
    await crm.upsert.send(draft);
    expect(contactsOf((await all(crm)).items)[0]?.attributes.title).toBe('Master miller');
  });

  it('takes back what it wrote, and nothing that somebody changed', async () => {
    const { crm, address } = await freshBook({ 'a.vcf': card('a', 'FN:Ann', 'TITLE:Turner\\, first class') });
    const of = { source: crm.source, externalId: 'a.vcf' };
    await crm.upsert.send({ key: 'one', of, attributes: { title: 'Miller', location: 'Juneau, AK' } });
    await crm.upsert.send({ key: 'two', of, identifiers: [{ kind: 'email', scope: '', value: 'ann@example.com' }] });
    await crm.erase.send({ key: 'back', of, activities: [], upserts: ['one'] });
    const [contact] = contactsOf((await all(crm)).items);
    expect(contact?.attributes).toEqual({ name: 'Ann', title: 'Turner, first class' });
    expect(contact?.identifiers).toHaveLength(1);
    await crm.erase.send({ key: 'all back', of, activities: [] });
    expect(await read(address, 'a.vcf')).not.toMatch(/KENNING/);
    await crm.erase.send({ key: 'gone', of: { ...of, externalId: 'gone.vcf' }, activities: [] });
  });

  it('adds a contact once a key, and takes it away again', async () => {
    const { crm } = await freshBook();
    const draft = {
      key: 'new bob',
      attributes: { name: 'Bob Builder', organization: 'Mill' },
      identifiers: [{ kind: 'email', scope: '', value: 'bob@example.com' }],
    };
    const refs = await Promise.all([crm.upsert.send(draft), crm.upsert.send(draft)]);
    expect(refs[0]).toEqual(refs[1]);
    expect(contactsOf((await all(crm)).items).map(({ attributes }) => attributes)).toEqual([
      { name: 'Bob Builder', givenName: 'Bob', familyName: 'Builder', organization: 'Mill' },
    ]);
    await crm.erase.send({ key: 'back', of: refs[0] as { source: string; externalId: string }, activities: [] });
    expect((await all(crm)).items).toEqual([]);
  });

  it('merges with what others write at the same time, and leaves real conflicts to people', async () => {
    const { crm, address } = await freshBook({ 'a.vcf': card('a', 'FN:Ann', 'TITLE:Turner') });
    const of = { source: crm.source, externalId: 'a.vcf' };
    let other = '';
    const credentials = () => ({ username: 'ann', password: radicalePassword });
    const slow = carddav({
      url: address,
      credentials,
      source: crm.source,
      async fetch(input, init) {
        const request = new Request(input, init);
        // Between reading and writing somebody else is quicker, once.
        if (request.method === 'PUT' && other !== '') {
          await put(address, 'a.vcf', other);
          other = '';
        }
        return fetch(request);
      },
    });
    other = card('a', 'FN:Ann', 'TITLE:Turner', 'NOTE:met at the fair');
    await slow.upsert.send({ key: '1', of, attributes: { title: 'Miller' } });
    const merged = contactsOf((await all(crm)).items)[0]?.attributes;
    expect(merged).toMatchObject({ title: 'Miller', custom: { NOTE: 'met at the fair' } });
    other = card('a', 'FN:Ann', 'TITLE:Smith');
    await expect(slow.upsert.send({ key: '2', of, attributes: { title: 'Baker' } })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('TITLE'),
    });
    expect(contactsOf((await all(crm)).items)[0]?.attributes.title).toBe('Smith');
  });

  it('says whose move it is when the password is wrong, and asks for it again', async () => {
    const address = await server.addressBook('secret');
    const given = ['stale', 'stale', radicalePassword];
    const crm = carddav({ url: address, credentials: () => ({ username: 'ann', password: given.shift() ?? 'wrong' }) });
    await expect(crm.contacts()).rejects.toMatchObject({
      code: 'auth',
      message: expect.stringContaining('credentials'),
    });
    const other = carddav({ url: address, credentials: () => ({ username: 'bob', password: radicalePassword }) });
    await expect(other.contacts()).rejects.toMatchObject({ code: 'forbidden' });
  });
});
