import { neutralize, restore } from '../../../core/table/formulas.js';
import type { Layout } from './cell-spans.js';
import type { FileCoding } from './file-coding.js';

/** `neutralize`: what a spreadsheet would run as a formula is written behind an apostrophe and read without it. */
export type Formulas = 'neutralize' | 'keep';

/** How cells of a file are read and written. */
export interface CellText {
  /** What the units of a cell say. */
  read(units: string): string;
  /** The same with the apostrophe before a formula, as the table's reader expects it. */
  guarded(units: string): string;
  /** The units of a cell; `quoted` when it shall have quotes even if it needs none. */
  write(text: string, quoted?: boolean): string;
}

export function cellText(
  coding: FileCoding,
  { delimiter, lineEnding }: Pick<Layout, 'delimiter' | 'lineEnding'>,
  formulas: Formulas,
): CellText {
  const guarded = formulas === 'neutralize';
  const said = (units: string): string => {
    const trimmed = units.trimStart().startsWith('"') ? units.trim() : units;
    return coding.decode(trimmed.startsWith('"') ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed);
  };
  return {
    read: (units) => (guarded ? restore(said(units)) : said(units)),
    guarded: (units) => (guarded ? said(units) : neutralize(said(units))),
    write(text, quoted = false) {
      // A file whose lines end as on the first Macs would be taken for another one.
      const own = lineEnding === '\r' ? text.replaceAll(/\r?\n/g, '\r') : text;
      const safe = guarded ? neutralize(own) : own;
      const units = coding.encode(safe);
      return quoted || needsQuotes(safe, delimiter) ? `"${units.replaceAll('"', '""')}"` : units;
    },
  };
}

/** Space at either end is quoted too, since readers take it away. */
function needsQuotes(text: string, delimiter: string): boolean {
  return text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text);
}
