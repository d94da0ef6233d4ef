import { askedRows } from '../../src/identity/asked-rows.js';
import { dedupeTableSteps, type TableOptions } from '../../src/identity/dedupe-table.js';
import type { Table } from '../../src/identity/engine/columns/column.js';
import { inThisThread } from '../../src/identity/engine/threads/steps.js';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { type Figure, rounded } from '../figure.js';

const counts = [50, 200, 1000];

/** F1 with answers to so many questions: those that matter most, and pairs drawn by lot. The truth answers. */
export function measureLabels(name: string, table: Table, truth: readonly string[]): Figure[] {
  const ids = truth.map((_, row) => String(row));
  const rows = { table, ids, areApart: () => false };
  const options = { linkAt: 0.5, precision: undefined, model: undefined };
  const dedupeTable = (of: typeof rows, told: TableOptions) => inThisThread(dedupeTableSteps(of, told));
  const first = dedupeTable(rows, { ...options, answers: [] });
  const figures: Figure[] = [];
  const tell = (what: string, value: number) =>
    figures.push({ what: `${name}, ${what}`, value: rounded(value, 4), unit: '' });
  tell('F1 without answers', evaluateClusters([...first.clusters], truth).f1);
  for (const limit of counts)
    for (const [way, lots] of [
      ['by worth', 0.2],
      ['by lot', 1],
    ] as const) {
      const asked = askedRows(table, [...first.clusters], first.model, { limit, lots, isQuestion: () => true });
      const answers = asked.map(({ left, right, chosen }) => ({
        ids: [String(left), String(right)] as const,
        same: truth[left] === truth[right],
        chosen,
      }));
      const both = dedupeTable(rows, { ...options, answers });
      tell(`F1 with ${limit} answers ${way}`, evaluateClusters([...both.clusters], truth).f1);
      const learned = dedupeTable(rows, { ...options, answers: [], model: both.model });
      tell(`F1 with ${limit} answers ${way}, by the model alone`, evaluateClusters([...learned.clusters], truth).f1);
      const alone = dedupeTable(rows, { ...options, answers, answersAlone: true });
      const only = dedupeTable(rows, { ...options, answers: [], model: alone.model });
      tell(`F1 by a model of ${limit} answers ${way} and nothing else`, evaluateClusters([...only.clusters], truth).f1);
    }
  return figures;
}
