import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quoted } from '../../../../src/adapters/crms/salesforce/soql.js';
import { sourceRecordDraft } from '../../../../src/core/model/source-record.js';
import { FakeSalesforce } from '../../../support/salesforce/fake-salesforce.js';
import { parseSoql } from '../../../support/salesforce/soql.js';
import { adapterOf, contactsOf, listed, refOf, source } from './organization.js';

let fake: FakeSalesforce;
beforeEach(async () => {
  fake = await FakeSalesforce.open();
});
afterEach(() => fake.close());

describe('contacts, accounts and leads', () => {
  it('are people and organizations, with who works where', async () => {
    const account = fake.add('Account', {
      Name: 'Harbor Bikes',
      Phone: '(555) 010-2000',
      Website: 'harborbikes.example',
      BillingStreet: 'Quay 1',
      BillingCountry: 'NO',
      Industry: 'Retail',
      NumberOfEmployees: 12,
    });
    const contact = fake.add('Contact', {
      AccountId: account,
      FirstName: 'Maya',
      LastName: 'Lindqvist',
      Title: 'Buyer',
      Department: 'Parts',
      Email: 'maya@lindqvist.example',
      MobilePhone: '+47 555 01 02',
      Birthdate: '1984-02-29',
      MailingCity: 'Bergen',
      HasOptedOutOfEmail: true,
      Bluesky__c: 'https://bsky.app/profile/maya.test',
      Mastodon__c: '@maya@social.example',
      Level__c: 3,
      Active__c: true,
    });
    fake.add('Lead', {
      LastName: 'Okafor',
      Company: 'Tide Ltd',
      Status: 'Open - Not Contacted',
      Email: 'o@tide.example',
    });
    const crm = adapterOf(fake, { custom: ['Level__c', 'Active__c', 'Industry'] });
    const [harbor, maya, okafor, ...others] = await contactsOf(crm);
    expect(others).toEqual([]);
    for (const one of [harbor, maya, okafor]) expect(sourceRecordDraft.parse(one)).toEqual(one);
    expect(harbor).toMatchObject({
      party: 'organization',
      externalId: account,
      identifiers: [
        { kind: 'phone', scope: '', value: '(555) 010-2000' },
        { kind: 'url', scope: '', value: 'harborbikes.example' },
      ],
      attributes: {
        name: 'Harbor Bikes',
        address: { street: 'Quay 1', country: 'NO' },
        custom: { Industry: 'Retail' },
      },
    });
    expect(maya).toEqual({
      kind: 'contact',
      source,
      externalId: contact,
      party: 'person',
      identifiers: [
        { kind: 'email', scope: '', value: 'maya@lindqvist.example' },
        { kind: 'phone', scope: '', value: '+47 555 01 02' },
        { kind: 'url', scope: '', value: 'https://bsky.app/profile/maya.test' },
        { kind: 'handle', scope: 'mastodon/social.example', value: 'maya' },
      ],
      attributes: {
        name: 'Maya Lindqvist',
        givenName: 'Maya',
        familyName: 'Lindqvist',
        organization: 'Harbor Bikes',
        title: 'Buyer',
        birthDate: '1984-02-29',
        address: { city: 'Bergen' },
        custom: { Level__c: '3', Active__c: 'true' },
      },
      affiliations: [
        { organization: refOf(account), organizationName: 'Harbor Bikes', title: 'Buyer', department: 'Parts' },
      ],
      consents: [{ purpose: 'marketing', channel: 'email', state: 'withdrawn', source: 'crm', at: expect.any(String) }],
      owner: 'Inga Olsen',
      permalink: `${fake.origin}/${contact}`,
      origin: 'api',
      observedAt: expect.stringMatching(/^2026-11-24T10:00:0\d\.000Z$/),
    });
    expect(okafor?.attributes).toEqual({
      name: 'Okafor',
      familyName: 'Okafor',
      organization: 'Tide Ltd',
      lifecycleStage: 'Open - Not Contacted',
    });
  });

  it('are listed once each when many changed at one moment, whatever the size of a page', async () => {
    fake.held = true;
    const ids = Array.from({ length: 23 }, (_, at) => fake.add('Contact', { LastName: `Rider ${at}` }));
    const leads = Array.from({ length: 3 }, (_, at) => fake.add('Lead', { LastName: `L${at}`, Company: 'C' }));
    for (const limit of [1, 5, 23, 24]) {
      const { items } = await listed(adapterOf(fake), undefined, limit);
      expect(items.map((item) => item.type === 'contact' && item.contact.externalId)).toEqual([...ids, ...leads]);
    }
  });

  it('are all listed when an answer holds fewer than were asked for', async () => {
    const ids = Array.from({ length: 7 }, (_, at) => fake.add('Contact', { LastName: `Rider ${at}` }));
    fake.rowsAtOnce = 3;
    expect((await contactsOf(adapterOf(fake))).map(({ externalId }) => externalId)).toEqual(ids);
  });

  it('tell what was changed, removed, merged or converted since a place', async () => {
    const [kept, changed, removed, twin] = ['A', 'B', 'C', 'D'].map((LastName) => fake.add('Contact', { LastName }));
    const lead = fake.add('Lead', { LastName: 'L', Company: 'C', Status: 'Working - Contacted' });
    const crm = adapterOf(fake);
    fake.now += 3_600_000;
    const { changed: since } = await listed(crm);
    fake.now += 3_600_000;
    fake.change(changed as string, { Title: 'Rider' });
    fake.remove(removed as string);
    fake.merge(twin as string, kept as string);
    fake.change(lead, { IsConverted: true, ConvertedContactId: kept });
    fake.now += 3_600_000;
    const next = await listed(crm, since);
    const at = expect.any(String);
    expect(next.items).toEqual([
      { type: 'contact', contact: expect.objectContaining({ externalId: changed }) },
      { type: 'removed', of: refOf(removed as string), at },
      { type: 'merged', from: refOf(twin as string), into: refOf(kept as string), at },
      { type: 'merged', from: refOf(lead), into: refOf(kept as string), at },
    ]);
    fake.now += 3_600_000;
    expect((await listed(crm, next.changed)).items).toEqual([]);
    fake.now += 20 * 24 * 3_600_000;
    await expect(listed(crm, next.changed)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are seen again when they change while they are read', async () => {
    const ids = Array.from({ length: 6 }, (_, at) => fake.add('Contact', { LastName: `Rider ${at}` }));
    const crm = adapterOf(fake);
    const first = await crm.contacts({ limit: 2 });
    fake.change(ids[0] as string, { Title: 'New' });
    fake.remove(ids[1] as string);
    const seen: string[] = [];
    let changed: string | undefined;
    for (let cursor = first.next; cursor; ) {
      const page = await crm.contacts({ cursor, limit: 2 });
      for (const item of page.items) seen.push(item.type === 'contact' ? item.contact.externalId : item.type);
      cursor = page.next;
      changed = page.changed;
    }
    expect(seen).toEqual([...ids.slice(2), ids[0]]);
    expect((await listed(crm, changed)).items).toContainEqual(
      expect.objectContaining({ type: 'removed', of: refOf(ids[1] as string) }),
    );
  });

  it('of a person account are one person, not two', async () => {
    for (const name of ['Account', 'Contact']) {
      const object = fake.objects.get(name);
      const flag = object?.fields.get('IsDeleted');
      if (flag) object?.fields.set('IsPersonAccount', { ...flag, name: 'IsPersonAccount' });
    }
    const account = fake.add('Account', { Name: 'Maya Lindqvist', IsPersonAccount: true });
    const person = fake.add('Contact', { LastName: 'Lindqvist', AccountId: account, IsPersonAccount: true });
    const found = await contactsOf(adapterOf(fake));
    expect(found.map(({ externalId, affiliations }) => [externalId, affiliations])).toEqual([[person, undefined]]);
  });

  it('go on without what this user does not see, and say so of what options name', async () => {
    fake.objects.delete('Lead');
    fake.objects.get('Contact')?.fields.delete('Birthdate');
    fake.add('Contact', { LastName: 'A' });
    expect(await contactsOf(adapterOf(fake))).toHaveLength(1);
    await expect(listed(adapterOf(fake, { custom: ['Shoe_Size__c'] }))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('Shoe_Size__c'),
    });
  });

  it('are read anew when a field goes that was there', async () => {
    fake.add('Contact', { LastName: 'A', Title: 'T' });
    const crm = adapterOf(fake);
    await listed(crm);
    fake.objects.get('Contact')?.fields.delete('Title');
    expect((await contactsOf(crm))[0]?.attributes).toEqual({ name: 'A', familyName: 'A' });
  });

  it('that can not be read are rejected, and the rest goes on', async () => {
    fake.add('Contact', { LastName: 'A' });
    const broken = fake.add('Contact', { LastName: 'B' });
    fake.add('Contact', { LastName: 'C' });
    fake.rows.set(broken, { ...fake.row(broken), SystemModstamp: '2026-11-24T10:00:03.5junk' });
    const { items, rejected } = await listed(adapterOf(fake));
    expect(items).toHaveLength(2);
    expect(rejected).toMatchObject([{ at: broken, reason: expect.stringContaining('SystemModstamp') }]);
  });
});

