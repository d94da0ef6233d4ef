import { describe, expect, it } from 'vitest';
import type { InteractionId } from '../../../../src/core/model/id.js';
import { observed } from '../../../../src/core/model/observed.js';
import { openPortal, readAll } from '../../../support/fake-hubspot/made-up-portal.js';

const source = 'hubspot/62515';
const ref = (externalId: string) => ({ source, externalId });

describe('activities that HubSpot holds', () => {
  it('are calls, meetings, mails, notes and messages, with who took part', async () => {
    const { crm, records } = await openPortal();
    const ann = records.add('contacts', { email: 'ann@made-up.example' });
    const company = records.add('companies', { name: 'Harbor Bikes' });
    const add = (object: string, properties: Record<string, string>) => {
      const record = records.add(object, properties);
      records.link(object, record.id, 'contacts', ann.id);
      return record;
    };
    const call = add('calls', {
      hs_timestamp: '2026-11-20T10:00:00Z',
      hs_call_title: 'About gears',
      hs_call_body: '<p>She asked &amp; we answered.</p>',
      hs_call_duration: '90000',
      hs_call_direction: 'INBOUND',
      hubspot_owner_id: '77',
    });
    records.link('calls', call.id, 'companies', company.id);
    add('meetings', {
      hs_meeting_title: 'Visit',
      hs_meeting_start_time: '2026-11-21T10:00:00Z',
      hs_meeting_end_time: '2026-11-21T11:00:00Z',
      hubspot_owner_id: '77',
    });
    add('emails', {
      hs_timestamp: '1795255200000',
      hs_email_subject: 'Gears',
      hs_email_html: '<div>Hello<br>there</div>',
      hs_email_direction: 'INCOMING_EMAIL',
      hs_email_message_id: '<abc@mail.made-up.example>',
      hubspot_owner_id: '77',
    });
    add('notes', { hs_timestamp: '2026-11-22T10:00:00Z', hs_note_body: 'likes < gravel' });
    add('communications', {
      hs_timestamp: '2026-11-23T10:00:00Z',
      hs_communication_body: 'Hi',
      hs_communication_channel_type: 'WHATS_APP',
    });
    records.add('notes', { hs_note_body: 'on nobody’s record' });

    const { items, rejected } = await readAll(crm.activities);
    expect(rejected).toEqual([]);
    for (const item of items) expect(observed.safeParse(item.observed).error).toBeUndefined();
    const seen = items.map(({ of, observed: what }) => {
      if (what.type !== 'said') throw new Error(what.type);
      const { network, realm, externalId, kind, at, endedAt, content, participants } = what.interaction;
      const roles = participants.map(({ role, of: whom }) => `${role} ${whom.externalId}`);
      return [
        of.externalId.split('/')[0],
        network,
        realm,
        kind,
        at,
        endedAt,
        content.title,
        content.text,
        roles,
        externalId,
      ];
    });
    expect(seen.map((one) => one.slice(0, 9))).toEqual([
      [
        'call',
        'hubspot',
        '62515',
        'call',
        '2026-11-20T10:00:00.000Z',
        '2026-11-20T10:01:30.000Z',
        'About gears',
        'She asked & we answered.',
        ['recipient owner/77', `author ${ann.id}`, `recipient company/${company.id}`],
      ],
      [
        'meeting',
        'hubspot',
        '62515',
        'meeting',
        '2026-11-21T10:00:00.000Z',
        '2026-11-21T11:00:00.000Z',
        'Visit',
        '',
        ['organizer owner/77', `attendee ${ann.id}`],
      ],
      [
        'email',
        'email',
        '',
        'email',
        '2026-11-21T10:00:00.000Z',
        undefined,
        'Gears',
        'Hello\nthere',
        ['recipient owner/77', `author ${ann.id}`],
      ],
      [
        'note',
        'hubspot',
        '62515',
        'note',
        '2026-11-22T10:00:00.000Z',
        undefined,
        undefined,
        'likes < gravel',
        [`mentioned ${ann.id}`],
      ],
      [
        'communication',
        'hubspot',
        '62515',
        'message',
        '2026-11-23T10:00:00.000Z',
        undefined,
        undefined,
        'Hi',
        [`attendee ${ann.id}`],
      ],
    ]);
    expect(seen[2]?.[9]).toBe('abc@mail.made-up.example');
    expect(items[0]?.observed).toMatchObject({ profiles: [{ own: true, externalId: 'owner/77' }] });
    expect(crm.crm.networks?.map(({ id }) => id)).toEqual(['hubspot']);
  });

  it('know our own by their keys, without the mark in their words', async () => {
    const { crm, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const of = await crm.logActivity.send({
      key: 'activity hubspot 1 2',
      interaction: '01990000-0000-7000-8000-000000000001' as InteractionId,
      contact: ref(id),
      kind: 'post',
      network: 'bluesky',
      direction: 'inbound',
      at: '2026-11-24T09:00:00.000Z',
      subject: 'Post',
      text: 'Do you repair gears?',
    });
    const { items } = await readAll(crm.activities);
    expect(items).toMatchObject([{ of, key: 'activity hubspot 1 2' }]);
    expect(JSON.stringify(items[0]?.observed)).not.toContain('kenning');
  });

  it('are given again when they were changed, and as removed when they were deleted', async () => {
    const { crm, records, clock } = await openPortal();
    const ann = records.add('contacts', { email: 'ann@made-up.example' });
    const [kept, gone] = ['one', 'two'].map((hs_note_body) => {
      const note = records.add('notes', { hs_note_body });
      records.link('notes', note.id, 'contacts', ann.id);
      return note;
    });
    if (!kept || !gone) throw new Error('no notes');
    clock.turn(3_600_000);
    const { changed } = await readAll(crm.activities);
    clock.turn(3_600_000);
    records.change('notes', kept, { hs_note_body: 'one, changed' });
    records.archive('notes', gone.id);
    const { items } = await readAll(crm.activities, { since: changed as string });
    expect(items).toMatchObject([
      { observed: { type: 'said', interaction: { content: { text: 'one, changed' } } } },
      {
        of: { externalId: `note/${gone.id}` },
        observed: { type: 'removed', by: 'us', of: { externalId: `note/${gone.id}` } },
      },
    ]);
  });
});

describe('deals that HubSpot holds', () => {
  it('say their stage by its label, and are won or lost by it', async () => {
    const { crm, records } = await openPortal();
    const ann = records.add('contacts', { email: 'ann@made-up.example' });
    const company = records.add('companies', { name: 'Harbor Bikes' });
    const add = (dealname: string, more: Record<string, string>) => {
      const deal = records.add('deals', { dealname, createdate: '2026-11-01T00:00:00Z', ...more });
      records.link('deals', deal.id, 'contacts', ann.id);
      records.link('deals', deal.id, 'companies', company.id);
      return deal;
    };
    add('Fleet', {
      dealstage: 'appointmentscheduled',
      amount: '1200.50',
      deal_currency_code: 'EUR',
      closedate: '2027-01-01T00:00:00Z',
    });
    add('Repair', { dealstage: 'closedwon', amount: '80', closedate: '2026-11-20T00:00:00Z' });
    add('Rental', { dealstage: 'closedlost', amount: 'much' });
    const { items } = await readAll(crm.deals);
    expect(items).toMatchObject([
      {
        name: 'Fleet',
        state: 'open',
        stage: 'Appointment Scheduled',
        amount: { value: 1200.5, currency: 'EUR' },
        contacts: [ref(ann.id)],
        organization: ref(`company/${company.id}`),
        openedAt: '2026-11-01T00:00:00.000Z',
      },
      {
        name: 'Repair',
        state: 'won',
        stage: 'Closed Won',
        amount: { value: 80 },
        closedAt: '2026-11-20T00:00:00.000Z',
      },
      { name: 'Rental', state: 'lost', stage: 'Closed Lost' },
    ]);
    expect(items[0]).not.toHaveProperty('closedAt');
    expect(items[2]).not.toHaveProperty('amount');
  });
});
