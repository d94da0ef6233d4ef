import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { began, quietCounts } from '../../../../bench/listening/made-up-posts.js';
import type { SpikeAlert } from '../../../../src/channels/listening/spikes/spike-alert.js';
import { type SpikeOptions, spikeDetector } from '../../../../src/channels/listening/spikes/spike-detector.js';

const everyMs = 300_000;
const instant = (bin: number, from = began) => new Date(from + bin * everyMs).toISOString();

/** All alerts on counts, bin by bin. */
function alertsOn(
  counts: readonly (number | undefined)[],
  options: Partial<SpikeOptions> = {},
  from = began,
): SpikeAlert[] {
  const detector = spikeDetector({ everyMs, ...options });
  return counts.flatMap((count, bin) =>
    count === undefined ? [] : detector.observe({ at: instant(bin, from), count }).alerts,
  );
}

const quiet = (days: number, seed = 1, swing = 0) => quietCounts({ postsADay: 720, everyMs, days, swing }, seed);

/** Adds to counts from a bin on. */
const withStorm = (counts: readonly number[], from: number, storm: readonly number[]) =>
  counts.map((count, bin) => count + (storm[bin - from] ?? 0));

const storm = [10, 20, 40, 80, 160, 160, 80, 40, 20, 10];

describe('a spike', () => {
  it('opens, grows and is over', () => {
    const alerts = alertsOn(withStorm(quiet(12), 2500, storm));
    expect(alerts.map(({ phase }) => phase)).toEqual(['opened', 'grew', 'grew', 'over']);
    const [opened, , grown, over] = alerts;
    expect(opened?.at).toBe(instant(2500));
    expect(opened?.score).toBeGreaterThanOrEqual(1);
    expect(opened?.seen).toBeGreaterThan((opened?.expected ?? 0) * 2);
    expect(grown?.severity).toBe('high');
    expect(over).toMatchObject({ openedAt: opened?.at, severity: 'high' });
    expect(over?.excess).toBeGreaterThan(500);
    expect(Date.parse(over?.at ?? '') - Date.parse(opened?.at ?? '')).toBeGreaterThan(6 * 3_600_000);
  });

  it('is not what comes every day at that hour', () => {
    const daily = Array.from({ length: 12 * 288 }, (_, bin) => (bin % 288 < 6 ? 30 : 1));
    const late = alertsOn(daily).filter(({ at }) => Date.parse(at) > began + 5 * 86_400_000);
    expect(late.filter(({ phase }) => phase === 'opened')).toEqual([]);
  });

  it('is told once for a level that rises for good, which becomes usual', () => {
    const counts = [...quiet(14), ...quiet(40, 2).map((count) => count * 4)];
    const alerts = alertsOn(counts);
    const opened = alerts.filter(({ phase }) => phase === 'opened');
    expect(opened.length).toBe(1);
    expect(alerts.at(-1)?.phase).toBe('over');
  });

  it('is no slow growth, and no return of rows after a gap', () => {
    const growing = quiet(60).map((count, bin) => Math.round(count * (1 + bin / (288 * 30))));
    const opened = alertsOn(growing).filter(({ phase }) => phase === 'opened');
    expect(opened.length).toBeLessThanOrEqual(3);
    const gaping = quiet(30).map((count, bin) => (bin % 2000 > 1500 ? undefined : count));
    expect(alertsOn(gaping).filter(({ phase }) => phase === 'opened').length).toBeLessThanOrEqual(1);
  });

  it('is found among posts that are told one by one, before their bin is over', () => {
    const detector = spikeDetector({ everyMs, missing: 'zero' });
    let opened: SpikeAlert | undefined;
    for (let hour = 0; hour < 24 * 20; hour += 8)
      detector.observe({ at: new Date(began + hour * 3_600_000).toISOString(), count: 1 });
    let posts = 0;
    for (let second = 0; second < 3600 && !opened; second += 60) {
      const at = new Date(began + 20 * 86_400_000 + second * 1000).toISOString();
      posts += 1;
      opened = detector.observe({ at, count: 1 }).alerts.find(({ phase }) => phase === 'opened');
    }
    expect(posts).toBeLessThanOrEqual(5);
  });
});

