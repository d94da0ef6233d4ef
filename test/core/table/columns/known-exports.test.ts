import { describe, expect, it } from 'vitest';
import { prepareRecord } from '../../../../src/core/ingest/prepare.js';
import type { SourceRecordDraft } from '../../../../src/core/model/source-record.js';
import { readDrafts } from './read.js';

const values = ({ identifiers }: SourceRecordDraft, kind: string): string[] =>
  identifiers.filter((identifier) => identifier.kind === kind).map(({ value }) => value);

const lostZero = 'it has lost a zero or a plus at its beginning';

describe('exports are recognized by their headers', () => {
  it('HubSpot', async () => {
    const { detected, drafts, warnings } = await readDrafts('file:hubspot.csv');
    expect(detected).toMatchObject({ exportOf: 'HubSpot', id: { header: 'Record ID' } });
    const [zoe, lukasz, shop] = drafts as [SourceRecordDraft, SourceRecordDraft, SourceRecordDraft];
    expect(zoe).toMatchObject({
      externalId: '5001',
      observedAt: '2026-05-02T10:15:00.000Z',
      attributes: {
        name: 'Zoë Brandt',
        organization: 'Velo Brandt GmbH',
        title: 'Einkäuferin',
        lifecycleStage: 'Customer',
        address: { city: 'Köln', postalCode: '50667', country: 'Germany' },
        custom: { 'Contact owner': 'Ines Koch (ines@vendor.example)' },
      },
    });
    expect(zoe.consents).toBeUndefined();
    expect(zoe.identifiers).toEqual([
      { kind: 'email', scope: '', value: 'zoe.brandt@velo.example' },
      { kind: 'phone', scope: '', value: '+49 30 5550142' },
      { kind: 'url', scope: '', value: 'velo.example' },
      { kind: 'url', scope: '', value: 'https://www.linkedin.com/in/zoe-brandt' },
      { kind: 'handle', scope: 'twitter', value: 'zoebrandt' },
    ]);
    expect(values(lukasz, 'email')).toEqual(['lukasz@nowak.example', 'l.nowak@work.example']);
    expect(values(lukasz, 'phone')).toEqual([]);
    expect(lukasz.consents).toMatchObject([{ purpose: 'marketing', channel: 'email', state: 'withdrawn' }]);
    expect(shop.attributes).toEqual({ custom: { 'Create Date': '2025-03-03 09:30' } });
    expect(warnings).toEqual([
      { at: 'line 3', column: 'Mobile Phone Number', reason: 'a spreadsheet has cut its digits' },
    ]);
  });

  it('Salesforce', async () => {
    const { detected, drafts, warnings } = await readDrafts('file:salesforce.csv');
    expect(detected).toMatchObject({ exportOf: 'Salesforce', id: { header: 'Id' } });
    expect(drafts[0]).toMatchObject({
      externalId: '003Aa00000b1cdEIAQ',
      attributes: {
        name: 'Jürgen Müller',
        title: 'Geschäftsführer',
        birthDate: '1971-02-28',
        address: { street: 'Hauptstraße 5\nHinterhaus', city: 'München', postalCode: '80331' },
      },
      consents: [{ channel: 'email', state: 'withdrawn' }],
    });
    // A fax and an assistant are not the person.
    expect(values(drafts[0] as SourceRecordDraft, 'phone')).toEqual(['+49 89 5550133', '015155501234']);
    expect(values(drafts[1] as SourceRecordDraft, 'phone')).toEqual([]);
    expect(warnings).toEqual([
      { at: 'line 4', column: 'Phone', reason: lostZero },
      { at: 'line 4', column: 'MobilePhone', reason: lostZero },
    ]);
  });

  it('Outlook', async () => {
    const { detected, drafts, warnings } = await readDrafts('file:outlook.csv');
    expect(detected.exportOf).toBe('Outlook');
    expect(drafts[0]).toMatchObject({
      externalId: '1',
      attributes: {
        name: 'Renée Marie Dupont',
        title: 'Directrice',
        birthDate: '1984-12-24',
        address: { street: '12 rue du Port, 2e étage', city: 'Lyon' },
        custom: { Title: 'Dr.', Notes: 'Kommt gern ins Büro; 5 € Rabatt' },
      },
    });
    expect(values(drafts[0] as SourceRecordDraft, 'email')).toEqual(['renee@dupont.example', 'r.dupont@post.example']);
    expect(values(drafts[0] as SourceRecordDraft, 'phone')).toEqual(['+33 4 55 50 01 44']);
    expect(drafts[1]?.attributes.address).toEqual({ street: 'Am Markt 3', city: 'Görlitz', postalCode: '02826' });
    expect(values(drafts[1] as SourceRecordDraft, 'phone')).toEqual(['03581 5550122']);
    expect(warnings).toEqual([
      { reason: expect.stringContaining('no column names its rows') },
      { at: 'line 3', column: 'Mobile Phone', reason: lostZero },
    ]);
  });

  it('Google Contacts, as now and as before', async () => {
    const { detected, drafts } = await readDrafts('file:google.csv');
    expect(detected.exportOf).toBe('Google Contacts');
    const [amara, bakery] = drafts as [SourceRecordDraft, SourceRecordDraft];
    expect(values(amara, 'email')).toEqual(['amara@okafor.example', 'studio@okafor.example', 'amara.o@post.example']);
    expect(values(amara, 'phone')).toEqual(['+1 907-555-0177', '+1 907-555-0178']);
    expect(amara.attributes).toMatchObject({
      name: 'Amara Okafor',
      alternateNames: ['Ama'],
      title: 'Architect',
      address: { city: 'Juneau', region: 'AK' },
    });
    expect(bakery).toMatchObject({ party: 'organization', attributes: { name: 'Harbor Bakery' } });
    const before = await readDrafts('file:google-utf-16.csv');
    expect(before.detected.exportOf).toBe('Google Contacts');
    expect(before.drafts[0]?.attributes).toMatchObject({
      name: '花子 山田',
      familyName: '山田',
      organization: '山田商店',
    });
  });

  it('Mailchimp', async () => {
    const { detected, drafts } = await readDrafts('file:mailchimp.csv');
    expect(detected).toMatchObject({ exportOf: 'Mailchimp', id: { header: 'EUID' } });
    expect(drafts[0]).toMatchObject({
      externalId: 'a1b2c3d4e5',
      consents: [{ channel: 'email', state: 'granted', at: '2025-11-03T08:16:40.000Z' }],
      attributes: { custom: { REGION: 'AB', Birthday: '06/21' } },
    });
  });

  it('LinkedIn, past the notes at its beginning', async () => {
    const { detected, drafts, warnings } = await readDrafts('file:linkedin.csv');
    expect(detected).toMatchObject({ exportOf: 'LinkedIn', id: { header: 'URL' } });
    expect(drafts[0]).toMatchObject({
      externalId: 'https://www.linkedin.com/in/priya-raman',
      attributes: { givenName: 'Priya', organization: 'Raman Analytics', title: 'Founder & "Chief" of Data' },
    });
    expect(warnings).toEqual([]);
  });

  it('gives records that ingest takes', async () => {
    for (const file of ['hubspot', 'salesforce', 'outlook', 'google', 'google-utf-16', 'mailchimp', 'linkedin'])
      for (const draft of (await readDrafts(`file:${file}.csv`)).drafts)
        expect(prepareRecord(draft)).toEqual({ draft });
  });
});
