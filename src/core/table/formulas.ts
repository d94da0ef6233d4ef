const formula = /^'*[=+\-@\t\r]/;
/** A negative number runs nothing, and is to stay one. */
const negative = /^-\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,4})?$/i;

/**
 * A cell that a spreadsheet does not run: what begins like a formula gets an apostrophe before it.
 *
 * @example
 * neutralize('=HYPERLINK("…")') // '\'=HYPERLINK("…")'
 */
export function neutralize(cell: string): string {
  return formula.test(cell) && !negative.test(cell) ? `'${cell}` : cell;
}

/** A cell as it was before {@link neutralize}. */
export function restore(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