describe('single contacts', () => {
  it('are read as they stand now', async () => {
    const [kept, removed, twin] = ['A', 'B', 'C'].map((LastName) => fake.add('Contact', { LastName })) as [
      string,
      string,
      string,
    ];
    fake.remove(removed);
    fake.merge(twin, kept);
    const purged = '0035g0000099999AAA';
    const found = await adapterOf(fake).get([removed, kept, purged, twin].map(refOf));
    expect(found.map(({ type }) => type)).toEqual(['removed', 'contact', 'removed', 'merged']);
    await expect(adapterOf(fake).get([refOf('005000000000001')])).rejects.toMatchObject({ code: 'invalid' });
    await expect(adapterOf(fake).get([{ source: 'hubspot/1', externalId: kept }])).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('are found by what they say', async () => {
    const maya = fake.add('Contact', {
      LastName: "O'Brien",
      Email: 'maya@lindqvist.example',
      Phone: '(555) 010-2000',
      Mastodon__c: 'maya@social.example',
    });
    const harbor = fake.add('Account', { Name: 'Harbor', Website: 'https://www.harborbikes.example/' });
    const gone = fake.add('Lead', { LastName: 'Gone', Company: 'C', Email: 'maya@lindqvist.example' });
    fake.remove(gone);
    const found = async (kind: string, value: string, scope = '') =>
      (await adapterOf(fake).find([{ kind, scope, value }])).map(({ externalId }) => externalId);
    expect(await found('email', 'MAYA@lindqvist.example')).toEqual([maya]);
    expect(await found('phone', '+15550102000')).toEqual([maya]);
    expect(await found('handle', 'maya', 'mastodon/social.example')).toEqual([maya]);
    expect(await found('domain', 'harborbikes.example')).toEqual([harbor]);
    expect(await found('crm-id', harbor, source)).toEqual([harbor]);
    expect(await found('email', "' OR Name != '")).toEqual([]);
  });
});

describe('a text in a query', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      "O'Brien",
      "\\' OR Id != '",
      '\\',
      "x\\'",
      "a'b\\\\'",
      '\n\r\t\b\f',
      '"',
      '\u0000\u0085',
      '\ud800',
      "') OR (Name != '",
    ),
  );

  it('stays one text, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const soql = parseSoql(`SELECT Id FROM Contact WHERE Name IN (${quoted(one)}, ${quoted(other)}) LIMIT 3`);
        const kept = one.toWellFormed().replace(/\p{Cc}/gu, (sign) => ('\n\r\t\b\f'.includes(sign) ? sign : ' '));
        expect(soql.named.toSorted()).toEqual(['Id', 'Name']);
        expect(soql.limit).toBe(3);
        expect(soql.where(() => kept)).toBe(true);
        expect(soql.where(() => `${kept}x${other}`)).toBe(false);
      }),
    );
  });
});
