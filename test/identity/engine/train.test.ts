import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Field, level, mix } from '../../../src/identity/engine/compare/comparison.js';
import { collapsedFields, isImpossible } from '../../../src/identity/engine/train/collapse.js';
import { learn } from '../../../src/identity/engine/train/learn.js';
import { priorModel } from '../../../src/identity/engine/train/model.js';
import { patterns } from '../../../src/identity/engine/train/patterns.js';
import type { Sample } from '../../../src/identity/engine/train/sample.js';

const field = (name: string): Field => ({
  name,
  role: 'own',
  levels: [level('missing', 1, 1), level('different', 0.1, 0.97), level('close', 0.2, 0.02), level('exact', 0.7, 0.01)],
  graded: 3,
});
const fields = ['one', 'two', 'three', 'four'].map(field);
const [missing, different, close, exact] = [0, 1, 2, 3];

/** Pairs that came out in these ways, so often among those drawn at random and among those that share a key. */
function sampleOf(size: number, seen: readonly [levels: number[], random: number, candidates: number][]): Sample {
  const known = patterns(fields.length);
  const counts = seen.map(([levels]) => known.of(Uint8Array.from(levels)));
  const [random, candidates] = [new Float64Array(known.size), new Float64Array(known.size)];
  for (const [at, [, drawn, found]] of seen.entries()) {
    const pattern = counts[at] as number;
    random[pattern] = (random[pattern] as number) + drawn;
    candidates[pattern] = (candidates[pattern] as number) + found;
  }
  return { patterns: known, random, candidates, scale: 1, size };
}

const strangers = [different, different, different, different];
const usual: [number[], number, number][] = [
  [strangers, 950_000, 20_000],
  [[exact, different, different, different], 10_000, 10_000],
  [[different, exact, different, different], 10_000, 10_000],
  [[different, different, exact, different], 10_000, 10_000],
  [[different, different, different, exact], 10_000, 10_000],
  [[exact, exact, exact, exact], 2, 2000],
  [[exact, close, exact, exact], 1, 300],
];

describe('learning a model', () => {
  it('learns from what is as usual', () => {
    const { training, m } = learn(fields, sampleOf(5000, usual));
    expect(training).toEqual({ by: 'records', fields: [] });
    expect(m[0]?.[0]?.[exact]).toBeGreaterThan(0.9);
  });

  it('lets few records stand on the built-in likelihoods, and says so', () => {
    const few = learn(
      fields,
      sampleOf(
        60,
        usual.map(([levels, a, b]) => [levels, a / 1000, b / 1000]),
      ),
    );
    expect(few.training).toEqual({ by: 'built-in', reason: 'few-records', fields: [] });
    const built = priorModel(fields, 60);
    for (const [kind, table] of few.m.entries())
      for (const [at, levels] of table.entries())
        for (const [place, share] of levels.entries())
          expect(share).toBeCloseTo(built.m[kind]?.[at]?.[place] as number, 2);
  });

  it('gives a field that agreeing speaks against its built-in likelihoods, and no voice where these are wrong too', () => {
    // All agree on the last field by chance, but those of one person.
    const turned = usual.map(([levels, random, candidates]): [number[], number, number] => [
      [...levels.slice(0, 3), levels[0] === exact && levels[2] === exact ? different : exact],
      random,
      candidates,
    ]);
    const { training, m, u } = learn(fields, sampleOf(5000, turned));
    expect(training).toEqual({
      by: 'records',
      fields: [{ field: 'four', by: 'silent', reason: 'agreeing-speaks-against' }],
    });
    for (const table of m) expect(table[3]).toEqual(u[3]);
  });

  it('takes the built-in model where hardly any two would be strangers', () => {
    const all: [number[], number, number][] = [[[exact, exact, exact, exact], 1_000_000, 1_999_000]];
    const { training } = learn(fields, sampleOf(2000, all));
    expect(training?.by).toBe('built-in');
    expect(['impossible-shares', 'fields-collapsed']).toContain(training?.reason);
  });

  it('tells what can not be', () => {
    const model = priorModel(fields, 2000);
    expect(collapsedFields(model)).toEqual([]);
    expect(isImpossible(model)).toBe(false);
    expect(isImpossible({ ...model, share: Float64Array.of(Number.NaN, 0.1, 0.1) })).toBe(true);
    expect(isImpossible({ ...model, share: Float64Array.of(0.6, 0, 0) })).toBe(true);
    const same = model.m[0] as Float64Array[];
    const against = same.map((levels, at) => (at === 1 ? Float64Array.of(1, 0.9, 0.095, 0.005) : levels));
    expect(collapsedFields({ ...model, m: [against, ...model.m.slice(1)] })).toEqual([
      { field: 1, reason: 'agreeing-speaks-against' },
    ]);
    const turned = same.map((levels, at) => (at === 1 ? Float64Array.of(1, 0.985, 0.001, 0.014) : levels));
    expect(collapsedFields({ ...model, m: [turned, ...model.m.slice(1)] })).toEqual([
      { field: 1, reason: 'levels-out-of-order' },
    ]);
  });

  it('never comes to what is no number, whatever was counted', () => {
    const levels = fc.tuple(...fields.map(() => fc.constantFrom(missing, different, close, exact)));
    const counted = fc.tuple(levels, fc.nat(1_000_000), fc.nat(1_000_000));
    fc.assert(
      fc.property(fc.array(counted, { maxLength: 12 }), fc.integer({ min: 0, max: 100_000 }), (seen, size) => {
        const { m, u, share, training } = learn(fields, sampleOf(size, seen));
        for (const table of [...m, u])
          for (const each of table) for (const one of each) expect(one > 0 && one < 1.000_001).toBe(true);
        for (const one of share) expect(Number.isFinite(one) && one > 0).toBe(true);
        expect(training).toBeDefined();
      }),
      { numRuns: Number(process.env.KENNING_ROUNDS ?? 100) },
    );
  });

  it('comes out the same in whatever order pairs were seen', () => {
    const order = usual.map((_, at) => at).sort((a, b) => mix(a, 7) - mix(b, 7));
    const one = learn(fields, sampleOf(5000, usual));
    const other = learn(
      fields,
      sampleOf(
        5000,
        order.map((at) => usual[at] as (typeof usual)[number]),
      ),
    );
    expect(other.share[0]).toBeCloseTo(one.share[0] as number, 9);
  });
});
