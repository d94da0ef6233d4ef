import { afterEach, describe, expect, it } from 'vitest';
import { markerIn } from '../../../../src/adapters/crms/hubspot/marker.js';
import { tieTo } from '../../../../src/adapters/crms/hubspot/ties.js';
import type { ActivityDraft } from '../../../../src/core/model/activity.js';
import type { InteractionId } from '../../../../src/core/model/id.js';
import { noOracle, tieNumbers } from '../../../support/fake-hubspot/client-oracle.js';
import { madeUpPortal, readAll } from '../../../support/fake-hubspot/made-up-portal.js';

let stop: () => Promise<void> = async () => {};
afterEach(() => stop());

async function open(options: Parameters<typeof madeUpPortal>[0] = {}) {
  const portal = await madeUpPortal(options);
  stop = portal.close;
  return portal;
}

const source = 'hubspot/62515';
const ref = (externalId: string) => ({ source, externalId });

function draft(key: string, contact: string, more: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    key,
    interaction: '01990000-0000-7000-8000-000000000001' as InteractionId,
    contact: ref(contact),
    kind: 'post',
    network: 'bluesky',
    direction: 'inbound',
    at: '2026-11-24T09:00:00.000Z',
    subject: 'Post on bluesky by Maya',
    text: 'Do you repair <b>gears</b> & brakes?\nI need it today.',
    permalink: 'https://bsky.app/profile/maya.test/post/1?a=1&b=2',
    ...more,
  };
}

