import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenRecord as goldenRecordSchema } from '../../src/core/model/golden-record.js';
import { goldenRecord } from '../../src/identity/golden-record.js';
import { anyRecord } from './matcher/any-record.js';
import { profile, record } from './records.js';

const at = (year: number) => ({ observedAt: `${year}-01-01T00:00:00.000Z` });

describe('goldenRecord', () => {
  it('a person’s edit goes before everything, however old', () => {
    const edit = record({ title: 'Captain' }, [], { kind: 'human', source: 'human', ...at(2001) });
    const golden = goldenRecord([record({ title: 'Mate' }, [], at(2026)), edit]);
    expect(golden.attributes.title).toBe('Captain');
    expect(golden.provenance.title).toEqual({ record: edit.id, source: 'human', ...at(2001), rule: 'human' });
  });

  it('a contact’s name goes before what somebody calls himself on a network, a profile’s bio is taken', () => {
    const golden = goldenRecord([
      record({ name: 'Ann Okonkwo' }, [], at(2020)),
      profile('twitter', 'x', { name: '★ Annie ★', bio: 'sailor' }, [], at(2026)),
    ]);
    expect(golden.attributes).toEqual({ name: 'Ann Okonkwo', bio: 'sailor', alternateNames: ['★ Annie ★'] });
  });

  it('follows its rules', () => {
    const records = [
      record({ title: 'Mate', organization: 'Acme', location: 'Juneau' }, [], { source: 'one', ...at(2024) }),
      record({ title: 'mate', organization: 'Acme Widget Works' }, [], { source: 'two', ...at(2025) }),
      record({ title: 'Captain', organization: 'Zorblatt', location: ' ' }, [], { source: 'three', ...at(2026) }),
    ];
    const { attributes, provenance } = goldenRecord(records, {
      title: 'most-frequent',
      organization: 'most-complete',
      location: { sourceOrder: ['three', 'one'] },
    });
    expect(attributes).toMatchObject({ title: 'mate', organization: 'Acme Widget Works', location: 'Juneau' });
    expect(provenance).toMatchObject({
      title: { rule: 'most-frequent' },
      location: { rule: 'source-order', source: 'one' },
    });
    expect(goldenRecord(records).attributes.title).toBe('Captain');
    expect(goldenRecord(records, { title: { sourceOrder: ['two'] } }).attributes.title).toBe('mate');
  });

  it('takes an address as a whole', () => {
    const { attributes, provenance } = goldenRecord([
      record({ address: { street: '12 Elm Street', city: 'Juneau' } }, [], at(2020)),
      record({ address: { city: 'Timbuktu' } }, [], at(2026)),
    ]);
    expect(attributes.address).toEqual({ city: 'Timbuktu' });
    expect(Object.keys(provenance)).toEqual(['address']);
  });

  it('unites custom fields and identifiers, each with its holders', () => {
    const one = record(
      { custom: { color: 'red', size: 'L' } },
      [{ kind: 'email', value: 'Ann@okonkwo.example' }],
      at(2020),
    );
    const two = record(
      { custom: { color: 'blue' } },
      [{ kind: 'email', value: 'ann@okonkwo.example', verifiedBy: 'crm' }],
      at(2019),
    );
    const golden = goldenRecord([one, two]);
    expect(golden.attributes.custom).toEqual({ color: 'red', size: 'L' });
    expect(golden.provenance['custom.color']?.record).toBe(one.id);
    expect(golden.identifiers).toEqual([
      { kind: 'email', scope: '', value: 'ann@okonkwo.example', verifiedBy: 'crm', records: [one.id, two.id] },
    ]);
  });

  it('does not depend on the order of records, and fits its schema', () => {
    fc.assert(
      fc.property(fc.array(anyRecord(), { maxLength: 6 }), (records) => {
        const golden = goldenRecord(records);
        expect(goldenRecord([...records].reverse())).toEqual(golden);
        expect(() => goldenRecordSchema.parse(golden)).not.toThrow();
        for (const key of Object.keys(golden.attributes))
          if (key !== 'alternateNames') expect(golden.provenance[key]).toBeDefined();
      }),
    );
  });

  it('refuses a field or rule it does not know', () => {
    expect(() => goldenRecord([], { shoeSize: 'most-recent' } as never)).toThrow(/shoeSize/);
    expect(() => goldenRecord([], { title: 'loudest' } as never)).toThrow(/title/);
  });
});
