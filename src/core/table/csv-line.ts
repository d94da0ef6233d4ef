import type { Delimiter } from './delimiter.js';

/**
 * A row as it is written, without the end of its line. Quotes stand only where they must, or around every cell.
 *
 * @example
 * csvLine(['Ann', 'Juneau, AK']) // 'Ann,"Juneau, AK"'
 */
export function csvLine(
  cells: readonly string[],
  { delimiter = ',', quoteAll = false }: { delimiter?: Delimiter; quoteAll?: boolean } = {},
): string {
  // A single empty cell would be an empty line, and spaces at the edge are trimmed unless they are quoted.
  const mustQuote = (cell: string): boolean =>
    quoteAll || (cell === '' && cells.length === 1) || cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell);
  return cells.map((cell) => (mustQuote(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter);
}
