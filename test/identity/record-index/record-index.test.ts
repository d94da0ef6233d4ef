import { describe, expect, it } from 'vitest';
import { compareModels } from '../../../src/identity/compare-models.js';
import { dedupe, frozenModel, trainedModel } from '../../../src/identity/dedupe.js';
import { recordIndex } from '../../../src/identity/record-index/record-index.js';
import { scorePairs } from '../../../src/identity/score-pairs.js';
import { profile, record } from '../records.js';
import { allThatIsKept } from './all-that-is-kept.js';

const surnames = ['Okonkwo', 'Smythe', 'Schofield', 'Vandenberg', 'Lindqvist', 'Abara', 'Iversen', 'Quist'];
const givens = ['Zbigniew', 'Anneliese', 'Kim', 'Bill', 'Maya'];
const contacts = Array.from({ length: 200 }, (_, place) =>
  record(
    {
      givenName: givens[place % 5] as string,
      familyName: `${surnames[place % 8]}${String.fromCharCode(97 + (place % 23))}`,
      birthDate: `19${10 + (place % 80)}-03-${10 + (place % 17)}`,
      address: { street: `${place} Elm Street`, city: 'Juneau' },
    },
    [{ kind: 'email', value: `person${place}@mail.example` }],
    { id: `c${String(place).padStart(3, '0')}` as never },
  ),
);
// Half of them are there twice.
const model = frozenModel([...contacts, ...contacts.slice(100)]);
const copyOf = (place: number, id: string) => ({ ...(contacts[place] as (typeof contacts)[number]), id: id as never });

const word = (number: number): string =>
  Array.from({ length: 5 }, (_, at) => 'abcdefghijklmnopqrstuvwxyz'.charAt((number * (at * 7 + 3) + at) % 26)).join(
    '',
  ) + String.fromCharCode(97 + (number % 26), 97 + (Math.floor(number / 26) % 26));
const date = (number: number): string =>
  `19${10 + (number % 80)}-0${1 + (number % 9)}-${10 + (Math.floor(number / 9) % 18)}`;

describe('an index of records', () => {
  it('finds who a record is, and says why in steps that add up', () => {
    const index = recordIndex({ model, records: contacts });
    const [found, ...others] = index.find(copyOf(17, 'new'));
    expect(found?.id).toBe('c017');
    expect(others).toEqual([]);
    const { prior, fields, dependence, weight, probability } = found as NonNullable<typeof found>;
    const sum = fields.reduce((all, { bits }) => all + bits, prior) + dependence;
    expect(sum).toBeCloseTo(weight, 9);
    expect(dependence).toBeLessThanOrEqual(1e-9);
    expect(probability).toBeGreaterThan(0.99);
    expect(fields.find(({ field }) => field === 'email')).toMatchObject({ level: expect.stringContaining('exact') });
    const [same] = scorePairs([...contacts, copyOf(17, 'new')], model, [[17, 200]]);
    expect(same).toBeCloseTo(weight, 4);
  });

  it('explains why two records are two', () => {
    const { fields, weight } = recordIndex({ model, records: contacts }).explain('c001', 'c002');
    expect(weight).toBeLessThan(0);
    expect(fields.find(({ field }) => field === 'email')?.bits).toBeLessThan(0);
  });

  it('never finds a record itself, and takes what is asked in the place of what is there', () => {
    const index = recordIndex({ model, records: [...contacts, copyOf(3, 'copy')] });
    expect(index.find(copyOf(3, 'copy')).map(({ id }) => id)).toEqual(['c003']);
    expect(index.recognize(copyOf(9, 'copy')).ids).toEqual(['c009', 'copy']);
    expect(index.clusterOf('copy').ids).toEqual(['c003', 'copy']);
  });

  it("weighs names in each other's place the same, whenever they came", () => {
    const [one, other] = [
      record({ givenName: 'Anneliese', familyName: 'Quista' }, [], { id: 'one' as never }),
      record({ givenName: 'Quista', familyName: 'Anneliese' }, [], { id: 'other' as never }),
    ];
    const [first, ...changed] = [
      recordIndex({ model, records: [one, other] }),
      recordIndex({ model, records: [other, one] }),
      // This one has compared before the names came.
      recordIndex({ model, records: contacts.slice(0, 2) }),
    ] as const;
    changed[1].explain('c000', 'c001');
    changed[1].addAll([other, one]);
    const expected = first.explain('one', 'other');
    expect(expected.fields.find(({ field }) => field === 'given')?.level).toContain('exact');
    expect(expected.fields.find(({ field }) => field === 'order')?.level).toBe('swapped');
    for (const index of changed) expect(index.explain('one', 'other')).toEqual(expected);
  });

  it('leaves our own records alone, and what verified ids part', () => {
    const own = { ...copyOf(5, 'ours'), own: true };
    const index = recordIndex({ model, records: [...contacts, own] });
    expect(index.size).toBe(201);
    expect(index.find(own)).toEqual([]);
    expect(index.clusterOf('c005').ids).toEqual(['c005']);
    const one = profile('mastodon', 'ann', contacts[8]?.attributes, contacts[8]?.identifiers);
    const other = profile('mastodon', 'bea', contacts[8]?.attributes, contacts[8]?.identifiers);
    index.addAll([one, other]);
    expect(index.find(one).map(({ id }) => id)).toEqual(['c008']);
    expect(index.clusterOf(one.id).ids).not.toContain(other.id);
  });

  it('refuses what it can not take, and adds nothing of it', () => {
    const index = recordIndex({ model, records: contacts });
    expect(() => index.addAll([copyOf(1, 'new'), copyOf(2, 'c002')])).toThrow(/id is in the index/);
    expect(index.size).toBe(200);
    expect(() => index.change(copyOf(1, 'nobody'))).toThrow(/Call add/);
    expect(() => index.clusterOf('nobody')).toThrow(/Add it first/);
    expect(() => recordIndex({ model: trainedModel(contacts) as never })).toThrow(/not frozen/);
    expect(() => recordIndex({ model, linkat: 1 } as never)).toThrow(/recordIndex/);
  });

  it('bounds how many records it looks at where very many hang together, as all at once', () => {
    // Each is like the next, and so all hang together.
    const chain = Array.from({ length: 1300 }, (_, place) =>
      record(
        { givenName: 'Kim', familyName: 'Farquharson', birthDate: date(place >> 1) },
        [{ kind: 'email', value: `${word((place + 1) >> 1)}@mail.example` }],
        { id: `k${String(place).padStart(4, '0')}` as never },
      ),
    );
    const index = recordIndex({ model, records: chain });
    const clusters = new Map(dedupe(chain, { model }).map(({ id, cluster }) => [id, cluster]));
    for (const id of ['k0000', 'k0500', 'k1299']) {
      const { ids, compared, bounded } = index.clusterOf(id);
      expect(compared).toBeLessThanOrEqual(1000);
      expect(bounded).toBe(true);
      expect(ids).toEqual(chain.map((one) => one.id).filter((one) => clusters.get(one) === clusters.get(id)));
    }
  });
});

