import type { ShownPairs } from '../../identity/report/shown-pairs.js';
import { oneLine } from '../commands/describe.js';

/** What stands in the file of the rows that can be looked at. */
export interface ShownCells {
  columns: readonly string[];
  idOf: (row: number) => string;
  /** In the order of `columns`. */
  cellsOf: (row: number) => readonly string[];
}

/** A page does not grow with what stands in a file. */
const mostColumns = 20;
const longest = 80;
const named = 3;

/** What the script of the page reads. */
export function shownData({ rows, clusters, prior, fields, ways, pairs }: ShownPairs, cells: ShownCells) {
  const records = rows.map((row, place) => {
    const told = cells.cellsOf(row).map((cell) => oneLine(cell, longest));
    const name = told
      .filter((cell) => cell !== '')
      .slice(0, named)
      .join(' ');
    return {
      id: oneLine(cells.idOf(row), longest),
      name: oneLine(name, 50),
      cluster: clusters[place],
      cells: told.slice(0, mostColumns),
    };
  });
  return {
    columns: cells.columns.slice(0, mostColumns).map((column) => oneLine(column, longest)),
    records,
    prior,
    fields,
    ways: ways.map(({ levels, weight }) => ({ levels, weight: Math.round(weight * 1000) / 1000 })),
    pairs: base64(pairs),
    first: firstPair(clusters),
  };
}

/** Two records that were put together, if there are any. */
function firstPair(clusters: readonly number[]): [number, number] {
  const seen = new Map<number, number>();
  for (const [place, cluster] of clusters.entries()) {
    const before = seen.get(cluster);
    if (before !== undefined) return [before, place];
    seen.set(cluster, place);
  }
  return [0, Math.min(1, clusters.length - 1)];
}

/** Two bytes a number, the lower one first on every machine. */
function base64(numbers: Uint16Array): string {
  const bytes = Buffer.alloc(2 * numbers.length);
  for (const [place, number] of numbers.entries()) bytes.writeUInt16LE(number, 2 * place);
  return bytes.toString('base64');
}
