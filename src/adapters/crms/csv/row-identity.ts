import { meaning } from '../../../core/table/columns/cell-values.js';
import type { ColumnKind } from '../../../core/table/columns/column-kind.js';
import type { Column, DetectedColumns } from '../../../core/table/columns/detect-columns.js';

/** What names a row of a list without ids, the surest first. */
const naming: readonly ColumnKind[] = ['email', 'phone', 'website'];
const names: readonly ColumnKind[] = ['name', 'given-name', 'middle-name', 'family-name', 'organization'];

/** Gives a row's own id: its cell of ids, else what names it best; undefined when nothing does. */
export type RowIdentity = (cell: (place: number) => string) => string | undefined;

/**
 * How rows are named: by the column of ids; in a list without one by their first address, number or page, else by their
 * names. Unlike the number of a row, that stays what it is when rows are moved.
 */
export function rowIdentity({ id, columns }: Pick<DetectedColumns, 'id' | 'columns'>): RowIdentity {
  if (id) return (cell) => bounded(meaning(cell(id.place)));
  const of = (kinds: readonly ColumnKind[]): Column[] =>
    kinds.flatMap((kind) => columns.filter((column) => column.kind === kind));
  const [surest, called] = [of(naming), of(names)];
  return (cell) => {
    for (const { place } of surest) {
      const value = meaning(cell(place));
      if (value) return bounded(value.toLowerCase());
    }
    return bounded(called.flatMap(({ place }) => meaning(cell(place)) ?? []).join(' '));
  };
}

function bounded(id: string | undefined): string | undefined {
  return id && id.length <= 1000 ? id : undefined;
}
