import type { DrawnCluster } from '../../identity/report/drawn-clusters.js';
import { clusterChart } from './cluster-chart.js';
import { element, type Markup } from './markup.js';
import { bits, count } from './numbers.js';
import { type Section, says } from './section.js';
import { foldedTable } from './table.js';

/** Where two records are chosen; the script fills it. */
export function pair(): Section {
  const choose = (id: string, text: string): Markup => element('label', {}, `${text} `, element('select', { id }));
  return {
    id: 'pair',
    name: 'Why a pair is one or two',
    content: [
      says(
        'Choose two records. Of a long list some can be chosen: those of the clusters below, of pairs near the threshold, those named with --show, and some at equal distances.',
      ),
      element('div', { class: 'choice' }, choose('one', 'One'), choose('other', 'Other')),
      element('p', { id: 'outcome', role: 'status' }),
      element('div', { id: 'bars' }),
      element(
        'table',
        { id: 'both', 'aria-label': 'both records' },
        element('thead', {}, element('tr', { id: 'sides' })),
        element('tbody', { id: 'cells' }),
      ),
    ],
  };
}

/** Clusters as graphs. */
export function graphs(name: string, clusters: readonly DrawnCluster[], nameOf: (row: number) => string): Section {
  const told = (one: DrawnCluster): string =>
    [
      `${count(one.size)} records`,
      one.rows.length < one.size && `${one.rows.length} are drawn`,
      one.weakest === undefined
        ? 'held together by all its records at once'
        : `its weakest link weighs ${bits(one.weakest)} bits`,
    ]
      .filter(Boolean)
      .join('; ');
  const rows = clusters.flatMap((one) =>
    one.edges.map(({ left, right, weight }) => [nameOf(left), nameOf(right), bits(weight)]),
  );
  return {
    id: name.split(' ')[0]?.toLowerCase() ?? '',
    name,
    content:
      clusters.length === 0
        ? says('There are none.')
        : [
            says(
              'A line is a pair that speaks for one, the heavier the thicker; a dashed one speaks rather against it, and is held by the others.',
            ),
            element(
              'div',
              { class: 'graphs' },
              clusters.map((one) =>
                element('figure', {}, clusterChart(one, nameOf), element('figcaption', {}, told(one))),
              ),
            ),
            foldedTable(name, ['record', 'record', 'bits'], rows),
          ],
  };
}
