import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareRecord } from '../../../../src/core/ingest/prepare.js';
import { columnKind } from '../../../../src/core/table/columns/column-kind.js';
import { phoneDamage, phoneHabits } from '../../../../src/core/table/columns/damaged-phones.js';
import { dateOrderOf, readDate } from '../../../../src/core/table/columns/dates.js';
import { detectColumns } from '../../../../src/core/table/columns/detect-columns.js';
import { csvLine } from '../../../../src/core/table/csv-line.js';
import { readDrafts } from './read.js';

const kindsOf = (header: string[], sample: string[][] = []) =>
  detectColumns(header, sample).columns.map(({ kind }) => kind);

describe('columns', () => {
  it.each([
    ['first_name|surname|dob|city|email', 'given-name|family-name|birth-date|city|email'],
    [
      'Vorname|Nachname|E-Mail|Telefon|Firma|PLZ|Ort|Straße',
      'given-name|family-name|email|phone|organization|postal-code|city|street',
    ],
    ['Vorname|Name|E-Mail-Adresse', 'given-name|family-name|email'],
    ['Prénom|Nom|Courriel|Société|Ville', 'given-name|family-name|email|organization|city'],
    ['Nombre|Apellidos|Correo electrónico|Teléfono móvil', 'given-name|family-name|email|phone'],
    ['PRIMARY_NAME_LAST|PRIMARY_NAME_FIRST|ADDR_CITY|ADDR_POSTAL_CODE', 'family-name|given-name|city|postal-code'],
    ['FullName|emailAddress1|Mobile Phone 2|ZIP', 'name|email|phone|postal-code'],
    [
      'Twitter|LinkedIn Profile URL|Bluesky handle|X (Twitter)',
      'handle:twitter|handle:linkedin|handle:bluesky|handle:twitter',
    ],
    ['Title|Job Title', 'custom|title'],
    [
      'Owner Email|Email Type|Manager Name|Fax|Company Phone|true_contact_id',
      'custom|custom|custom|custom|custom|custom',
    ],
    ['network|handle|url|display name|bio|location', 'network|handle|website|name|bio|location'],
  ])('%s', (header, kinds) => {
    expect(kindsOf(header.split('|')).join('|')).toBe(kinds);
  });

  it('are recognized by their values where the header says nothing', () => {
    const sample = [
      ['ann@example.org', '+1 907 555 0142', 'https://ann.example', '1.75', '2026-01-02', '1'],
      ['bo@example.org', '(907) 555-0143', 'www.bo.example', '1.80', '2026-01-03', '2'],
    ];
    expect(kindsOf(['Kontaktweg', 'b', 'c', 'd', 'e', 'f'], sample)).toEqual([
      'email',
      'phone',
      'website',
      'custom',
      'custom',
      'custom',
    ]);
    expect(kindsOf(['Owner'], [['ann@example.org']])).toEqual(['custom']);
    // The colleague in charge stands in every row.
    expect(
      kindsOf(
        ['Bearbeiter'],
        Array.from({ length: 30 }, () => ['ines@vendor.example']),
      ),
    ).toEqual(['custom']);
  });

  it('can be told and left out; what is not there is named with a suggestion', async () => {
    const text = 'Kürzel,Kontakt,Geheim\nann,x@example.org,1\n';
    const { drafts } = await readDrafts(text, {
      columns: { kürzel: 'bluesky', Kontakt: 'email' },
      ignore: ['Geheim'],
      id: 'Kürzel',
    });
    expect(drafts[0]).toMatchObject({ externalId: 'ann', identifiers: [{ kind: 'email', value: 'x@example.org' }] });
    expect(drafts[0]?.attributes.custom).toBeUndefined();
    await expect(readDrafts(text, { columns: { Kontackt: 'email' } })).rejects.toMatchObject({
      code: 'invalid',
      message: 'contacts.csv has no column "Kontackt". Did you mean "Kontakt"? It has "Kürzel", "Kontakt", "Geheim".',
    });
    await expect(readDrafts(text, { columns: { Kontakt: 'e-mial' } })).rejects.toMatchObject({
      message: expect.stringContaining('Did you mean email?'),
    });
    expect(columnKind('LinkedIn')).toBe('handle:linkedin');
    expect(columnKind('handle:X')).toBe('handle:twitter');
    expect(columnKind('Family Name')).toBe('family-name');
  });

  it('name rows: the one that is given, one whose values differ, else the number', async () => {
    expect((await readDrafts('id,name\n7,Ann\n7,Bo\n')).detected.id).toBeUndefined();
    expect((await readDrafts('no,id,name\n1,a,Ann\n1,b,Bo\n')).detected.id?.header).toBe('id');
    const { drafts, warnings } = await readDrafts('name\nAnn\nBo\n');
    expect(drafts.map(({ externalId }) => externalId)).toEqual(['1', '2']);
    expect(warnings).toHaveLength(1);
    const some = await readDrafts(
      `id,name\n${Array.from({ length: 20 }, (_, row) => `${row || ''},Ann ${row}\n`).join('')}`,
    );
    expect(some.drafts.slice(0, 2).map(({ externalId }) => externalId)).toEqual(['row 1', '1']);
    expect((await readDrafts('key,name\nnone,Ann\n', { id: 'key' })).drafts[0]?.externalId).toBe('none');
    const missing = await readDrafts('key,name\n1,Ann\n,Bo\n', { id: 'key' });
    expect(missing.rejected).toEqual([{ at: 'line 3', reason: 'it has no id in the column "key"' }]);
  });

  it('hold nothing where they hold a placeholder', async () => {
    const text = 'name,email,city,note\nn/a,-,null,NULL\nNull,none,#N/A,x\n';
    const { drafts } = await readDrafts(text);
    expect(drafts.map(({ attributes, identifiers }) => ({ attributes, identifiers }))).toEqual([
      { attributes: {}, identifiers: [] },
      { attributes: { name: 'Null', custom: { note: 'x' } }, identifiers: [] },
    ]);
  });

  it('of profiles make accounts', async () => {
    const text = [
      'network,handle,url',
      'X,@ann,',
      'Mastodon,@bo@social.example,',
      ',,https://www.linkedin.com/in/cy',
      'facebook,,https://facebook.com/di',
      ',,',
      ',eve,',
    ].join('\n');
    const { drafts } = await readDrafts(text, {
      kind: 'profile',
      source: 'csv/profiles.csv',
      accountOf: (url) => ({ scope: url.includes('linkedin') ? 'linkedin' : 'facebook', handle: url.slice(-2) }),
    });
    expect(drafts.map(({ source, externalId }) => `${source} ${externalId}`)).toEqual([
      'twitter ann',
      'mastodon/social.example bo',
      'linkedin cy',
      'facebook di',
      'csv/profiles.csv 5',
    ]);
  });

  it('of characters that were lost are told', async () => {
    const { warnings } = await readDrafts('id,name\n1,B\uFFFDrk\n');
    expect(warnings).toEqual([{ at: 'line 2', column: 'name', reason: expect.stringContaining('lost') }]);
  });

  it('with anything in them make records that ingest takes, or are rejected', async () => {
    const headers = [
      'id',
      'name',
      'email',
      'phone',
      'birthday',
      'twitter',
      'website',
      'city',
      'street',
      'newsletter',
      'updated',
    ];
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
      fc.constantFrom(
        'a@b.example',
        '31.12.1999',
        '1999-13-45',
        '4.9E+11',
        'x'.repeat(30_000),
        'yes',
        '@ann',
        'ann.example/x',
      ),
    );
    const row = fc.array(cell, { minLength: headers.length, maxLength: headers.length });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const text = [headers, ...rows].map((cells) => `${csvLine(cells)}\n`).join('');
        const { drafts } = await readDrafts(text);
        for (const draft of drafts) expect(prepareRecord(draft)).toHaveProperty('draft');
      }),
      { numRuns: 100 },
    );
  });
});

