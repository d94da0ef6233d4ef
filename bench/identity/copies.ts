import type { Column, Table } from '../../src/identity/engine/columns/column.js';
import { clusterTable } from '../../src/identity/engine/engine.js';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { type Figure, rounded } from '../figure.js';

/** How much F1 changes at most when exact copies of one or two columns are added, each pair of columns once. */
export function measureCopies(name: string, table: Table, truth: readonly string[]): Figure[] {
  const f1 = (columns: readonly Column[]): number => {
    const { clusters } = clusterTable({ ...table, columns }, { cut: 0 });
    return evaluateClusters([...clusters], [...truth]).f1;
  };
  const { columns } = table;
  const before = f1(columns);
  let [most, worst] = [0, ''];
  for (const [index, one] of columns.entries())
    for (const other of columns.slice(index)) {
      const copied = one === other ? [one] : [one, other];
      const change = Math.abs(f1([...columns, ...copied.map(copyOf)]) - before);
      if (change <= most) continue;
      most = change;
      worst = `, of ${copied.map((column) => column.name).join(' and ')}`;
    }
  const what = `${name}, change of F1 by copies of one or two columns, at most${worst}`;
  return [{ what, value: rounded(most, 4), unit: '', aim: { atMost: 0.005 } }];
}

const copyOf = (column: Column): Column => ({ ...column, name: `${column.name} again` });
