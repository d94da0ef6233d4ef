import { describe, expect, it } from 'vitest';
import { trainedModel } from '../../src/identity/dedupe.js';
import { explainPairs } from '../../src/identity/explain-pairs.js';
import { linkage } from '../../src/identity/link.js';
import { matcher } from '../../src/identity/matcher/matcher.js';
import { scorePairs } from '../../src/identity/score-pairs.js';
import { profile, record } from './records.js';

const firsts = ['Ann', 'Bo', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana', 'Ida', 'Jon'];
const lasts = ['Berg', 'Holm', 'Lund', 'Moor', 'Dahl', 'Kern', 'Voss', 'Fox'];
const endings = ['', 'er', 'son', 'man', 'strom'];
const people = Array.from({ length: 160 }, (_, at) => {
  const attributes = {
    givenName: firsts[at % 10] as string,
    familyName: `${lasts[(at >> 1) % 8]}${endings[(at >> 4) % 5]}`,
    ...(at % 3 !== 0 && { birthDate: `19${50 + (at % 50)}-02-1${at % 10}` }),
  };
  return record(attributes, at % 2 ? [{ kind: 'email', value: `p${at >> 2}@home.example` }] : []);
});
const model = trainedModel(people);
const pairs = people.slice(0, 60).flatMap((_, left) => [[left, left + 80] as const, [left, left + 81] as const]);

describe('why a pair of records is one or two', () => {
  const reasons = explainPairs(people, model, pairs);

  it('adds up to what the pair weighs', () => {
    for (const [at, weight] of scorePairs(people, model, pairs).entries()) {
      const { prior, fields, dependence, weight: sum, one } = reasons[at] as (typeof reasons)[number];
      expect(sum).toBeCloseTo(weight, 4);
      expect(fields.reduce((bits, field) => bits + field.bits, prior) + dependence).toBeCloseTo(sum, 8);
      expect(one).toBe(sum >= 0);
    }
  });

  it('says what is missing that would decide it otherwise', () => {
    expect(reasons.some(({ one, wouldDecide }) => !one && wouldDecide.length > 0)).toBe(true);
    for (const { one, fields, wouldDecide } of reasons)
      for (const { field, weight } of wouldDecide) {
        expect(fields.find((known) => known.field === field)?.level).toBe('missing');
        expect(weight >= 0).toBe(!one);
      }
    // What was said to decide does decide.
    const decided = reasons.flatMap(({ one, wouldDecide }, at) =>
      wouldDecide.some(({ field }) => !one && field === 'birth-date') ? [pairs[at] as (typeof pairs)[number]] : [],
    );
    expect(decided.length).toBeGreaterThan(0);
    for (const [left, right] of decided.slice(0, 5)) {
      const known = people.map((person, place) =>
        place === left || place === right
          ? { ...person, attributes: { ...person.attributes, birthDate: '1931-07-29' } }
          : person,
      );
      expect(explainPairs(known, model, [[left, right]])[0]?.one).toBe(true);
    }
  });

  it('refuses what is no place and no probability', () => {
    expect(() => explainPairs(people, model, [[0, 999]])).toThrow(/999/);
    expect(() => explainPairs(people, model, [], { linkAt: 1 })).toThrow(/linkAt/);
  });
});

describe('why a profile is a contact or another', () => {
  const contacts = [
    record({ givenName: 'Maya', familyName: 'Lindqvist' }),
    record({ givenName: 'Tomas', familyName: 'Okafor' }),
    record({ givenName: 'Maja', familyName: 'Lindgren' }),
  ];
  const [handle, other] = [profile('bluesky', 'maya.lindqvist'), profile('bluesky', 'mlind')];
  const { links, why } = linkage(contacts, [handle, other]);

  it('says what is for a link and how much is needed for it', () => {
    expect(links[0]?.decision).toBe('link');
    const { bits, needed, rank, evidence } = why(handle, contacts[0] as (typeof contacts)[number]);
    expect(rank).toBe(1);
    expect(bits).toBeGreaterThanOrEqual(needed);
    expect(evidence.reduce((sum, { weight = 0 }) => sum + weight, 0)).toBeCloseTo(bits, 6);
  });

  it('says why they are apart, and what would have to be known', () => {
    const { bits, needed, wouldDecide } = why(other, contacts[0] as (typeof contacts)[number]);
    expect(bits).toBeLessThan(needed);
    expect(wouldDecide.map(({ field }) => field)).toContain('email');
    for (const { weight = 0 } of wouldDecide) expect(bits + weight).toBeGreaterThanOrEqual(needed - 1e-9);
    expect(why(other, contacts[1] as (typeof contacts)[number]).rank).toBeUndefined();
    expect(() => why(other, record())).toThrow(/not given/);
  });
});

it('a resolver says what would decide, but not against a veto or a proof', () => {
  const { wouldDecide } = matcher();
  const [one, two] = [
    record({ givenName: 'Maya', familyName: 'Lindqvist' }),
    record({ givenName: 'Maya', familyName: 'Lindqvist' }),
  ];
  expect(wouldDecide?.(one, two).map(({ field }) => field)).toContain('email');
  expect(wouldDecide?.(one, record({ name: 'Acme' }, [], { party: 'organization' }))).toEqual([]);
});
