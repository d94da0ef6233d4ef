import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DedupeOptions, deduplication } from '../../src/identity/dedupe.js';
import { eachCandidates } from '../../src/identity/engine/block/candidates.js';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { lostPairs } from '../../src/identity/lost-pairs.js';
import { workbench } from '../../src/identity/report/workbench.js';
import { profile, record } from './records.js';

const firsts = ['Ann', 'Bo', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana', 'Ida', 'Jon'];
const lasts = ['Berg', 'Holm', 'Lund', 'Moor', 'Dahl', 'Kern', 'Voss', 'Fox'];
/** Eighty people, each twice; the second time most without their address. */
const people = Array.from({ length: 80 }, (_, at) => {
  const [givenName, familyName] = [firsts[at % 10] as string, lasts[(at >> 1) % 8] as string];
  const birthDate = `19${50 + (at % 50)}-0${1 + (at % 9)}-1${at % 10}`;
  const email = { kind: 'email', value: `${familyName}.${at}@home.example` };
  return [
    record({ givenName, familyName, birthDate }, [email]),
    record({ givenName, familyName, birthDate }, at % 4 ? [] : [email]),
  ];
}).flat();
const person = Array.from(people, (_, place) => place >> 1);

/** Deduplicates everybody and a few more, who are one by the truth, and tells what was lost of those. */
function lostOf(more: ReturnType<typeof record>[], options: DedupeOptions = {}) {
  const records = [...people, ...more];
  const truth = [...person, ...more.map(() => 'the same')];
  const { records: found, linkAt, model } = deduplication(records, options);
  const clusters = found.map(({ cluster }) => cluster);
  const { answers } = options;
  const { pairs } = lostPairs(records, truth, { clusters, linkAt, model }, answers && { answers });
  return pairs.filter(({ left }) => left >= people.length);
}

describe('why a pair of the truth was lost', () => {
  it('no rule finds it, and which key is empty or differs', () => {
    const [pair, ...none] = lostOf([
      record({ givenName: 'Maya', familyName: 'Lindqvist', birthDate: '1971-01-02' }, [
        { kind: 'email', value: 'maya@lindqvist.example' },
      ]),
      record({ givenName: 'Zoe', familyName: 'Tran', birthDate: '1992-11-23' }),
    ]);
    expect(none).toEqual([]);
    expect(pair).toMatchObject({ left: 160, right: 161, reason: 'blocking' });
    const rules = pair?.rules ?? [];
    expect(rules.length).toBeGreaterThan(1);
    for (const { finds, because } of rules) {
      expect(finds).toBe(false);
      expect(because.length).toBeGreaterThan(0);
    }
    const reasons = new Map(rules.flatMap(({ because }) => because.map(({ key, is }) => [key, is])));
    expect(reasons.get('email')).toBe('empty');
    expect([...reasons.values()]).toContain('different');
  });

  it('no rule finds it, since too many records share what it shares', () => {
    const letters = 'abcdefghijkl';
    const crowd = Array.from({ length: 130 }, (_, at) => {
      const [one, two] = [letters[at % 12] as string, letters[Math.floor(at / 12)] as string];
      return record({ givenName: `${two}${one}${two}ov${one}${one}`, familyName: 'Nilsson' });
    });
    const crowded = lostOf(crowd).flatMap(({ rules }) =>
      rules.filter(({ finds, because }) => !finds && because.length === 0).map(({ keys }) => keys.join()),
    );
    expect(crowded).toContain('family');
  });

  it('it was compared and weighs too little', () => {
    const [pair] = lostOf([
      record({ givenName: 'Maya', familyName: 'Lindqvist', birthDate: '1971-01-02' }),
      record({ givenName: 'Tomas', familyName: 'Lindqvist', birthDate: '1994-08-19' }),
    ]);
    expect(pair?.reason).toBe('weight');
    expect(pair?.weight).toBeLessThan(0);
  });

  const twice = () => [
    record({ givenName: 'Maya', familyName: 'Lindqvist', birthDate: '1971-01-02' }, [
      { kind: 'email', value: 'maya@lindqvist.example' },
    ]),
    record({ givenName: 'Maya', familyName: 'Lindqvist', birthDate: '1971-01-02' }, [
      { kind: 'email', value: 'maya@lindqvist.example' },
    ]),
  ];

  it('a person said no', () => {
    const [one, other] = twice();
    const answers = [{ ids: [one?.id as string, other?.id as string] as const, same: false }];
    expect(lostOf([one, other] as ReturnType<typeof twice>)).toEqual([]);
    const [pair] = lostOf([one, other] as ReturnType<typeof twice>, { answers });
    expect(pair?.reason).toBe('clusters');
    expect(pair?.weight).toBeGreaterThan(0);
    expect(pair?.forbidden).toEqual({ type: 'human', field: 'answer', level: 'no' });
    expect(pair?.rules.some(({ finds }) => finds)).toBe(true);
  });

  it('a veto forbids it', () => {
    const same = { givenName: 'Maya', familyName: 'Lindqvist', birthDate: '1971-01-02' };
    const email = [{ kind: 'email', value: 'maya@lindqvist.example' }];
    const [pair] = lostOf([profile('bluesky', 'maya', same, email), profile('bluesky', 'mlind', same, email)]);
    expect(pair).toMatchObject({
      reason: 'clusters',
      forbidden: { field: 'account-id', level: 'different on bluesky' },
    });
    const [own] = lostOf([...twice().slice(1), record(same, email, { own: true })]);
    expect(own).toMatchObject({ reason: 'clusters', forbidden: { field: 'own' } });
    const [party] = lostOf([...twice().slice(1), record(same, email, { party: 'organization' })]);
    expect(party).toMatchObject({ reason: 'clusters', forbidden: { field: 'party' } });
  });

  it('the other records of their clusters speak against it', () => {
    const name = { givenName: 'Maya', familyName: 'Lindqvist' };
    const of = (value: string) => [{ kind: 'email', value }];
    const pairs = lostOf([
      record({ ...name, birthDate: '1971-01-02' }, of('maya@lindqvist.example')),
      record({ ...name, birthDate: '1971-01-02' }, of('maya@lindqvist.example')),
      record({ ...name }),
      record({ ...name, birthDate: '1994-08-19' }, of('ml@other.example')),
      record({ ...name, birthDate: '1994-08-19' }, of('ml@other.example')),
    ]);
    const kept = pairs.filter(({ reason }) => reason === 'clusters');
    expect(kept.length).toBeGreaterThan(0);
    for (const { weight, forbidden } of kept) {
      expect(weight).toBeGreaterThanOrEqual(0);
      expect(forbidden).toBeUndefined();
    }
  });
});

describe('lost pairs and those that were found', () => {
  const few = people.slice(0, 40);
  const { model } = deduplication(few);

  it('are all pairs of the truth together', () => {
    const clustering = fc.array(fc.nat(9), { minLength: few.length, maxLength: few.length });
    fc.assert(
      fc.property(clustering, clustering, fc.nat(60), (clusters, truth, limit) => {
        const found = { clusters, linkAt: 0.5, model };
        const { total, pairs } = lostPairs(few, truth, found, { limit: Number.POSITIVE_INFINITY });
        const listed = new Set(pairs.map(({ left, right }) => `${left} ${right}`));
        expect(listed.size).toBe(pairs.length);
        expect(total).toBe(pairs.length);
        for (const [left, one] of truth.entries())
          for (const [right, other] of truth.entries())
            if (left < right)
              expect(listed.has(`${left} ${right}`)).toBe(one === other && clusters[left] !== clusters[right]);
        expect(total + evaluateClusters(clusters, truth).correct).toBe(evaluateClusters(clusters, truth).true);
        const bounded = lostPairs(few, truth, found, { limit });
        expect(bounded).toEqual({ total, pairs: pairs.slice(0, limit) });
      }),
      { numRuns: 20 },
    );
  });

  it('are found by a rule exactly where they are candidates', () => {
    // As if nothing was put together, and everybody were one.
    const alone = { clusters: [...people.keys()], linkAt: 0.5, model };
    const { rules } = workbench(people, model);
    const { pairs } = lostPairs(
      people,
      people.map(() => 1),
      alone,
      { limit: Number.POSITIVE_INFINITY },
    );
    const candidates = new Set<string>();
    eachCandidates(people.length, rules, 0, people.length, (left, rights, count) => {
      for (const right of rights.subarray(0, count)) candidates.add(`${left} ${right}`);
    });
    expect(pairs.length).toBe((people.length * (people.length - 1)) / 2);
    const found = pairs.filter(({ reason }) => reason !== 'blocking');
    expect(new Set(found.map(({ left, right }) => `${left} ${right}`))).toEqual(candidates);
    // What shares all keys and is not found was left to other rules.
    for (const { rules: outcomes } of pairs)
      for (const [at, { finds, because }] of outcomes.entries())
        if (!finds && because.length === 0) expect(rules[at]?.left).toBeGreaterThan(0);
  });

  it('need a truth and a cluster for each record, and a limit that is one', () => {
    const places = [...few.keys()];
    const alone = { clusters: places, linkAt: 0.5, model };
    expect(() => lostPairs(few, places, alone, { limit: -1 })).toThrow(/limit/);
    expect(() => lostPairs(few, [1], { clusters: [...few.keys()], linkAt: 0.5, model })).toThrow(/truth has 1 entries/);
    expect(() => lostPairs(few, [...few.keys()], { clusters: [], linkAt: 0.5, model })).toThrow(/clusters has 0/);
  });
});