describe('what comes in', () => {
  it('is refused with a reason when it is no count or no time, and changes nothing', () => {
    const detector = spikeDetector({ everyMs });
    detector.observe({ at: instant(0), count: 3 });
    const before = detector.snapshot();
    for (const [at, count] of [
      [instant(1), -1],
      [instant(1), Number.NaN],
      [instant(1), Number.POSITIVE_INFINITY],
      ['yesterday', 1],
    ] as const)
      expect(detector.observe({ at, count })).toMatchObject({ refused: expect.any(String), alerts: [] });
    expect(detector.snapshot()).toEqual(before);
  });

  it('is added to its bin when it is late, and refused when it is too late', () => {
    const inOrder = spikeDetector({ everyMs });
    const swapped = spikeDetector({ everyMs });
    for (let bin = 0; bin < 400; bin += 1) inOrder.observe({ at: instant(bin), count: 5 });
    for (let bin = 0; bin < 400; bin += 1) swapped.observe({ at: instant(bin), count: bin === 390 ? 0 : 5 });
    expect(swapped.observe({ at: instant(390), count: 5 }).refused).toBeUndefined();
    expect(swapped.snapshot().known.recent).toMatchObject({ seen: inOrder.snapshot().known.recent.seen });
    expect(swapped.observe({ at: instant(100), count: 5 }).refused).toBe('it is too late');
  });

  it('is believed on a clock that was set when three in a row agree', () => {
    const detector = spikeDetector({ everyMs });
    for (let bin = 0; bin < 400; bin += 1) detector.observe({ at: instant(bin), count: 5 });
    const far = 288 * 60;
    expect(detector.observe({ at: instant(far), count: 5 }).refused).toBe('it is too far ahead');
    expect(detector.observe({ at: instant(400), count: 5 }).refused).toBeUndefined();
    const said = [1, 2, 3, 4].map((bin) => detector.observe({ at: instant(far + bin), count: 5 }).refused);
    expect(said).toEqual(['it is too far ahead', 'it is too far ahead', undefined, undefined]);
    const back = [1, 2, 3, 4].map((bin) => detector.observe({ at: instant(500 + bin), count: 5 }).refused);
    expect(back).toEqual(['it is too late', 'it is too late', undefined, undefined]);
  });

  it('says which option is out of range', () => {
    expect(() => spikeDetector({ everyMs: 10 })).toThrow('everyMs must be a minute to a week.');
    expect(() => spikeDetector({ everyMs, fewest: 0 })).toThrow('fewest must be');
    const state = spikeDetector({ everyMs }).snapshot();
    expect(() => spikeDetector({ everyMs: 60_000 }, state)).toThrow('bins of 300000 ms');
  });
});

describe('laws', () => {
  const anyCounts = fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(5000) }), {
    minLength: 300,
    maxLength: 900,
  });

  it('the order within a bin changes nothing', () => {
    fc.assert(
      fc.property(anyCounts, fc.nat(), (counts, seed) => {
        const one = spikeDetector({ everyMs, missing: 'zero' });
        const other = spikeDetector({ everyMs, missing: 'zero' });
        for (const [bin, count] of counts.entries()) {
          const parts = [count - Math.floor(count / 2), Math.floor(count / 2)];
          for (const part of parts) one.observe({ at: instant(bin), count: part });
          for (const part of (seed >> (bin % 16)) & 1 ? parts : parts.reverse())
            other.observe({ at: instant(bin), count: part });
        }
        expect(other.snapshot().known).toEqual(one.snapshot().known);
        expect(other.snapshot().episode?.opened).toBe(one.snapshot().episode?.opened);
      }),
      { numRuns: 20 },
    );
  });

  it('a shift by whole weeks changes nothing', () => {
    fc.assert(
      fc.property(anyCounts, fc.integer({ min: -2000, max: 2000 }), (counts, weeks) => {
        const shift = weeks * 7 * 86_400_000;
        const alerts = alertsOn(counts).map((alert) => ({ ...alert, at: '', openedAt: '' }));
        const shifted = alertsOn(counts, {}, began + shift);
        expect(shifted.map((alert) => ({ ...alert, at: '', openedAt: '' }))).toEqual(alerts);
      }),
      { numRuns: 20 },
    );
  });

  it('more posts are never less of a spike', () => {
    fc.assert(
      fc.property(anyCounts, fc.nat(5000), (counts, more) => {
        const detector = spikeDetector({ everyMs });
        for (const [bin, count] of counts.entries()) detector.observe({ at: instant(bin), count });
        const twin = spikeDetector({ everyMs }, detector.snapshot());
        const at = instant(counts.length);
        expect(twin.observe({ at, count: 10 + more }).score).toBeGreaterThanOrEqual(
          detector.observe({ at, count: 10 }).score - 0.01,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('goes on after a snapshot as if it had never stopped, and no figure is ever NaN', () => {
    const anyMoves = fc.array(
      fc.record({
        ahead: fc.oneof(
          { weight: 8, arbitrary: fc.constant(1) },
          { weight: 2, arbitrary: fc.integer({ min: -300, max: 9000 }) },
        ),
        count: fc.nat(400),
      }),
      { minLength: 50, maxLength: 600 },
    );
    fc.assert(
      fc.property(anyMoves, fc.constantFrom('zero' as const, 'unknown' as const), (moves, missing) => {
        const whole = spikeDetector({ everyMs, missing });
        let parted = spikeDetector({ everyMs, missing });
        let bin = 0;
        for (const { ahead, count } of moves) {
          bin += ahead;
          const said = whole.observe({ at: instant(bin), count });
          parted = spikeDetector({ everyMs, missing }, JSON.parse(JSON.stringify(parted.snapshot())));
          expect(parted.observe({ at: instant(bin), count })).toEqual(said);
          for (const figure of [said.score, said.seen, said.expected]) expect(Number.isFinite(figure)).toBe(true);
        }
        expect(parted.snapshot()).toEqual(whole.snapshot());
        expect(JSON.stringify(whole.snapshot())).not.toContain('null');
      }),
      { numRuns: 15 },
    );
  });

  it('knows as much of a long series as of a short one', () => {
    const size = (days: number) => {
      const detector = spikeDetector({ everyMs });
      for (const [bin, count] of quiet(days).entries()) detector.observe({ at: instant(bin), count });
      return JSON.stringify(detector.snapshot()).length;
    };
    expect(size(90)).toBeLessThan(size(20) * 1.1);
  });
});
