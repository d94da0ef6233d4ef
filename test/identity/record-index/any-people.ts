import fc from 'fast-check';
import type { Attributes } from '../../../src/core/model/party.js';
import { frozenModel } from '../../../src/identity/dedupe.js';
import type { FrozenModel } from '../../../src/identity/engine/train/model-document.js';
import type { IndexedRecord } from '../../../src/identity/record-index/named-rows.js';
import { record } from '../records.js';

const given = ['Ann', 'Anne', 'Bill', 'William', 'Zbigniew', 'Kim', 'K', 'Lee', 'Jean Luc', 'Mary Ann'];
const family = ['Lee', 'Smith', 'Smyth', 'Okonkwo', 'de la Vega', 'Ann', 'Kim', 'Vandenberg'];
const emails = ['ann@lee.example', 'Ann@Lee.example', 'ann@lee.exmaple', 'kim.smith@mail.example', 'k2@mail.example'];

/** A record of which little is known, or much, as several sources write it. */
export const anyRecord = (id: string): fc.Arbitrary<IndexedRecord> => {
  const maybe = <Value>(values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  return fc
    .record({
      party: fc.constantFrom('person' as const, 'person' as const, 'person' as const, 'organization' as const),
      own: fc.integer({ min: 0, max: 20 }).map((number) => number === 0),
      givenName: maybe(given),
      familyName: maybe(family),
      name: maybe(['Ann Lee', 'Lee, Ann', 'Dr. Kim Smith III', 'x'.repeat(10_000), '\ud800']),
      alternateNames: fc.array(fc.constantFrom('Bill Smyth', 'Annie', 'Kim Lee'), { maxLength: 3 }),
      organization: maybe(['Acme Widget Co.', 'The Acme Widget Company', 'Zenith']),
      title: maybe(['plumber', 'master plumber', 'baker']),
      birthDate: maybe(['1970-03-04', '1970-04-03', '1970-01-01', '1988-02-12']),
      street: maybe(['12 Elm Street', '12 elm st', '12 Elm St, Unit 4', '7 Oak Ave #2']),
      city: maybe(['Juneau', 'Juenau', 'York']),
      postalCode: maybe(['99801', '99810']),
      region: maybe(['AK', 'Alaska', 'NY']),
      emails: fc.subarray(emails, { maxLength: 3 }),
      phones: fc.subarray(['907-465-3875', '+1 907 465 3875', '9074653857'], { maxLength: 2 }),
      account: maybe(['a1', 'a2', 'a3']),
      verified: fc.boolean(),
    })
    .map(({ party, own, emails: mails, phones, account, verified, street, city, postalCode, region, ...rest }) => {
      const attributes = { ...rest, address: { street, city, postalCode, region } };
      const accounts = account
        ? [
            {
              kind: 'account-id',
              scope: 'mastodon',
              value: account,
              ...(verified && { verifiedBy: 'network' as const }),
            },
          ]
        : [];
      const identifiers = [
        ...mails.map((value) => ({ kind: 'email', value })),
        ...phones.map((value) => ({ kind: 'phone', value })),
        ...accounts,
      ];
      const stated = JSON.parse(JSON.stringify(attributes)) as Attributes;
      return record(stated, identifiers, { id: id as never, party, own });
    });
};

/** So few values tell hardly anybody apart: by what such records teach next to none would be joined. */
const samePerRecord = 200;

/** A model that was frozen on such records; blocks are as small as is asked for. */
export function modelOfRecords(count: number, block?: number): FrozenModel {
  const records = fc.sample(anyRecord('x'), { numRuns: count, seed: 7 });
  const learned = frozenModel(records);
  const model = { ...learned, pairsPerRecord: { ...learned.pairsPerRecord, same: samePerRecord } };
  return block === undefined ? model : { ...model, frozen: { ...model.frozen, block } };
}
