import { describe, expect, it } from 'vitest';
import { markerIn } from '../../../../src/adapters/crms/hubspot/marker.js';
import { ref } from '../../../support/fake-hubspot/logged-draft.js';
import { openPortal } from '../../../support/fake-hubspot/made-up-portal.js';

describe('contacts written to HubSpot', () => {
  it('fills in what is empty, pushes nothing out, and notes what it filled in', async () => {
    const { crm, records } = await openPortal();
    const ann = records.add('contacts', { email: 'ann@made-up.example', phone: '1', twitterhandle: 'ann_old' });
    await crm.upsert.send({
      key: 'enrich 1',
      of: ref(ann.id),
      attributes: { title: 'Rider', custom: { favorite_bike: 'gravel' } },
      identifiers: [
        { kind: 'handle', scope: 'bluesky', value: 'ann.test' },
        { kind: 'url', scope: 'bluesky', value: 'https://bsky.app/profile/ann.test' },
        { kind: 'handle', scope: 'twitter', value: 'ann_new' },
        { kind: 'phone', scope: '', value: '2' },
        { kind: 'email', scope: '', value: 'ANN@made-up.example' },
      ],
    });
    expect(records.find('contacts', ann.id)?.properties).toMatchObject({
      jobtitle: 'Rider',
      favorite_bike: 'gravel',
      bluesky_handle: 'ann.test',
      bluesky_url: 'https://bsky.app/profile/ann.test',
      twitterhandle: 'ann_old',
      phone: '1',
      mobilephone: '2',
    });
    expect(markerIn(records.all('notes')[0]?.properties.hs_note_body)).toEqual({
      key: 'enrich 1',
      filled: {
        jobtitle: 'Rider',
        favorite_bike: 'gravel',
        bluesky_handle: 'ann.test',
        bluesky_url: 'https://bsky.app/profile/ann.test',
        mobilephone: '2',
      },
    });
  });

  it('makes a new contact by its address, once, and ties it to its organization', async () => {
    const { crm, records } = await openPortal();
    const company = records.add('companies', { name: 'Harbor Bikes' });
    const contact = {
      key: 'new',
      attributes: { name: 'Maya van der Berg' },
      identifiers: [{ kind: 'email', scope: '', value: 'maya@made-up.example' }],
      organization: ref(`company/${company.id}`),
    };
    const made = await crm.upsert.send(contact);
    expect(await crm.upsert.send({ ...contact, key: 'once more' })).toEqual(made);
    const other = records.add('companies', { name: 'Pier Bikes' });
    expect(await crm.upsert.find?.({ ...contact, organization: ref(`company/${other.id}`) })).toEqual(made);
    expect(records.linked('contacts', made.externalId, 'companies')).toContain(other.id);
    expect(records.all('contacts')).toHaveLength(1);
    expect(records.all('contacts')[0]?.properties).toMatchObject({ firstname: 'Maya van der', lastname: 'Berg' });
    expect(records.linked('contacts', made.externalId, 'companies')).toEqual([company.id, other.id]);
  });

  it('an organization that is gone fails its own write, and no other', async () => {
    const { crm, records } = await openPortal({ version: 'v3' });
    const company = records.add('companies', { name: 'Harbor Bikes' });
    const results = await Promise.allSettled(
      ['999999', company.id, 'x'].map((id, at) =>
        crm.upsert.send({
          key: `${at}`,
          identifiers: [{ kind: 'email', scope: '', value: `p${at}@made-up.example` }],
          organization: ref(`company/${id}`),
        }),
      ),
    );
    expect(results.map((result) => (result.status === 'fulfilled' ? 'done' : result.reason.code))).toEqual([
      'not-found',
      'done',
      'invalid',
    ]);
  });

  it('makes one contact of two that are new at a time and say the same address', async () => {
    const { crm, records } = await openPortal();
    const made = await Promise.all(
      ['Maya@made-up.example', 'maya@made-up.example'].map((value, at) =>
        crm.upsert.send({
          key: `new ${at}`,
          attributes: { title: `${at}` },
          identifiers: [{ kind: 'email', scope: '', value }],
        }),
      ),
    );
    expect(made[0]).toEqual(made[1]);
    expect(records.all('contacts')).toHaveLength(1);
  });

  it('recognizes a new contact by a unique property of the portal', async () => {
    const { crm, records } = await openPortal({ idProperty: 'member_no' });
    records.define('contacts', ['member_no'], { unique: true });
    const contact = { key: 'a', attributes: { givenName: 'Ann', custom: { member_no: 'M-1' } } };
    const made = await crm.upsert.send(contact);
    const again = await crm.upsert.send({ key: 'b', attributes: { givenName: 'Anna', custom: { member_no: 'M-1' } } });
    expect(again).toEqual(made);
    expect(records.all('contacts').map(({ properties }) => properties.firstname)).toEqual(['Anna']);
  });

  it('makes organizations, and finds those that it made', async () => {
    const { crm, records } = await openPortal();
    const company = {
      key: 'c',
      party: 'organization' as const,
      attributes: { name: 'Harbor Bikes' },
      identifiers: [{ kind: 'domain', scope: '', value: 'harborbikes.example' }],
    };
    const made = await crm.upsert.send(company);
    expect(made.externalId).toBe(`company/${records.all('companies')[0]?.id}`);
    expect(await crm.upsert.find?.(company)).toEqual(made);
  });

  it('empties fields, by names of attributes and of its own', async () => {
    const { crm, records } = await openPortal();
    const ann = records.add('contacts', { jobtitle: 'Rider', favorite_bike: 'gravel', city: 'Juneau' });
    await crm.upsert.send({ key: 'k', of: ref(ann.id), cleared: ['title', 'favorite_bike', 'city'] });
    const left = records.find('contacts', ann.id)?.properties ?? {};
    expect([left.jobtitle, left.favorite_bike, left.city]).toEqual([undefined, undefined, undefined]);
  });

  it('empties an address and a name whole', async () => {
    const { crm, records } = await openPortal();
    const ann = records.add('contacts', {
      firstname: 'Ann',
      lastname: 'Berg',
      city: 'Juneau',
      zip: '99801',
      email: 'a@b.example',
    });
    await crm.upsert.send({ key: 'k', of: ref(ann.id), cleared: ['address', 'name'] });
    const { firstname, lastname, city, zip, email } = ann.properties;
    expect([firstname, lastname, city, zip, email]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'a@b.example',
    ]);
  });

  it('who gives up is let go, and what was not begun is not written', async () => {
    const { crm, records } = await openPortal();
    const ann = records.add('contacts', { firstname: 'Ann' });
    const stop = new AbortController();
    const write = crm.upsert.send(
      { key: 'k', of: ref(ann.id), attributes: { title: 'Rider' } },
      { signal: stop.signal },
    );
    stop.abort(new Error('given up'));
    await expect(write).rejects.toThrow('given up');
    await crm.upsert.send({ key: 'l', of: ref(ann.id), attributes: { organization: 'Harbor Bikes' } });
    expect(ann.properties.jobtitle).toBeUndefined();
  });

  it('says which property is missing where a handle has no place, and does the others of the batch', async () => {
    const { crm, records } = await openPortal();
    const [ann, bob] = [records.add('contacts', { firstname: 'Ann' }), records.add('contacts', { firstname: 'Bob' })];
    const results = await Promise.allSettled([
      crm.upsert.send({ key: 'a', of: ref(ann.id), identifiers: [{ kind: 'handle', scope: 'vimeo', value: 'ann' }] }),
      crm.upsert.send({ key: 'b', of: ref(bob.id), attributes: { title: 'Rider' } }),
      crm.upsert.send({ key: 'c', of: ref('424242'), attributes: { title: 'Rider' } }),
      crm.upsert.send({ key: 'd', attributes: { name: 'Nobody' } }),
    ]);
    expect(results.map((result) => (result.status === 'fulfilled' ? 'done' : result.reason.code))).toEqual([
      'unsupported',
      'done',
      'not-found',
      'invalid',
    ]);
    expect(results[0]).toMatchObject({ reason: { message: expect.stringContaining('no free property for vimeo') } });
  });

  it('writes to the one that a merged contact became', async () => {
    const { crm, records } = await openPortal();
    const [ann, anna] = [records.add('contacts', { firstname: 'Ann' }), records.add('contacts', { firstname: 'Anna' })];
    const merged = records.merge('contacts', ann, anna);
    const written = await crm.upsert.send({ key: 'a', of: ref(anna.id), attributes: { title: 'Rider' } });
    expect(written).toEqual(ref(merged.id));
    expect(records.find('contacts', merged.id)?.properties.jobtitle).toBe('Rider');
  });

  it('notes as much as a note has room for, and fills in all', async () => {
    const { crm, records } = await openPortal();
    const ann = records.add('contacts', { firstname: 'Ann' });
    const custom = { favorite_bike: '"&<'.repeat(5000), bluesky_handle: 'an[kenning x]n' };
    await crm.upsert.send({ key: 'k', of: ref(ann.id), attributes: { custom } });
    expect(ann.properties).toMatchObject(custom);
    const body = records.all('notes')[0]?.properties.hs_note_body;
    expect(markerIn(body)).toEqual({ key: 'k', filled: { bluesky_handle: 'an[kenning x]n' } });
  });

  it('two writes to one contact at a time both stand', async () => {
    const { crm, records } = await openPortal();
    const ann = records.add('contacts', { firstname: 'Ann' });
    await Promise.all([
      crm.upsert.send({ key: 'a', of: ref(ann.id), identifiers: [{ kind: 'phone', scope: '', value: '1' }] }),
      crm.upsert.send({ key: 'b', of: ref(ann.id), identifiers: [{ kind: 'phone', scope: '', value: '2' }] }),
    ]);
    expect(records.find('contacts', ann.id)?.properties).toMatchObject({ phone: '1', mobilephone: '2' });
  });

  it('finishes what it had noted before it ended', async () => {
    const { crm, fake, records } = await openPortal();
    const ann = records.add('contacts', { firstname: 'Ann' });
    const update = { key: 'k', of: ref(ann.id), attributes: { title: 'Rider' } };
    fake.fault = ({ path }) => (path.endsWith('/contacts/batch/update') ? { status: 500 } : undefined);
    await expect(crm.upsert.send(update)).rejects.toMatchObject({ code: 'network' });
    fake.fault = () => undefined;
    expect(await crm.upsert.find?.(update)).toEqual(ref(ann.id));
    expect(records.find('contacts', ann.id)?.properties.jobtitle).toBe('Rider');
    expect(records.all('notes')).toHaveLength(1);
  });
});
