import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOrder } from '../../../src/identity/engine/columns/content-order.js';
import { mix } from '../../../src/identity/engine/compare/comparison.js';
import { clusterTable } from '../../../src/identity/engine/engine.js';
import { prepare } from '../../../src/identity/engine/prepare/prepare.js';
import { compareAll } from '../../../src/identity/engine/score/levels.js';
import { tableOfRows } from './table-of-rows.js';
import { anyRows, clusters, kinds, type Row, together } from './tables.js';

const runs = { numRuns: Number(process.env.KENNING_ROUNDS ?? 60) };

describe('clustering any rows', () => {
  it('the order of rows changes nothing', () => {
    fc.assert(
      fc.property(anyRows(25), fc.infiniteStream(fc.nat()), (rows, numbers) => {
        const shuffled = rows
          .map((row) => ({ row, at: numbers.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row);
        expect(together(clusters(shuffled), shuffled)).toEqual(together(clusters(rows), rows));
      }),
      runs,
    );
  });

  it('comparing is symmetric, and every level is one of its field', () => {
    fc.assert(
      fc.property(anyRows(8), (rows) => {
        const prepared = prepare(tableOfRows(rows, kinds));
        const fields = prepared.flatMap((one) => one.fields);
        const compare = compareAll(prepared);
        const [there, back] = [new Uint8Array(fields.length), new Uint8Array(fields.length)];
        for (let left = 0; left < rows.length; left += 1)
          for (let right = 0; right < rows.length; right += 1) {
            compare.pair(left, right, there);
            compare.many(right, Uint32Array.of(left), 1, back);
            expect([...there]).toEqual([...back]);
            for (const [field, level] of there.entries()) expect(fields[field]?.levels[level]).toBeDefined();
          }
      }),
      runs,
    );
  });

  it('no likelihood is impossible', () => {
    fc.assert(
      fc.property(anyRows(25), (rows) => {
        const { model } = clusterTable(tableOfRows(rows, kinds), { cut: 0 });
        for (const table of [...model.m, model.u])
          for (const levels of table) for (const share of levels) expect(share > 0 && share < 1.000_001).toBe(true);
        for (const share of model.share) expect(share > 0 && share < 1).toBe(true);
      }),
      runs,
    );
  });
});

/** A word that a number gives; different numbers seldom give the same. */
const word = (seed: number): string => {
  let rest = mix(seed, 17);
  let text = '';
  for (let syllable = 0; syllable < 4; syllable += 1, rest = Math.floor(rest / 80))
    text += `${'bcdfghklmnprstvz'.charAt(rest % 16)}${'aeiou'.charAt(Math.floor(rest / 16) % 5)}`;
  return text;
};
const person = (seed: number): Row => ({
  first: word(seed),
  last: word(seed + 10_000),
  born: `19${10 + (seed % 80)}-0${1 + (seed % 9)}-${10 + (seed % 18)}`,
  mail: `${word(seed)}${seed}@mail.example`,
  road: `${seed} ${word(seed % 50)} street`,
  town: word(seed % 30),
});

describe('clustering', () => {
  it('a copy of the data links to itself, and nothing else is put together', () => {
    const rows = Array.from({ length: 400 }, (_, seed) => person(seed));
    const found = clusters([...rows, ...rows]);
    expect(found.slice(400)).toEqual(found.slice(0, 400));
    expect(new Set(found).size).toBe(400);
  });

  it('an exact copy of a column changes nothing, however it is written', () => {
    const rows = Array.from({ length: 300 }, (_, place) => person(place % 200));
    const copied = rows.map((row) => ({ ...row, again: row.born ?? '', shout: (row.town ?? '').toUpperCase() }));
    const cut = { cut: 0 };
    const more = { ...kinds, again: 'date', shout: 'city' } as const;
    expect([...clusterTable(tableOfRows(copied, more), cut).clusters]).toEqual([
      ...clusterTable(tableOfRows(rows, kinds), cut).clusters,
    ]);
  });

  it('nothing comes of nothing', () => {
    expect(clusters([])).toEqual([]);
    expect(clusters([{}, {}, {}])).toHaveLength(3);
    expect(new Set(clusters([{}, {}, {}])).size).toBe(3);
  });

  it('one constant column, all rows equal, one block of everything', { timeout: 60_000 }, () => {
    const constant = Array.from({ length: 3000 }, (_, seed) => ({ ...person(seed), note: 'same' }));
    expect(new Set(clusters(constant)).size).toBe(3000);
    expect(clusters(Array.from({ length: 3000 }, () => person(1)))).toHaveLength(3000);
    const crowded = Array.from({ length: 3000 }, (_, seed) => ({
      town: 'york',
      land: 'NY',
      last: 'lee',
      note: String(seed),
    }));
    expect(clusters(crowded)).toHaveLength(3000);
  });

  it('names of ten thousand characters', () => {
    const rows = Array.from({ length: 50 }, (_, seed) => ({
      first: `${'a'.repeat(10_000)}${seed}`,
      last: 'b '.repeat(5000),
    }));
    expect(clusters(rows)).toHaveLength(50);
  });

  it('rows have an order of their own', () => {
    const rows = Array.from({ length: 50 }, (_, seed) => person(seed));
    const order = [...contentOrder(tableOfRows(rows, kinds))];
    const back = [...contentOrder(tableOfRows(rows.toReversed(), kinds))];
    expect(back.map((row) => 49 - row)).toEqual(order);
  });
});