describe('damaged phones', () => {
  const damaged = (values: string[]) => values.filter((value) => phoneDamage(value, phoneHabits(values)));
  it('are told from those that are whole', () => {
    expect(damaged(['4.9151E+11', '4,9151E+11', '1.5E11', '#####', '#NAME?'])).toHaveLength(5);
    expect(damaged(['+49 151 5550142', '0151 5550143', '1515550144'])).toEqual(['1515550144']);
    expect(damaged(['4.9151E+11', '15155501234'])).toEqual(['4.9151E+11']);
    expect(damaged(['4.9151E+11', '1515550123'])).toHaveLength(2);
    expect(damaged(['+4915155501234', '4915155501235'])).toEqual([]);
    expect(damaged(['9075550142', '9075550143', '(907) 555-0144', '+44 20 5550142', '19075550145'])).toEqual([]);
    expect(damaged(['612345678', '612345679', '712345678'])).toEqual([]);
    expect(damaged(['301234567', '1711234567', '89123456', '4912345678', '40123456789'])).toHaveLength(4);
    expect(damaged(['491511234000000000'.slice(0, 15)])).toEqual(['491511234000000']);
  });
});

describe('dates', () => {
  it('are read in the order that a column shows', () => {
    expect(dateOrderOf(['03/04/1980', '12/24/1984'])).toBe('month-first');
    expect(dateOrderOf(['03/04/1980', '24/12/1984'])).toBe('day-first');
    expect(dateOrderOf(['3.4.1980'])).toBe('day-first');
    expect(dateOrderOf(['03/04/1980'])).toBe('unknown');
    expect(readDate('03/04/1980', 'unknown')).toBeUndefined();
    expect(readDate('04/04/1980', 'unknown')).toBe('1980-04-04');
    expect(readDate('12/24/1984', 'month-first')).toBe('1984-12-24');
    expect(readDate('19081209', 'unknown')).toBe('1908-12-09');
  });

  it('that can not be read are told and kept as they are', async () => {
    const { drafts, warnings } = await readDrafts('id,born\n1,03/04/1980\n2,1980-02-31\n3,1980-02-03\n');
    expect(drafts.map(({ attributes }) => attributes.birthDate)).toEqual([undefined, undefined, '1980-02-03']);
    expect(drafts[0]?.attributes.custom).toEqual({ born: '03/04/1980' });
    expect(warnings.map(({ at }) => at)).toEqual(['line 2', 'line 3']);
    const compared = await readDrafts('id,born\n1,1980-02-31\n', { forComparison: true });
    expect(compared.drafts[0]?.attributes.birthDate).toBe('1980-02-31');
  });
});
