import type { SourceRecordDraft } from '../../core/model/source-record.js';
import { meaning } from '../../core/table/columns/cell-values.js';

/** A row of a file: how it is called, what stands in it, and the record that was made of it. */
export interface FileRow {
  id: string;
  cells: readonly string[];
  record: SourceRecordDraft;
}

/** Rows that are one person or organization; the one that wins comes first. */
export type Group = readonly [FileRow, ...FileRow[]];

/**
 * The clusters of a file, in the order in which they begin in it. The row with the most cells that say something wins; of
 * equals the one that was changed last, then the one that comes first.
 */
export function groupsOf(rows: readonly FileRow[], clusters: readonly number[]): Group[] {
  const groups = new Map<number, FileRow[]>();
  for (const [place, row] of rows.entries()) {
    const cluster = clusters[place] as number;
    const known = groups.get(cluster);
    if (known) known.push(row);
    else groups.set(cluster, [row]);
  }
  return Array.from(groups.values(), (group) => {
    if (group.length === 1) return group as unknown as Group;
    const filled = new Map(group.map((row) => [row, row.cells.filter((cell) => meaning(cell) !== undefined).length]));
    const fullness = (row: FileRow): number => filled.get(row) as number;
    const [winner, ...losers] = group.toSorted(
      (left, right) => fullness(right) - fullness(left) || later(left.record, right.record),
    ) as [FileRow, ...FileRow[]];
    return [winner, ...losers] as const;
  });
}

function later(left: SourceRecordDraft, right: SourceRecordDraft): number {
  return left.observedAt === right.observedAt ? 0 : left.observedAt > right.observedAt ? -1 : 1;
}

/** Which rows are to be merged into which, by their ids. Rows that are called alike can not be told apart. */
export function* mergesOf(groups: Iterable<Group>): Generator<[winner: string, loser: string], void, void> {
  for (const [winner, ...losers] of groups) for (const { id } of losers) if (id !== winner.id) yield [winner.id, id];
}
