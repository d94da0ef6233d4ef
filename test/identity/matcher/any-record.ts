import fc from 'fast-check';
import type { Identifier } from '../../../src/core/model/identifier.js';
import type { Attributes } from '../../../src/core/model/party.js';
import type { SourceRecord, SourceRecordKind } from '../../../src/core/model/source-record.js';
import { record } from '../records.js';

// Few values of each, so that two records agree often. None is a word that evidence is written with.
const given = fc.constantFrom('Zbigniew', 'William', 'Bill', 'Anneliese', 'Q', 'Okonkwo', 'Mary Jo');
const family = fc.constantFrom('Okonkwo', 'Okonkow', 'Smythe', 'Jones-Smythe', 'van der Berg', 'William');
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const attributes = fc
  .record({
    givenName: optional(given),
    familyName: optional(family),
    name: optional(fc.tuple(given, family).map(([one, two]) => `${two}, ${one}`)),
    alternateNames: optional(
      fc.array(
        fc.tuple(given, family).map((parts) => parts.join(' ')),
        { maxLength: 3 },
      ),
    ),
    organization: optional(fc.constantFrom('Qwidgets Ltd', 'Qwidgets', 'Zorblatt Inc')),
    title: optional(fc.constantFrom('Zeppelin Engineer', 'Quartermaster')),
    bio: optional(fc.constantFrom('Quartermaster at Qwidgets', 'I like zeppelins')),
    birthDate: optional(fc.constantFrom('1970-03-04', '1970-04-03', '1971-03-04', '1988-11-25')),
    location: optional(fc.constantFrom('Juneau, AK', 'Timbuktu')),
    address: optional(
      fc.record({
        street: optional(fc.constantFrom('12 Elmwood Avenue', '12 Elmwod Ave', '99 Pinetree Rd')),
        city: optional(fc.constantFrom('Juneau', 'Timbuktu')),
        postalCode: optional(fc.constantFrom('99801', '12345')),
      }),
    ),
  })
  .map((found) => JSON.parse(JSON.stringify(found)) as Attributes);

const verifiedBy = optional(fc.constantFrom('vouched-for'));
const identifier = fc
  .oneof(
    fc.record({
      kind: fc.constant('email'),
      scope: fc.constant(''),
      value: fc.constantFrom(
        'zbig@okonkwo.example',
        'zbig.okonkwo@gmail.com',
        'zbig@okonkwo.exmaple',
        'bill@smythe.example',
      ),
      verifiedBy,
    }),
    fc.record({
      kind: fc.constant('phone'),
      scope: fc.constant(''),
      value: fc.constantFrom('(907) 465-3875', '+1 907 465 3875', '(907) 465-3878'),
      verifiedBy,
    }),
    fc.record({
      kind: fc.constant('handle'),
      scope: fc.constantFrom('chirper', 'fotogram'),
      value: fc.constantFrom('zbigokonkwo', 'zbig.okonkwo', 'billsmythe77'),
      verifiedBy,
    }),
    fc.record({
      kind: fc.constant('url'),
      scope: fc.constant(''),
      value: fc.constantFrom('https://okonkwo.example/zbig', 'https://okonkwo.example'),
      verifiedBy,
    }),
    fc.record({
      kind: fc.constantFrom('account-id', 'loyalty-card'),
      scope: fc.constantFrom('chirper', 'fotogram'),
      value: fc.constantFrom('id-4711-x', 'id-4712-x'),
      verifiedBy,
    }),
  )
  .map((found) => JSON.parse(JSON.stringify(found)) as Identifier);

/** Any record, or any of a kind. */
export function anyRecord(kind?: SourceRecordKind): fc.Arbitrary<SourceRecord> {
  const kinds = kind ? fc.constant(kind) : fc.constantFrom<SourceRecordKind>('contact', 'profile', 'human');
  return fc
    .tuple(kinds, attributes, fc.array(identifier, { maxLength: 5 }), fc.constantFrom('chirper', 'fotogram'))
    .map(([of, said, identifiers, network]) =>
      record(said, identifiers, { kind: of, source: of === 'profile' ? network : of === 'human' ? 'human' : 'crm' }),
    );
}

/** Every value in a record that evidence must not show. */
export function valuesOf({ attributes: said, identifiers }: SourceRecord): string[] {
  const texts = Object.values(said).flatMap((value) => (typeof value === 'string' ? [value] : Object.values(value)));
  return [...texts.map(String), ...identifiers.map(({ value }) => value)].filter((text) => text.length > 1);
}
