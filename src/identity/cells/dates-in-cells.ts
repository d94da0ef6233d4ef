import { comparedDate } from '../../core/table/columns/compared-date.js';
import type { Column } from '../../core/table/columns/detect-columns.js';
import { orderOf } from '../../core/table/columns/record-mapper.js';
import { cellText } from './cell-readers.js';
import type { CellColumn } from './cells.js';
import { coalesced } from './coalesced.js';
import type { FileCells } from './file-cells.js';
import type { RowWarning } from './row-warning.js';

/** Dates of birth, and what could not be read as one. */
export function datesInCells({ size, of, cellsOf, valuesIn }: FileCells): { dates: CellColumn; warned: RowWarning[] } {
  const sources = of('birth-date', 'birth-date-day-first', 'birth-date-month-first').map((column) => {
    const order = orderOf(column, valuesIn(column));
    // An impossible date is worth comparing, and so is one that may be either of two.
    const read = (cell: string) => comparedDate(cellText(cell) ?? '', order);
    return { file: column, column: cellsOf(column), read };
  });
  const warned: RowWarning[] = [];
  for (const [rank, { file, column, read }] of sources.entries()) {
    const isUnread = column.values.map((cell) => read(cell) === undefined && /\d{4}/.test(cellText(cell) ?? ''));
    if (isUnread.includes(true))
      warned.push(...unread(file, column, isUnread, coalesced(size, sources.slice(0, rank))));
  }
  return { dates: coalesced(size, sources), warned };
}

const reason = 'it may be one of two days, or none; say birth-date-day-first or birth-date-month-first';

/** The rows with such values that have no date in an earlier column. */
function* unread(
  column: Column,
  { codes }: CellColumn,
  isUnread: readonly boolean[],
  earlier: CellColumn,
): Generator<RowWarning> {
  for (const [row, code] of codes.entries())
    if (isUnread[code] && earlier.codes[row] === 0) yield { row, column: column.header, reason };
}
