import { expect, it } from 'vitest';
import type { SourceRecordDraft } from '../../../src/core/model/source-record.js';
import { deduplication } from '../../../src/identity/dedupe.js';
import { identityReport } from '../../../src/identity/report/identity-report.js';
import { shownRecords } from '../../../src/identity/report/shown-records.js';
import { scorePairs } from '../../../src/identity/score-pairs.js';

const given = ['Maya', 'Tomas', 'Priya', 'Jonas', 'Ingrid', 'Samuel', 'Aino', 'Diego'];
const family = ['Lindqvist', 'Okafor', 'Raman', 'Berg', 'Moreau', 'Novak', 'Sato'];

/** Everybody twice: as written, and with a letter missing and no address. */
const people = Array.from({ length: 40 }, (_, at) => {
  const [first, last] = [given[at % given.length] as string, family[at % family.length] as string];
  const birthDate = `19${50 + at}-0${1 + (at % 9)}-1${at % 10}`;
  const person = (copy: string, familyName: string, email?: string): SourceRecordDraft => ({
    source: 'csv/people.csv',
    externalId: `${at}${copy}`,
    kind: 'contact',
    origin: 'import',
    party: 'person',
    observedAt: '2026-01-01T00:00:00.000Z',
    identifiers: email ? [{ kind: 'email', scope: '', value: email }] : [],
    attributes: { givenName: first, familyName, birthDate },
  });
  return [person('a', last, `${first}.${last}.${at}@example.org`.toLowerCase()), person('b', last.slice(1))];
}).flat();
const truth = people.map((_, place) => Math.floor(place / 2));

it('tells of a deduplication what pictures need, and the same as the deduplication itself', () => {
  const found = deduplication(people);
  const report = identityReport(people, { truth });
  const { histogram, blocking, shown } = report;
  expect(report).toMatchObject({ records: 80, linkAt: 0.5, expectedPrecision: found.expectedPrecision });
  expect(report.clusters).toBe(new Set(found.records.map(({ cluster }) => cluster)).size);

  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  expect(sum(histogram.together) + sum(histogram.apart)).toBe(blocking.pairs);
  expect(blocking).toMatchObject({ all: 3160, found: expect.closeTo(1, 1) });
  expect(sum(blocking.rules.map(({ pairs }) => pairs))).toBeGreaterThanOrEqual(blocking.pairs);

  // At the threshold of the deduplication its own clusters come out.
  const at = report.thresholds.find(({ cut }) => cut === 0);
  expect(at).toMatchObject({ clusters: report.clusters, measured: report.evaluation });
  expect(at?.expectedPrecision).toBeCloseTo(found.expectedPrecision, 6);
  for (const { measured, pairs } of report.thresholds) expect(measured?.found).toBe(pairs);

  // Every pair weighs what it weighs alone, and its steps are named.
  const pairs = shown.rows.flatMap((left, place) => shown.rows.slice(place + 1).map((right) => [left, right] as const));
  expect(shown.pairs.length).toBe(pairs.length);
  const weights = scorePairs(people, found.model, pairs);
  for (const [place, weight] of weights.entries())
    expect(shown.ways[shown.pairs[place] as number]?.weight).toBeCloseTo(weight, 3);
  expect(shown.fields.map(({ field }) => field)).toEqual([...new Set(report.weights.map(({ field }) => field))]);
});

it('draws the largest clusters, and of the others the weakest first', () => {
  const many = people.map((person, place) => ({ ...person, externalId: `${place}` }));
  const { largest, weakest } = identityReport(many, {});
  const drawn = [...largest, ...weakest];
  expect(new Set(drawn.map(({ cluster }) => cluster)).size).toBe(drawn.length);
  for (const { rows, edges, size } of drawn) {
    expect(rows.length).toBe(Math.min(size, 16));
    for (const { left, right } of edges) expect(rows).toEqual(expect.arrayContaining([left, right]));
  }
  const holds = weakest.map(({ weakest: hold = Number.NEGATIVE_INFINITY }) => hold);
  expect(holds).toEqual(holds.toSorted((a, b) => a - b));
});

it('shows those that are asked for first, and never more than its pairs have numbers for', () => {
  expect(shownRecords(3, [[2]])).toEqual([0, 1, 2]);
  const shown = shownRecords(1_000_000, [[999_999, 7], [12_345]]);
  expect(shown.length).toBe(350);
  expect(shown).toEqual(expect.arrayContaining([7, 12_345, 999_999]));
  expect((shown.length * (shown.length - 1)) / 2).toBeLessThan(65_536);
});

it('takes records that stand alone, and a precision', () => {
  const [one] = people;
  const report = identityReport([one as SourceRecordDraft], { precision: 0.99 });
  expect(report).toMatchObject({ records: 1, clusters: 1, largest: [], weakest: [], blocking: { pairs: 0, all: 0 } });
});