describe('what is removed', () => {
  it('leaves no byte in what the index keeps', () => {
    const index = recordIndex({ model, records: contacts.slice(0, 20) });
    const secret = record(
      { givenName: 'Xanthippe', familyName: 'Quetzalcoatlus', address: { street: '77 Wyvern Row' } },
      [
        { kind: 'email', value: 'xq.secret@hidden-mail.example' },
        { kind: 'account-id', scope: 'mastodon', value: 'hidden-account', verifiedBy: 'network' },
      ],
      { id: 'hidden-id' as never },
    );
    const words = ['xanthippe', 'quetzalcoatlus', 'wyvern', 'xq.secret', 'hidden-mail', 'hidden-account', 'hidden-id'];
    const kept = () => {
      const all = allThatIsKept(index);
      expect(all).toContain('elm');
      return words.filter((word) => all.includes(word));
    };
    index.add(secret);
    expect(kept()).toEqual(words);
    index.remove(secret.id);
    expect(kept()).toEqual([]);
    index.find(secret);
    index.recognize(secret);
    expect(kept()).toEqual([]);
    index.add(secret);
    index.change({ ...contacts[30], id: secret.id } as typeof secret);
    expect(kept()).toEqual(['hidden-id']);
  });
});

describe('compareModels', () => {
  const copies = [
    ...contacts,
    ...contacts.slice(0, 30).map((_, place) => copyOf(place, `n${String(place).padStart(3, '0')}`)),
  ];
  // Under this one nobody is anybody else.
  const strict = { ...model, pairsPerRecord: { same: 1e-40, household: 0.5, namesake: 0.5 } };

  it('says what a new model would join and part, and what stays', () => {
    const { joins, parts, stay } = compareModels(copies, { before: strict, after: model });
    expect(parts).toEqual([]);
    expect(joins.map(({ ids }) => ids).sort()).toEqual(
      copies.slice(200).map(({ id }, place) => [contacts[place]?.id, id]),
    );
    expect(joins.every(({ weight }) => weight.before < 0 && weight.after > 0)).toBe(true);
    expect(stay).toBe(0);
    expect(compareModels(copies, { before: model, after: strict }).parts).toHaveLength(30);
    expect(compareModels(copies, { before: model, after: model })).toMatchObject({ joins: [], parts: [], stay: 30 });
  });

  it('keeps the decisions that are not to change', () => {
    const { keep, joins } = compareModels(copies, { before: strict, after: model });
    const kept = dedupe(copies, { model, answers: keep(joins.slice(0, 10)) });
    expect(new Set(kept.map(({ cluster }) => cluster)).size).toBe(210);
    const parted = compareModels(copies, { before: model, after: strict });
    expect(dedupe(copies, { model: strict, answers: parted.keep() })).toEqual(dedupe(copies, { model }));
  });
});
