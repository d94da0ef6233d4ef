import { meaning } from '../../core/table/columns/cell-values.js';
import type { Column } from '../../core/table/columns/detect-columns.js';

/** How much a column says. */
export interface Completeness {
  header: string;
  kind: string;
  /** How many rows say something in it. */
  filled: number;
  /** How many different values it has. */
  different: number;
}

/** How much each column of some rows says; a cell such as `n/a` says nothing. */
export function completenessOf(columns: readonly Column[], rows: readonly (readonly string[])[]): Completeness[] {
  return columns.map(({ header, kind, place }) => {
    const values = new Set<string>();
    let filled = 0;
    for (const cells of rows) {
      const value = meaning(cells[place]);
      if (value === undefined) continue;
      filled += 1;
      values.add(value);
    }
    return { header, kind, filled, different: values.size };
  });
}
