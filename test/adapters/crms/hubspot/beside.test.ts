import { describe, expect, it } from 'vitest';
import type { InteractionId } from '../../../../src/core/model/id.js';
import { loggedDraft, ref } from '../../../support/fake-hubspot/logged-draft.js';
import { openPortal, readAll } from '../../../support/fake-hubspot/made-up-portal.js';

describe('what HubSpot gives back', () => {
  it('takes away activities of ours by their keys, and nothing else', async () => {
    const { crm, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    await crm.logActivity.send(loggedDraft('one', id));
    await crm.logActivity.send(loggedDraft('two', id, { kind: 'sms' }));
    await crm.logActivity.send(loggedDraft('three', id));
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
    const { crm, records } = await openPortal();
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
    const { crm, records } = await openPortal();
    const [ann, anna] = [records.add('contacts', { firstname: 'Ann' }), records.add('contacts', { firstname: 'Anna' })];
    const merge = { key: 'm', into: ref(ann.id), from: ref(anna.id) };
    expect(await crm.merge.find?.(merge)).toBeUndefined();
    const merged = await crm.merge.send(merge);
    expect(records.find('contacts', merged.externalId)?.properties.firstname).toBe('Ann');
    expect(await crm.merge.find?.(merge)).toEqual(merged);
    await expect(crm.merge.send({ ...merge, from: ref('company/5') })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('opens a ticket in the first stage, finds it, and follows it until it is closed', async () => {
    const { crm, records } = await openPortal();
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
    const { crm, records } = await openPortal({ leads: true });
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
