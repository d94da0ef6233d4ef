import type { TableRow } from '../read-table.js';
import { meaning } from './cell-values.js';
import type { ColumnKind } from './column-kind.js';
import type { Column } from './detect-columns.js';

/** The cells of a row that is made into a record. What nobody takes is left for `rest`. */
export interface RowCells {
  row: TableRow;
  /** Takes the first value of a kind. */
  first(kind: ColumnKind, group?: string): string | undefined;
  /** Shows each value of a kind; those that the callback makes use of are taken. */
  each(kind: ColumnKind, take: (value: string, column: Column) => boolean): void;
  /** What was not taken, by header. */
  rest(): Record<string, string>;
}

/** The longest value of a field that a record can hold. */
const longestField = 1000;
const longestRest = 20_000;
const longestHeader = 200;

/** Columns by kind, in the order of the table; sorted out once for all rows. */
export function rowReader(columns: readonly Column[]): (row: TableRow) => RowCells {
  const byKind = Map.groupBy(columns, ({ kind }) => kind);
  const kept = columns.filter(({ kind }) => kind !== 'ignore');
  return (row) => {
    const taken = new Set<number>();
    const valueIn = ({ place }: Column): string | undefined => meaning(row.cells[place]);
    return {
      row,
      first(kind, group) {
        for (const column of byKind.get(kind) ?? []) {
          const value = group === undefined || column.group === group ? valueIn(column) : undefined;
          if (value === undefined || value.length > longestField || taken.has(column.place)) continue;
          taken.add(column.place);
          return value;
        }
        return undefined;
      },
      each(kind, take) {
        for (const column of byKind.get(kind) ?? []) {
          const value = valueIn(column);
          if (value !== undefined && value.length <= longestRest && take(value, column)) taken.add(column.place);
        }
      },
      rest() {
        const rest: [string, string][] = [];
        for (const column of kept) {
          const value = taken.has(column.place) ? undefined : valueIn(column);
          if (value !== undefined && value.length <= longestRest)
            rest.push([column.header.slice(0, longestHeader), value]);
        }
        return Object.fromEntries(rest);
      },
    };
  };
}