describe('activities written to HubSpot', () => {
  it('makes a note on the contact, escaped, with the place and the mark', async () => {
    const { crm, records } = await open({ owner: '77' });
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const written = await crm.logActivity.send(draft('activity hubspot 1 2', id));
    const [note] = records.all('notes');
    expect(written).toEqual({ crm: 'hubspot', externalId: `note/${note?.id}` });
    expect(records.linked('contacts', id, 'notes')).toEqual([note?.id]);
    expect(note?.properties).toMatchObject({ hs_timestamp: '2026-11-24T09:00:00.000Z', hubspot_owner_id: '77' });
    expect(note?.properties.hs_note_body).toBe(
      '<p><strong>Post on bluesky by Maya</strong></p>' +
        '<p>Do you repair &lt;b&gt;gears&lt;/b&gt; &amp; brakes?<br>I need it today.</p>' +
        '<p><a href="https://bsky.app/profile/maya.test/post/1?a=1&amp;b=2">https://bsky.app/profile/maya.test/post/1?a=1&amp;b=2</a></p>' +
        '<p>[kenning activity hubspot 1 2]</p>',
    );
  });

  it('logs messages of the channels that HubSpot knows as such, and all else as notes', async () => {
    const { crm, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const company = records.add('companies', { name: 'Harbor Bikes' });
    for (const [key, contact, kind, network] of [
      ['a', id, 'message', 'whatsapp'],
      ['b', id, 'message', 'linkedin'],
      ['c', `company/${company.id}`, 'sms', 'phone'],
      ['d', id, 'message', 'bluesky'],
      ['e', id, 'post', 'linkedin'],
    ] as const)
      await crm.logActivity.send(draft(key, contact, { kind, network }));
    const types = records.all('communications').map(({ properties }) => properties.hs_communication_channel_type);
    expect(types).toEqual(['WHATS_APP', 'LINKEDIN_MESSAGE', 'SMS']);
    expect(records.all('communications')[0]?.properties.hs_communication_logged_from).toBe('CRM');
    expect(records.linked('companies', company.id, 'communications')).toHaveLength(1);
    expect(records.all('notes')).toHaveLength(2);
  });

  it('writes a hundred at a time in one call, and one that is refused does not keep the others out', async () => {
    const { crm, fake, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const keys = Array.from({ length: 150 }, (_, index) => `key ${index}`);
    const results = await Promise.allSettled(
      keys.map((key, index) => crm.logActivity.send(draft(key, index === 40 ? '999999' : id))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(149);
    expect(results[40]).toMatchObject({ reason: { code: 'not-found' } });
    expect(fake.callsTo('/notes/batch/create')).toHaveLength(2);
    const ids = results.map((result) => (result.status === 'fulfilled' ? result.value.externalId.slice(5) : ''));
    for (const [index, key] of keys.entries()) {
      const note = records.all('notes').find((one) => one.id === ids[index]);
      if (index !== 40) expect(markerIn(note?.properties.hs_note_body)?.key).toBe(key);
    }
  });

  it('goes on one by one where a whole batch is refused for one', async () => {
    const { crm, fake, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    fake.fault = ({ path, body }) => {
      const inputs = (body.inputs ?? []) as { properties: Record<string, string> }[];
      const isBad = inputs.some(({ properties }) => properties?.hs_note_body?.includes('boom'));
      return path.endsWith('/notes/batch/create') && isBad
        ? { status: 400, body: { status: 'error', category: 'VALIDATION_ERROR', message: 'one is wrong' } }
        : undefined;
    };
    const texts = ['fine', 'boom', 'fine too'];
    const results = await Promise.allSettled(texts.map((text) => crm.logActivity.send(draft(text, id, { text }))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(records.all('notes')).toHaveLength(2);
  });

  it('tells what became of each, however HubSpot says it', async () => {
    const { crm, fake, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const answer = (body: Record<string, unknown>) => {
      fake.fault = ({ path }) => (path.endsWith('/notes/batch/create') ? { status: 207, body } : undefined);
      return Promise.allSettled(['a', 'b'].map((key) => crm.logActivity.send(draft(key, id))));
    };
    const note = { id: '7', properties: {} };
    const refusal = { status: 'error', category: 'VALIDATION_ERROR', message: 'no' };
    expect(await answer({ results: [{ ...note, objectWriteTraceId: '1' }], errors: [refusal] })).toMatchObject([
      { reason: { code: 'invalid' } },
      { value: { externalId: 'note/7' } },
    ]);
    expect(await answer({ results: [note, { ...note, id: '8' }] })).toMatchObject([
      { value: { externalId: 'note/7' } },
      { value: { externalId: 'note/8' } },
    ]);
    expect(await answer({ results: [] })).toMatchObject([
      { reason: { code: 'unexpected' } },
      { reason: { code: 'unexpected' } },
    ]);
  });

  it('changes a note when the wording is newer, and writes it anew where it is gone', async () => {
    const { crm, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const of = await crm.logActivity.send(draft('first', id));
    expect(await crm.logActivity.send(draft('second', id, { text: 'Changed.', of }))).toEqual(of);
    expect(records.all('notes')).toHaveLength(1);
    expect(records.all('notes')[0]?.properties.hs_note_body).toContain('Changed.');
    records.archive('notes', of.externalId.slice(5));
    const anew = await crm.logActivity.send(draft('third', id, { text: 'Again.', of }));
    expect(anew).not.toEqual(of);
    expect(records.all('notes').at(-1)?.properties.hs_note_body).toContain('Again.');
  });

  it('finds what it wrote at once, before the search knows it', async () => {
    const { crm, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    records.indexing = false;
    const written = await crm.logActivity.send(draft('a key with ] and % and ü', id));
    expect(await crm.logActivity.find?.(draft('a key with ] and % and ü', id))).toEqual(written);
    expect(await crm.logActivity.find?.(draft('another', id))).toBeUndefined();
    expect(crm.logActivity.repeat).toBe('findable');
  });

  it('cuts a text that HubSpot would refuse, and keeps the mark', async () => {
    const { crm, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    await crm.logActivity.send(draft('long', id, { text: `${'<🚲'.repeat(40_000)}\ud800` }));
    const body = records.all('notes')[0]?.properties.hs_note_body ?? '';
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.isWellFormed()).toBe(true);
    expect(markerIn(body)?.key).toBe('long');
  });

  it('a text that shows a mark of its own is not taken for it', async () => {
    const { crm, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    await crm.logActivity.send(draft('ours', id, { text: 'look: [kenning theirs]' }));
    expect(markerIn(records.all('notes')[0]?.properties.hs_note_body)?.key).toBe('ours');
    expect(markerIn('<p>nothing of ours [kenning theirs] in the middle</p>')).toBeUndefined();
  });
});

describe.skipIf(noOracle)('the numbers of ties', () => {
  it.each([
    ['notes', 'contacts', 'noteToContact'],
    ['notes', 'companies', 'noteToCompany'],
    ['communications', 'contacts', 'communicationToContact'],
    ['communications', 'companies', 'communicationToCompany'],
    ['tickets', 'contacts', 'ticketToContact'],
    ['tickets', 'companies', 'ticketToCompany'],
  ])('from %s to %s are those of HubSpot’s own client', (from, to, name) => {
    expect(tieTo(from, to, '1').types[0]?.associationTypeId).toBe(tieNumbers()[name]);
  });
});

describe('contacts written to HubSpot', () => {
  it('fills in what is empty, pushes nothing out, and notes what it filled in', async () => {
    const { crm, records } = await open();
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
    const { crm, records } = await open();
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
    const { crm, records } = await open({ version: 'v3' });
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
    const { crm, records } = await open();
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
    const { crm, records } = await open({ idProperty: 'member_no' });
    records.define('contacts', ['member_no'], { unique: true });
    const contact = { key: 'a', attributes: { givenName: 'Ann', custom: { member_no: 'M-1' } } };
    const made = await crm.upsert.send(contact);
    const again = await crm.upsert.send({ key: 'b', attributes: { givenName: 'Anna', custom: { member_no: 'M-1' } } });
    expect(again).toEqual(made);
    expect(records.all('contacts').map(({ properties }) => properties.firstname)).toEqual(['Anna']);
  });

  it('makes organizations, and finds those that it made', async () => {
    const { crm, records } = await open();
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
    const { crm, records } = await open();
    const ann = records.add('contacts', { jobtitle: 'Rider', favorite_bike: 'gravel', city: 'Juneau' });
    await crm.upsert.send({ key: 'k', of: ref(ann.id), cleared: ['title', 'favorite_bike', 'city'] });
    const left = records.find('contacts', ann.id)?.properties ?? {};
    expect([left.jobtitle, left.favorite_bike, left.city]).toEqual([undefined, undefined, undefined]);
  });

  it('empties an address and a name whole', async () => {
    const { crm, records } = await open();
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
    const { crm, records } = await open();
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
    const { crm, records } = await open();
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
    const { crm, records } = await open();
    const [ann, anna] = [records.add('contacts', { firstname: 'Ann' }), records.add('contacts', { firstname: 'Anna' })];
    const merged = records.merge('contacts', ann, anna);
    const written = await crm.upsert.send({ key: 'a', of: ref(anna.id), attributes: { title: 'Rider' } });
    expect(written).toEqual(ref(merged.id));
    expect(records.find('contacts', merged.id)?.properties.jobtitle).toBe('Rider');
  });

  it('notes as much as a note has room for, and fills in all', async () => {
    const { crm, records } = await open();
    const ann = records.add('contacts', { firstname: 'Ann' });
    const custom = { favorite_bike: '"&<'.repeat(5000), bluesky_handle: 'an[kenning x]n' };
    await crm.upsert.send({ key: 'k', of: ref(ann.id), attributes: { custom } });
    expect(ann.properties).toMatchObject(custom);
    const body = records.all('notes')[0]?.properties.hs_note_body;
    expect(markerIn(body)).toEqual({ key: 'k', filled: { bluesky_handle: 'an[kenning x]n' } });
  });

  it('two writes to one contact at a time both stand', async () => {
    const { crm, records } = await open();
    const ann = records.add('contacts', { firstname: 'Ann' });
    await Promise.all([
      crm.upsert.send({ key: 'a', of: ref(ann.id), identifiers: [{ kind: 'phone', scope: '', value: '1' }] }),
      crm.upsert.send({ key: 'b', of: ref(ann.id), identifiers: [{ kind: 'phone', scope: '', value: '2' }] }),
    ]);
    expect(records.find('contacts', ann.id)?.properties).toMatchObject({ phone: '1', mobilephone: '2' });
  });

  it('finishes what it had noted before it ended', async () => {
    const { crm, fake, records } = await open();
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

describe('what HubSpot gives back', () => {
  it('takes away activities of ours by their keys, and nothing else', async () => {
    const { crm, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    await crm.logActivity.send(draft('one', id));
    await crm.logActivity.send(draft('two', id, { kind: 'sms' }));
    await crm.logActivity.send(draft('three', id));
    const theirs = records.add('notes', { hs_note_body: '<p>[kenning one] is what it said.</p>' });
    records.link('notes', theirs.id, 'contacts', id);
    const erasure = { key: 'e', of: ref(id), activities: ['one', 'two'], upserts: [] };
    await crm.erase.send(erasure);
    await crm.erase.send(erasure);
    expect(records.linked('contacts', id, 'notes').map((note) => records.find('notes', note)?.id)).toHaveLength(2);
    expect(records.linked('contacts', id, 'communications')).toEqual([]);
    expect(await crm.erase.send({ ...erasure, of: ref('424242') })).toEqual(ref('424242'));
  });

  it('empties what it filled in, where it still says so', async () => {
    const { crm, records } = await open();
    const ann = records.add('contacts', { firstname: 'Ann' });
    const handle = { kind: 'handle', scope: 'bluesky', value: 'ann.test' };
    await crm.upsert.send({ key: 'a', of: ref(ann.id), attributes: { title: 'Rider' }, identifiers: [handle] });
    await crm.upsert.send({ key: 'b', of: ref(ann.id), attributes: { organization: 'Harbor Bikes' } });
    records.change('contacts', ann, { jobtitle: 'Chief Rider' });
    await crm.erase.send({ key: 'e', of: ref(ann.id), activities: [], upserts: ['a'] });
    expect(ann.properties).toMatchObject({ jobtitle: 'Chief Rider', company: 'Harbor Bikes' });
    expect(ann.properties.bluesky_handle).toBeUndefined();
    await crm.erase.send({ key: 'f', of: ref(ann.id), activities: [] });
    expect(ann.properties.company).toBeUndefined();
    expect(records.linked('contacts', ann.id, 'notes')).toEqual([]);
  });

  it('merges two contacts, and knows that it did', async () => {
    const { crm, records } = await open();
    const [ann, anna] = [records.add('contacts', { firstname: 'Ann' }), records.add('contacts', { firstname: 'Anna' })];
    const merge = { key: 'm', into: ref(ann.id), from: ref(anna.id) };
    expect(await crm.merge.find?.(merge)).toBeUndefined();
    const merged = await crm.merge.send(merge);
    expect(records.find('contacts', merged.externalId)?.properties.firstname).toBe('Ann');
    expect(await crm.merge.find?.(merge)).toEqual(merged);
    await expect(crm.merge.send({ ...merge, from: ref('company/5') })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('opens a ticket in the first stage, finds it, and follows it until it is closed', async () => {
    const { crm, records } = await open();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const opened = {
      key: 'case 1',
      contact: ref(id),
      subject: 'A gear is broken',
      text: 'Do you repair gears?',
      priority: 'high' as const,
      interaction: '01990000-0000-7000-8000-000000000001' as InteractionId,
    };
    const made = await crm.openCase.send(opened);
    expect(await crm.openCase.find?.(opened)).toEqual(made);
    const expected = {
      of: made,
      key: 'case 1',
      state: 'open',
      status: 'New',
      subject: 'A gear is broken',
      contact: ref(id),
      priority: 'high',
    };
    const first = await readAll(crm.cases);
    expect(first.items).toMatchObject([expected]);
    const ticket = records.all('tickets')[0];
    if (!ticket) throw new Error('no ticket');
    records.change('tickets', ticket, { hs_pipeline_stage: '2' });
    const since = first.changed as string;
    expect((await readAll(crm.cases, { since })).items).toMatchObject([
      { ...expected, state: 'waiting', status: 'Waiting on contact' },
    ]);
    records.change('tickets', ticket, { hs_pipeline_stage: '4', closed_date: '2026-11-24T12:00:00Z' });
    expect((await readAll(crm.cases, { since })).items).toMatchObject([
      { state: 'closed', status: 'Closed', closedAt: '2026-11-24T12:00:00.000Z' },
    ]);
    records.archive('tickets', ticket.id);
    expect((await readAll(crm.cases, { since })).items).toMatchObject([{ of: made, state: 'removed' }]);
  });

  it('makes a lead of somebody new, once, and leaves whom it knows as he is', async () => {
    const { crm, records } = await open({ leads: true });
    const lead = {
      key: 'l',
      rule: 'asks for a price',
      attributes: { name: 'Maya Lindqvist' },
      identifiers: [{ kind: 'handle', scope: 'bluesky', value: 'maya.test' }],
      origin: 'bluesky',
    };
    const made = await crm.createLead.send(lead);
    expect(made.externalId).toBe(`lead/${records.all('leads')[0]?.id}`);
    expect(await crm.createLead.send(lead)).toEqual(made);
    expect(await crm.createLead.find?.(lead)).toEqual(made);
    expect(records.all('contacts')).toHaveLength(1);
    expect(records.all('contacts')[0]?.properties).toMatchObject({
      firstname: 'Maya',
      lifecyclestage: 'lead',
      bluesky_handle: 'maya.test',
    });
    expect(records.all('leads')[0]?.properties.hs_lead_name).toBe('Maya Lindqvist (bluesky)');
  });
});
