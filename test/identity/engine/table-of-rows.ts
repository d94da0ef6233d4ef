import type { Column, Kind, Table } from '../../../src/identity/engine/columns/column.js';
import { dictionary } from '../../../src/identity/engine/columns/dictionary.js';

/** A table of rows by column names; `kinds` says what is in which column, all others are left out. */
export function tableOfRows(
  rows: readonly Readonly<Record<string, string>>[],
  kinds: Readonly<Record<string, Kind>>,
): Table {
  const columns = Object.entries(kinds).map(([name, kind]): Column => {
    const known = dictionary();
    const codes = Uint32Array.from(rows, (row) => known.code((row[name] ?? '').trim()));
    return { name, kind, codes, values: known.values };
  });
  return { size: rows.length, columns };
}
