import { describe, expect, it } from 'vitest';
import { duplicates, duplicatesFiles, sharedFile, sharedRecords } from '../../bench/shared-files.js';
import { dedupe, deduplication } from '../../src/identity/dedupe.js';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { record } from './records.js';

const person = (name: string, birthDate: string, address = '') =>
  record({ name, birthDate }, address ? [{ kind: 'email', value: address }] : []);

describe('dedupe', () => {
  it('numbers clusters in the order of first appearance', () => {
    const records = [
      person('Zbigniew Okonkwo', '1970-03-04', 'zbig@okonkwo.example'),
      person('Anneliese Smythe', '1988-11-25', 'anneliese@smythe.example'),
      person('Zbigneiw Okonkwo', '1970-03-04', 'zbig@okonkwo.example'),
      person('Kim Schofield', '1955-01-09'),
      person('Smythe, Anneliese', '1988-11-25', 'anneliese@smythe.example'),
    ];
    expect(dedupe(records).map(({ cluster }) => cluster)).toEqual([0, 1, 0, 2, 1]);
    expect(dedupe(records).map(({ id }) => id)).toEqual(records.map(({ id }) => id));
  });

  it('calls drafts without an id by their external id', () => {
    const { id: _, ...draft } = person('Kim Schofield', '1955-01-09');
    expect(dedupe([draft])).toEqual([{ id: draft.externalId, cluster: 0 }]);
    expect(dedupe([])).toEqual([]);
  });

  it('leaves own records alone', () => {
    const one = person('Kim Schofield', '1955-01-09', 'kim@schofield.example');
    expect(dedupe([one, { ...one, own: true }]).map(({ cluster }) => cluster)).toEqual([0, 1]);
  });

  it('never puts together two verified ids of one network, also through a third record', () => {
    const card = (value: string) => ({ kind: 'account-id', scope: 'chirper', value, verifiedBy: 'network' });
    const details = { name: 'Kim Schofield', birthDate: '1955-01-09' };
    const mail = { kind: 'email', value: 'kim@schofield.example' };
    const records = [record(details, [mail, card('1')]), record(details, [mail]), record(details, [mail, card('2')])];
    const [first, , last] = dedupe(records).map(({ cluster }) => cluster);
    expect(first).not.toBe(last);
  });

  it('keeps the people of a household apart', () => {
    const home = { address: { street: '12 Elm Street', city: 'Juneau', postalCode: '99801' } };
    const phone = [{ kind: 'phone', value: '(907) 465-3875' }];
    const names = ['Ann', 'Zbigniew', 'Kim', 'Ann'];
    const records = names.map((givenName) => record({ givenName, familyName: 'Okonkwo', ...home }, phone));
    expect(dedupe(records).map(({ cluster }) => cluster)).toEqual([0, 1, 2, 0]);
  });

  it('refuses an option it does not know', () => expect(() => dedupe([], { fast: true } as never)).toThrow(/fast/));
});

describe('a precision that is asked for', () => {
  it('is asked for instead of a probability, not beside it', () => {
    expect(() => dedupe([], { precision: 0.9, linkAt: 0.9 })).toThrow(/not both/);
    for (const precision of [0.5, 1, Number.NaN]) expect(() => dedupe([], { precision })).toThrow(/precision/);
    expect(deduplication([], { precision: 0.99 })).toMatchObject({
      records: [],
      related: [],
      expectedPrecision: 1,
      linkAt: expect.any(Number),
    });
  });

  const promised = ['people/fake_20000.csv', 'models/people-20k.csv'];
  for (const one of duplicatesFiles.filter(({ file }) => promised.includes(file)))
    it.skipIf(!sharedFile(one.file))(
      `is kept on ${one.file} (skipped without the shared data)`,
      { timeout: 120_000 },
      async () => {
        const { records, truth } = (await duplicates(one)) ?? { records: [], truth: [] };
        let recall = 1;
        for (const precision of [0.97, 0.99]) {
          const found = deduplication(records, { precision });
          const clusters = found.records.map(({ cluster }) => cluster);
          const measured = evaluateClusters(clusters, truth);
          expect(measured.precision).toBeGreaterThan(precision - 0.02);
          expect(Math.abs(found.expectedPrecision - measured.precision)).toBeLessThan(0.02);
          // What is not asked for is not paid for.
          expect(measured.recall).toBeLessThanOrEqual(recall);
          recall = measured.recall;
        }
      },
    );
});

describe('files with duplicates', () => {
  const least: Record<string, number> = {
    'people/fake_1000.csv': 0.93,
    'people/fake_20000.csv': 0.9,
    'people/febrl3.csv': 0.99,
    'models/people-20k.csv': 0.95,
  };
  for (const one of duplicatesFiles.filter(({ file }) => file in least))
    it.skipIf(!sharedFile(one.file))(
      `${one.file} (skipped without the shared data)`,
      { timeout: 120_000 },
      async () => {
        const { records, truth } = (await duplicates(one)) ?? { records: [], truth: [] };
        const clusters = dedupe(records).map(({ cluster }) => cluster);
        expect(evaluateClusters(clusters, truth).f1).toBeGreaterThan(least[one.file] as number);
      },
    );
});

describe('relations', () => {
  it('say that two people live together, and join nothing', () => {
    const family = ['Ann', 'Bert', 'Carla', 'Dirk'].flatMap((given, at) => {
      const home = { street: '12 Elm Street', city: 'Juneau', postalCode: '99801' };
      const one = (id: string) => ({
        ...record({ name: `${given} Okonkwo`, birthDate: `19${50 + at * 9}-0${at + 1}-1${at}`, address: home }),
        externalId: id,
      });
      return [one(`${given} 1`), one(`${given} 2`)];
    });
    const { records, related } = deduplication(family, { relations: true });
    expect(records.map(({ cluster }) => cluster)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(related.length).toBeGreaterThan(0);
    for (const { clusters, relation, probability } of related) {
      expect(relation).toBe('household');
      expect(clusters[0]).not.toBe(clusters[1]);
      expect(probability).toBeGreaterThan(0.25);
    }
    expect(deduplication(family).related).toEqual([]);
  });

  const people = duplicatesFiles.filter(({ file }) => file === 'models/people-20k.csv');
  for (const one of people)
    it.skipIf(!sharedFile(one.file))(
      `are right on ${one.file} (skipped without the shared data)`,
      { timeout: 120_000 },
      async () => {
        const { records, truth } = (await duplicates(one)) ?? { records: [], truth: [] };
        const household = (await sharedRecords(sharedFile(one.file) as string, 'contact', 'household')).truth;
        const found = deduplication(records, { relations: true });
        const first = new Map<number, number>();
        for (const [row, { cluster }] of found.records.entries()) if (!first.has(cluster)) first.set(cluster, row);
        let right = 0;
        for (const { clusters } of found.related) {
          const [a, b] = clusters.map((cluster) => first.get(cluster) as number) as [number, number];
          if (household[a] === household[b] && truth[a] !== truth[b]) right += 1;
        }
        expect(found.related.length).toBeGreaterThan(1000);
        expect(right / found.related.length).toBeGreaterThan(0.9);
      },
    );
});
