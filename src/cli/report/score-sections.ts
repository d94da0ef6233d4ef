import type { IdentityReport } from '../../identity/report/identity-report.js';
import { barsChart } from './bars-chart.js';
import { histogramChart } from './histogram-chart.js';
import { element, type Markup } from './markup.js';
import { bits, count, percent } from './numbers.js';
import { type Section, says } from './section.js';
import { foldedTable } from './table.js';
import { thresholdsChart, thresholdsKey } from './thresholds-chart.js';

/** What came out, in figures. */
export function figures({
  records,
  clusters,
  linkAt,
  expectedPrecision,
  evaluation,
}: IdentityReport): [string, string][] {
  const told: [string, string][] = [
    ['records', count(records)],
    ['people and organizations', count(clusters)],
    ['put together from', percent(linkAt)],
    ['expected precision', percent(expectedPrecision)],
  ];
  if (evaluation)
    told.push(
      ['precision', percent(evaluation.precision)],
      ['recall', percent(evaluation.recall)],
      ['F1', percent(evaluation.f1)],
    );
  return told;
}

/** The histogram of weights. */
export function scores({ histogram }: IdentityReport, cut: number): Section {
  const { from, step, together, apart } = histogram;
  const rows = together.map((put, bin) => {
    const begins = from + bin * step;
    return [`${begins} to ${begins + step}`, count(apart[bin] as number), count(put)];
  });
  return {
    id: 'scores',
    name: 'Scores',
    content: [
      says(
        'How much all candidate pairs weigh, each by itself. At 0 bits two records are as likely one as two. Clusters are compared as wholes, so pairs may stand on the other side of the threshold. What is lighter or heavier than the scale is in its first or last bar.',
      ),
      element(
        'p',
        { class: 'key' },
        sample('apart'),
        element('span', {}, 'kept apart'),
        sample('for'),
        element('span', {}, 'put together'),
      ),
      histogramChart(histogram, cut),
      foldedTable(
        'Scores',
        ['weight in bits', 'kept apart', 'put together'],
        rows.filter(([, ...counts]) => counts.some((one) => one !== '0')),
      ),
    ],
  };
}

const sample = (kind: string): Markup =>
  element(
    'svg',
    { viewBox: '0 0 36 10', class: 'sample', 'aria-hidden': 'true' },
    element('rect', { x: 8, y: 1, width: 20, height: 8, class: kind }),
  );

/** Precision and recall over the threshold. */
export function thresholds({ thresholds: all, evaluation }: IdentityReport, cut: number): Section {
  const header = ['threshold in bits', 'as a probability', 'pairs', 'clusters', 'expected precision'];
  return {
    id: 'thresholds',
    name: evaluation ? 'Precision and recall' : 'Expected precision',
    content: [
      says(
        evaluation
          ? 'Of all pairs that the clusters imply: how many are right, how many of the right ones are found, and what was expected without knowing the truth.'
          : 'How many of all pairs that the clusters imply are expected to be right. With --truth what was measured stands beside it.',
      ),
      thresholdsKey(all),
      thresholdsChart(all, cut),
      foldedTable(
        'Thresholds',
        evaluation ? [...header, 'precision', 'recall', 'F1'] : header,
        all.map((one) => [
          String(one.cut),
          (1 / (1 + 2 ** -one.cut)).toFixed(6),
          count(one.pairs),
          count(one.clusters),
          percent(one.expectedPrecision),
          ...(one.measured ? [one.measured.precision, one.measured.recall, one.measured.f1].map(percent) : []),
        ]),
      ),
    ],
  };
}

/** What each level of each field weighs. */
export function weights({ weights: all }: IdentityReport): Section {
  return {
    id: 'weights',
    name: 'Match weights',
    content: [
      says(
        'What each way of agreeing in each field tells, in bits: to the right for one, to the left for two strangers. Each bit doubles the odds. Drawn is what came up in these records; the table has all.',
      ),
      barsChart(
        'Match weights by field and level',
        all
          .filter(({ seen }) => seen)
          .map(({ field, level, bits: value }) => ({ label: `${field}: ${level}`, value, text: bits(value) })),
      ),
      foldedTable(
        'Match weights',
        ['field', 'level', 'bits', 'came up'],
        all.map(({ field, level, bits: value, seen }) => [field, level, bits(value), seen ? 'yes' : 'no']),
      ),
    ],
  };
}
