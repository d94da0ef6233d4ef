import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spread } from '../../../../src/channels/listening/influence/spread.js';

const start = Date.parse('2026-11-24T09:00:00.000Z');
const at = new Date(start).toISOString();
const after = (minutes: number, by = `by-${minutes}`) => ({ at: new Date(start + minutes * 60_000).toISOString(), by });

it('tells when half of the re-posts had come, and how long each doubling took', () => {
  // Posts: 1 at 0, 2 at 1 min, 4 at 4 min, 8 at 20 min.
  const reposts = [1, 3, 4, 6, 9, 15, 20].map((minutes) => after(minutes));
  expect(spread(at, [...reposts, after(2 * 60, 'by-1')])).toEqual({
    reposts: 8,
    breadth: 7,
    halfMs: 6 * 60_000,
    lastMs: 120 * 60_000,
    doublingsMs: [60_000, 3 * 60_000, 16 * 60_000],
    doublingMs: 16 * 60_000,
    fastestDoublingMs: 60_000,
  });
  expect(spread(at, [])).toEqual({
    reposts: 0,
    breadth: 0,
    halfMs: 'unknown',
    lastMs: 'unknown',
    doublingsMs: [],
    doublingMs: 'unknown',
    fastestDoublingMs: 'unknown',
  });
  expect(spread(at, [after(-5)])).toMatchObject({ halfMs: 0, doublingsMs: [0] });
  expect(() => spread('soon', [])).toThrow('at is a moment');
});

it('doubles as often as its posts do, in every order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 80 }), (minutes) => {
      const reposts = minutes.map((minute) => after(minute));
      const told = spread(at, reposts);
      expect(spread(at, [...reposts].reverse())).toEqual(told);
      expect(told.doublingsMs).toHaveLength(Math.floor(Math.log2(minutes.length + 1)));
      const sum = told.doublingsMs.reduce((total, one) => total + one, 0);
      if (told.lastMs !== 'unknown') expect(sum).toBeLessThanOrEqual(told.lastMs);
    }),
  );
});
