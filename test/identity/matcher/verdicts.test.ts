import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKenningError } from '../../../src/core/errors.js';
import type { SourceRecord } from '../../../src/core/model/source-record.js';
import type { Verdict } from '../../../src/core/ports.js';
import { learnFrequencies } from '../../../src/identity/matcher/learn-frequencies.js';
import { matcher } from '../../../src/identity/matcher/matcher.js';
import { record } from '../records.js';
import { anyRecord, valuesOf } from './any-record.js';

const resolver = matcher({ country: 'US' });
const ann = { givenName: 'Ann', familyName: 'Okonkwo' };

function verdict(a: SourceRecord, b: SourceRecord, by = resolver): Verdict {
  return by.decide(a, [b])[0] as Verdict;
}

function email(value: string, verifiedBy?: string) {
  return { kind: 'email', value, ...(verifiedBy && { verifiedBy }) };
}

describe('keys', () => {
  it('have their kind and leave out what means nothing', () => {
    const keys = resolver.keys(
      record({ ...ann, birthDate: '1970-03-04' }, [
        email('Ann@Okonkwo.example'),
        email('noreply@okonkwo.example'),
        { kind: 'phone', value: '000 000 0000' },
        { kind: 'url', value: 'https://twitter.com/AnnO' },
      ]),
    );
    expect(keys).toEqual(
      expect.arrayContaining(['email:ann@okonkwo.example', 'handle:anno', 'handle:annokonkwo', 'name:ann okonkwo']),
    );
    expect(keys.filter((key) => /noreply|phone/.test(key))).toEqual([]);
  });

  it('own records have none and are linked to nobody', () => {
    const own = record(ann, [email('ann@okonkwo.example')], { own: true });
    expect(resolver.keys(own)).toEqual([]);
    expect(verdict(own, record(ann, [email('ann@okonkwo.example')])).outcome).toBe('none');
    expect(verdict(record(ann, [email('ann@okonkwo.example')]), own).outcome).toBe('none');
  });

  it('are few, and shared by whatever links', () => {
    fc.assert(
      fc.property(anyRecord(), anyRecord(), (left, right) => {
        const keys = resolver.keys(left);
        expect(keys.length).toBeLessThanOrEqual(20);
        if (verdict(left, right).outcome === 'link')
          expect(resolver.keys(right).some((key) => keys.includes(key))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('verdicts', () => {
  it('are the same both ways and every time', () => {
    const by = matcher({ country: 'US', trustHandles: true });
    fc.assert(
      fc.property(anyRecord(), anyRecord(), (left, right) => {
        const { candidate: _, ...one } = verdict(left, right, by);
        const { candidate: __, ...other } = verdict(right, left, by);
        expect(other.outcome).toBe(one.outcome);
        expect(other.weight).toBeCloseTo(one.weight, 6);
        expect(verdict(structuredClone(left), structuredClone(right), by)).toMatchObject(one);
      }),
      { numRuns: 1000 },
    );
  });

  it('hold no value of the records', () => {
    fc.assert(
      fc.property(anyRecord(), anyRecord(), (left, right) => {
        const text = JSON.stringify(verdict(left, right).evidence).toLowerCase();
        for (const value of [...valuesOf(left), ...valuesOf(right)]) expect(text).not.toContain(value.toLowerCase());
      }),
    );
  });

  it('add up to their weight', () => {
    fc.assert(
      fc.property(anyRecord(), anyRecord(), (left, right) => {
        const { outcome, weight, evidence } = verdict(left, right);
        if (outcome === 'veto') return;
        const sum = evidence.reduce((total, one) => total + (one.weight ?? 0), -Math.log2(10_000));
        expect(sum).toBeCloseTo(weight, 6);
      }),
    );
  });

  it('come best first, equals in the order they came', () => {
    const address = [email('ann@okonkwo.example')];
    const candidates = [
      record({ name: 'Somebody Else' }),
      record({}, address),
      record({}, address),
      record(ann, address),
    ];
    const found = resolver
      .decide(record(ann, address), candidates)
      .map(({ candidate }) => candidates.indexOf(candidate as SourceRecord));
    expect(found).toEqual([3, 1, 2, 0]);
  });
});

describe('options', () => {
  it('an unknown one is refused by name', () => {
    const attempt = () => matcher({ linkedAt: 0.9 } as never);
    expect(attempt).toThrow(/linkedAt/);
    try {
      attempt();
    } catch (error) {
      expect(isKenningError(error, 'invalid')).toBe(true);
    }
  });

  it('the version changes with whatever changes a verdict', () => {
    const frequencies = learnFrequencies([record(ann)]);
    const versions = [{}, { linkAt: 0.9 }, { country: 'US' }, { trustHandles: true }, { frequencies }].map(
      (options) => matcher(options as never).version,
    );
    expect(new Set(versions).size).toBe(versions.length);
    expect(matcher({ frequencies: learnFrequencies([record(ann)]) }).version).toBe(versions[4]);
    for (const version of versions) expect(version.length).toBeLessThanOrEqual(100);
  });
});
