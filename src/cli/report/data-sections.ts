import type { IdentityReport } from '../../identity/report/identity-report.js';
import { barsChart } from './bars-chart.js';
import type { Completeness } from './completeness.js';
import { count, percent } from './numbers.js';
import { type Section, says } from './section.js';
import { foldedTable } from './table.js';

/** How much each column says. */
export function columns(completeness: readonly Completeness[], records: number): Section {
  return {
    id: 'columns',
    name: 'Columns',
    content: [
      says('In how many rows each column says something.'),
      barsChart(
        'Completeness of columns',
        completeness.map(({ header, filled }) => ({
          label: header,
          value: filled / records,
          text: percent(filled / records),
        })),
      ),
      foldedTable(
        'Columns',
        ['column', 'read as', 'filled', 'share', 'different values'],
        completeness.map(({ header, kind, filled, different }) => [
          header,
          kind,
          count(filled),
          percent(filled / records),
          count(different),
        ]),
      ),
    ],
  };
}

/** How many pairs each rule makes. */
export function blocking({ blocking: { rules, pairs, all, found } }: IdentityReport): Section {
  const name = (keys: readonly string[]): string => keys.join(' and ');
  const right = found === undefined ? '' : ` ${percent(found)} of the right pairs are among them.`;
  return {
    id: 'blocking',
    name: 'What blocking cost',
    content: [
      says(
        `${count(pairs)} of ${count(all)} pairs were compared, by ${rules.length} rules.${right} A pair that several rules make was compared once and is counted under each.`,
      ),
      barsChart(
        'Pairs by rule',
        rules.map((rule) => ({ label: name(rule.keys), value: rule.pairs, text: count(rule.pairs) })),
      ),
      foldedTable(
        'Rules',
        ['both agree in', 'pairs', 'left to other rules'],
        rules.map((rule) => [name(rule.keys), count(rule.pairs), count(rule.left)]),
      ),
    ],
  };
}
