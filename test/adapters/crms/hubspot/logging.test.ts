import { describe, expect, it } from 'vitest';
import { markerIn } from '../../../../src/adapters/crms/hubspot/marker.js';
import { tieTo } from '../../../../src/adapters/crms/hubspot/ties.js';
import { noOracle, tieNumbers } from '../../../support/fake-hubspot/client-oracle.js';
import { loggedDraft } from '../../../support/fake-hubspot/logged-draft.js';
import { openPortal } from '../../../support/fake-hubspot/made-up-portal.js';

describe('activities written to HubSpot', () => {
  it('makes a note on the contact, escaped, with the place and the mark', async () => {
    const { crm, records } = await openPortal({ owner: '77' });
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const written = await crm.logActivity.send(loggedDraft('activity hubspot 1 2', id));
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
    const { crm, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const company = records.add('companies', { name: 'Harbor Bikes' });
    for (const [key, contact, kind, network] of [
      ['a', id, 'message', 'whatsapp'],
      ['b', id, 'message', 'linkedin'],
      ['c', `company/${company.id}`, 'sms', 'phone'],
      ['d', id, 'message', 'bluesky'],
      ['e', id, 'post', 'linkedin'],
    ] as const)
      await crm.logActivity.send(loggedDraft(key, contact, { kind, network }));
    const types = records.all('communications').map(({ properties }) => properties.hs_communication_channel_type);
    expect(types).toEqual(['WHATS_APP', 'LINKEDIN_MESSAGE', 'SMS']);
    expect(records.all('communications')[0]?.properties.hs_communication_logged_from).toBe('CRM');
    expect(records.linked('companies', company.id, 'communications')).toHaveLength(1);
    expect(records.all('notes')).toHaveLength(2);
  });

  it('writes a hundred at a time in one call, and one that is refused does not keep the others out', async () => {
    const { crm, fake, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const keys = Array.from({ length: 150 }, (_, index) => `key ${index}`);
    const results = await Promise.allSettled(
      keys.map((key, index) => crm.logActivity.send(loggedDraft(key, index === 40 ? '999999' : id))),
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
    const { crm, fake, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    fake.fault = ({ path, body }) => {
      const inputs = (body.inputs ?? []) as { properties: Record<string, string> }[];
      const isBad = inputs.some(({ properties }) => properties?.hs_note_body?.includes('boom'));
      return path.endsWith('/notes/batch/create') && isBad
        ? { status: 400, body: { status: 'error', category: 'VALIDATION_ERROR', message: 'one is wrong' } }
        : undefined;
    };
    const texts = ['fine', 'boom', 'fine too'];
    const results = await Promise.allSettled(
      texts.map((text) => crm.logActivity.send(loggedDraft(text, id, { text }))),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(records.all('notes')).toHaveLength(2);
  });

  it('tells what became of each, however HubSpot says it', async () => {
    const { crm, fake, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const answer = (body: Record<string, unknown>) => {
      fake.fault = ({ path }) => (path.endsWith('/notes/batch/create') ? { status: 207, body } : undefined);
      return Promise.allSettled(['a', 'b'].map((key) => crm.logActivity.send(loggedDraft(key, id))));
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
    const { crm, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const of = await crm.logActivity.send(loggedDraft('first', id));
    expect(await crm.logActivity.send(loggedDraft('second', id, { text: 'Changed.', of }))).toEqual(of);
    expect(records.all('notes')).toHaveLength(1);
    expect(records.all('notes')[0]?.properties.hs_note_body).toContain('Changed.');
    records.archive('notes', of.externalId.slice(5));
    const anew = await crm.logActivity.send(loggedDraft('third', id, { text: 'Again.', of }));
    expect(anew).not.toEqual(of);
    expect(records.all('notes').at(-1)?.properties.hs_note_body).toContain('Again.');
  });

  it('finds what it wrote at once, before the search knows it', async () => {
    const { crm, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    records.indexing = false;
    const written = await crm.logActivity.send(loggedDraft('a key with ] and % and ü', id));
    expect(await crm.logActivity.find?.(loggedDraft('a key with ] and % and ü', id))).toEqual(written);
    expect(await crm.logActivity.find?.(loggedDraft('another', id))).toBeUndefined();
    expect(crm.logActivity.repeat).toBe('findable');
  });

  it('cuts a text that HubSpot would refuse, and keeps the mark', async () => {
    const { crm, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    await crm.logActivity.send(loggedDraft('long', id, { text: `${'<🚲'.repeat(40_000)}\ud800` }));
    const body = records.all('notes')[0]?.properties.hs_note_body ?? '';
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.isWellFormed()).toBe(true);
    expect(markerIn(body)?.key).toBe('long');
  });

  it('a text that shows a mark of its own is not taken for it', async () => {
    const { crm, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    await crm.logActivity.send(loggedDraft('ours', id, { text: 'look: [kenning theirs]' }));
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
