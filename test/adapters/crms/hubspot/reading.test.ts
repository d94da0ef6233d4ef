import { describe, expect, it } from 'vitest';
import { openPortal, readAll } from '../../../support/fake-hubspot/made-up-portal.js';

const source = 'hubspot/62515';

describe('contacts of HubSpot', () => {
  it('says what a contact says: names, addresses, handles, its company, its owner, and that it wants no mail', async () => {
    const { crm, records } = await openPortal({ properties: { contacts: ['favorite_bike'] } });
    const company = records.add('companies', { name: 'Harbor Bikes', domain: 'harborbikes.example' });
    const maya = records.add('contacts', {
      email: 'maya@lindqvist.example',
      hs_additional_emails: 'm.lindqvist@work.example;',
      firstname: 'Maya',
      lastname: 'Lindqvist',
      phone: '+1 907 555 0100',
      jobtitle: 'Rider',
      company: 'Harbour Bikes Ltd',
      city: 'Juneau',
      zip: '99801',
      lifecyclestage: 'customer',
      twitterhandle: '@maya_rides',
      hs_linkedin_url: 'https://www.linkedin.com/in/maya-lindqvist',
      hs_email_optout: 'true',
      hubspot_owner_id: '77',
      favorite_bike: 'gravel',
    });
    records.link('contacts', maya.id, 'companies', company.id);

    const { items, changed } = await readAll(crm.contacts);
    const [first, second] = items.flatMap((item) => (item.type === 'contact' ? [item.contact] : []));
    expect(first).toEqual({
      source,
      externalId: maya.id,
      kind: 'contact',
      party: 'person',
      identifiers: [
        { kind: 'email', scope: '', value: 'maya@lindqvist.example' },
        { kind: 'email', scope: '', value: 'm.lindqvist@work.example' },
        { kind: 'phone', scope: '', value: '+1 907 555 0100' },
        { kind: 'handle', scope: 'twitter', value: 'maya_rides' },
        { kind: 'url', scope: '', value: 'https://www.linkedin.com/in/maya-lindqvist' },
      ],
      attributes: {
        name: 'Maya Lindqvist',
        givenName: 'Maya',
        familyName: 'Lindqvist',
        organization: 'Harbour Bikes Ltd',
        title: 'Rider',
        lifecycleStage: 'customer',
        address: { city: 'Juneau', postalCode: '99801' },
        custom: { favorite_bike: 'gravel' },
      },
      affiliations: [
        {
          organization: { source, externalId: `company/${company.id}` },
          organizationName: 'Harbor Bikes',
          title: 'Rider',
        },
      ],
      consents: [
        { purpose: 'marketing', channel: 'email', state: 'withdrawn', source: 'crm', at: '2026-11-24T10:00:00.000Z' },
      ],
      owner: '77',
      permalink: `https://app.hubspot.com/contacts/62515/record/0-1/${maya.id}`,
      origin: 'api',
      observedAt: '2026-11-24T10:00:00.000Z',
    });
    expect(second).toMatchObject({ externalId: `company/${company.id}`, party: 'organization' });
    expect(changed).toBeDefined();
  });

  it('reads all pages once, and each organization’s name with a call for all of a page', async () => {
    const { crm, fake, records } = await openPortal();
    const company = records.add('companies', { name: 'Harbor Bikes' });
    for (let one = 0; one < 250; one++) {
      const { id } = records.add('contacts', { email: `p${one}@made-up.example` });
      records.link('contacts', id, 'companies', company.id);
    }
    const { items, pages } = await readAll(crm.contacts);
    expect(items).toHaveLength(251);
    expect(pages).toBe(4);
    expect(fake.callsTo('/companies/batch/read')).toHaveLength(1);
  });

  it('gives what was changed, deleted and merged since a place, and nothing else', async () => {
    const { crm, records, clock } = await openPortal();
    const add = (name: string) => records.add('contacts', { email: `${name}@made-up.example`, firstname: name });
    const [ann, bob, cid, dan] = [add('ann'), add('bob'), add('cid'), add('dan')] as const;
    add('eve');
    clock.turn(3_600_000);
    const { changed } = await readAll(crm.contacts);
    clock.turn(3_600_000);
    records.change('contacts', ann, { jobtitle: 'Mechanic' });
    records.archive('contacts', bob.id);
    const merged = records.merge('contacts', cid, dan);

    const { items, ...more } = await readAll(crm.contacts, { since: changed as string });
    expect(items).toEqual([
      expect.objectContaining({ type: 'contact' }),
      expect.objectContaining({ type: 'contact' }),
      ...[cid, dan].map(({ id }) => ({
        type: 'merged',
        into: { source, externalId: merged.id },
        from: { source, externalId: id },
        at: '2026-11-24T12:00:00.000Z',
      })),
      { type: 'removed', of: { source, externalId: bob.id }, at: '2026-11-24T12:00:00.000Z' },
    ]);
    expect(items.flatMap((item) => (item.type === 'contact' ? [item.contact.externalId] : []))).toEqual([
      ann.id,
      merged.id,
    ]);
    clock.turn(3_600_000);
    const again = await readAll(crm.contacts, { since: more.changed as string });
    expect(again.items).toEqual(items);
    expect((await readAll(crm.contacts, { since: again.changed as string })).items).toEqual([]);
  });

  it('finds 10,450 changes of one moment, though a search gives 10,000 at most', async () => {
    const { crm, records, fake, clock } = await openPortal();
    const { changed } = await readAll(crm.contacts);
    clock.turn(3_600_000);
    for (let one = 0; one < 10_450; one++) records.add('contacts', { email: `p${one}@made-up.example` });
    const { items } = await readAll(crm.contacts, { since: changed as string, limit: 200 });
    const ids = new Set(items.flatMap((item) => (item.type === 'contact' ? [item.contact.externalId] : [])));
    expect(ids.size).toBe(10_450);
    expect(items).toHaveLength(10_450);
    expect(fake.callsTo('/contacts/search').length).toBeLessThan(60);
  });

  it('goes back behind an index that is late', async () => {
    const { crm, records, clock } = await openPortal({ overlapMs: 120_000 });
    records.indexing = false;
    records.add('contacts', { email: 'late@made-up.example' });
    clock.turn(1000);
    const { changed } = await readAll(crm.contacts);
    clock.turn(60_000);
    const second = await readAll(crm.contacts, { since: changed as string });
    expect(second.items).toEqual([]);
    records.reindex();
    clock.turn(30_000);
    const { items } = await readAll(crm.contacts, { since: second.changed as string });
    expect(items).toMatchObject([{ type: 'contact' }]);
  });

  it('asks for what was deleted as often as it is told to, and misses nothing', async () => {
    const { crm, records, clock, fake } = await openPortal({ deletionsEveryMs: 3_600_000 });
    const ann = records.add('contacts', { email: 'ann@made-up.example' });
    let { changed } = await readAll(crm.contacts);
    records.archive('contacts', ann.id);
    const gone: string[] = [];
    for (let time = 0; time < 8; time++) {
      clock.turn(600_000);
      const page = await readAll(crm.contacts, { since: changed as string });
      gone.push(...page.items.map(({ type }) => type));
      changed = page.changed;
    }
    expect(gone).toEqual(['removed']);
    expect(fake.calls.filter(({ query }) => query.has('archived'))).toHaveLength(2);
  });

  it('says that a place is too old when HubSpot has forgotten what was deleted since', async () => {
    const { crm, clock } = await openPortal();
    const { changed } = await readAll(crm.contacts);
    clock.turn(91 * 86_400_000);
    await expect(crm.contacts({ since: changed as string })).rejects.toMatchObject({ code: 'not-found' });
    await expect(crm.contacts({ since: 'anything' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(crm.contacts({ cursor: '{"kind":19,"part":"standing"}' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('rejects what it can not read, with its id, and reads the rest', async () => {
    const { crm, fake, records } = await openPortal();
    const good = records.add('contacts', { email: 'ann@made-up.example' });
    fake.fault = ({ path }) =>
      path.endsWith('/objects/2026-09/contacts')
        ? {
            body: {
              results: [
                { id: '1', properties: 'none' },
                { id: '2', properties: {}, updatedAt: 'yesterday' },
                null,
                { id: good.id, properties: { email: 'ann@made-up.example' }, updatedAt: '2026-11-24T09:00:00Z' },
              ],
            },
          }
        : undefined;
    const { items, rejected } = await crm.contacts();
    expect(items).toMatchObject([{ type: 'contact', contact: { externalId: good.id } }]);
    expect(rejected.map(({ at }) => at)).toEqual(['1', 'item 2', '2']);
  });

  it('reads some alone: those that are gone are removed, and an id of a merged one leads to whom it became', async () => {
    const { crm, records } = await openPortal();
    const add = (name: string) => records.add('contacts', { email: `${name}@made-up.example` });
    const [ann, bob, cid, dan] = [add('ann'), add('bob'), add('cid'), add('dan')] as const;
    const company = records.add('companies', { name: 'Harbor Bikes' });
    records.archive('contacts', bob.id);
    const merged = records.merge('contacts', cid, dan);
    const refs = [ann.id, bob.id, cid.id, `company/${company.id}`].map((externalId) => ({
      source,
      externalId,
    }));
    const seen = await crm.get(refs);
    expect(seen.map((one) => (one.type === 'contact' ? one.contact.externalId : one.type))).toEqual([
      ann.id,
      merged.id,
      'merged',
      'merged',
      'removed',
      `company/${company.id}`,
    ]);
    await expect(crm.get([{ source: 'salesforce/1', externalId: '5' }])).rejects.toMatchObject({ code: 'invalid' });
    await expect(crm.get([{ source, externalId: '5/../6' }])).rejects.toMatchObject({ code: 'invalid' });
  });

  it('finds contacts by addresses, numbers, handles with and without their sign, and companies by their domains', async () => {
    const { crm, records } = await openPortal();
    const ann = records.add('contacts', { email: 'ann@made-up.example', hs_additional_emails: 'a@other.example' });
    const bob = records.add('contacts', { mobilephone: '+1 907 555 0199' });
    const cid = records.add('contacts', { bluesky_handle: '@Cid.test' });
    const company = records.add('companies', { name: 'Harbor Bikes', domain: 'harborbikes.example' });
    records.add('contacts', { email: 'other@made-up.example' });
    const found = async (kind: string, value: string, scope = '') =>
      (await crm.find([{ kind, scope, value }])).map(({ externalId }) => externalId);
    expect(await found('email', 'ANN@made-up.example')).toEqual([ann.id]);
    expect(await found('email', 'a@other.example')).toEqual([ann.id]);
    expect(await found('phone', '+1 907 555 0199')).toEqual([bob.id]);
    expect(await found('handle', 'CID.test', 'bluesky')).toEqual([cid.id]);
    expect(await found('domain', 'harborbikes.example')).toEqual([`company/${company.id}`]);
    expect(await found('handle', 'nobody', 'myspace')).toEqual([]);
  });

  it('reads leads where they are asked for', async () => {
    const { crm, records } = await openPortal({ leads: true });
    const ann = records.add('contacts', { email: 'ann@made-up.example' });
    const lead = records.add('leads', { hs_lead_name: 'Ann' });
    records.link('leads', lead.id, 'contacts', ann.id);
    const { items } = await readAll(crm.contacts);
    expect(items.at(-1)).toMatchObject({
      contact: {
        externalId: `lead/${lead.id}`,
        attributes: { name: 'Ann' },
        identifiers: [{ kind: 'crm-id', scope: source, value: ann.id }],
      },
    });
  });

  it('describes the fields of the portal', async () => {
    const { crm } = await openPortal();
    const fields = await crm.fields();
    const named = (name: string) => fields.find((field) => field.name === name);
    expect(named('email')).toMatchObject({ of: 'person', unique: true, kind: 'text' });
    expect(named('jobtitle')).toMatchObject({ attribute: 'title' });
    expect(named('lifecyclestage')).toMatchObject({
      kind: 'choice',
      attribute: 'lifecycleStage',
      choices: ['subscriber', 'lead', 'customer'],
    });
    expect(named('hs_email_domain')).toMatchObject({ readOnly: true });
    expect(fields.some(({ of }) => of === 'organization')).toBe(true);
  });
});
