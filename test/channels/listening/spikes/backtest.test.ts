import { describe, expect, it } from 'vitest';
import { nabResult, normalizedNab } from '../../../../bench/listening/nab-score.js';
import { alertsOf, labelledSeries } from '../../../../bench/listening/spikes.js';

describe('the score of alerts on a labelled series', () => {
  const times = Array.from({ length: 1000 }, (_, at) => at);
  const series = { times, windows: [[400, 499] as const, [700, 799] as const] };

  it('is 0 for silence, 100 for what is told at the beginning of each window', () => {
    expect(normalizedNab([nabResult(series, [])])).toBe(0);
    expect(normalizedNab([nabResult(series, [400, 700])])).toBeCloseTo(100, 6);
    expect(normalizedNab([nabResult(series, [450, 460, 750])])).toBeCloseTo(92.99, 2);
  });

  it('costs for what is told elsewhere, less shortly behind a window, nothing while it is learned', () => {
    const found = nabResult(series, [400, 700]);
    expect(nabResult(series, [100, 400, 700]).raw).toBe(found.raw);
    const far = found.raw - nabResult(series, [300, 400, 700]).raw;
    expect(far).toBeCloseTo(0.11, 6);
    const near = found.raw - nabResult(series, [400, 505, 700]).raw;
    expect(near).toBeGreaterThan(0);
    expect(near).toBeLessThan(far / 3);
    expect(nabResult(series, [300, 505]).falseAlerts).toBe(2);
  });
});

const labelled = labelledSeries();
if (labelled.length === 0) console.warn('skipped: spikes on labelled series (the shared data is not here)');

describe.skipIf(labelled.length === 0)('spikes on labelled series', () => {
  it('are found, with few false alerts', () => {
    const results = labelled.map((series) => nabResult(series, alertsOf(series, 300_000)));
    const sum = (of: 'found' | 'falseAlerts') => results.reduce((all, result) => all + result[of], 0);
    expect(normalizedNab(results)).toBeGreaterThan(85);
    expect(sum('found')).toBeGreaterThanOrEqual(16);
    expect(sum('falseAlerts')).toBeLessThanOrEqual(10);
  });
});
