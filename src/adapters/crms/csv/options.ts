import { z } from 'zod';
import { type Clock, systemClock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import { problemIn } from '../../../core/problem-in.js';
import type { Delimiter } from '../../../core/table/delimiter.js';
import type { Encoding } from '../../../core/table/encoding.js';
import type { Formulas } from './cell-text.js';
import type { ContactListOptions } from './contact-list.js';

export interface CsvOptions {
  /** The contact list. */
  file: string;
  /** The column that names a contact. Defaults to the one that looks like it. */
  id?: string;
  /** What columns hold where it is not found out, by their names: `{ Kontaktweg: 'email', X: 'twitter' }`. */
  columns?: Record<string, string>;
  /** Columns that are not read. They stay in the file. */
  ignore?: string[];
  /**
   * `neutralize`: a cell that a spreadsheet would run as a formula is written behind an apostrophe and read without it.
   * Defaults to `neutralize`.
   */
  formulas?: Formulas;
  /** The file of activities, and of what was filled in. Defaults to `<name>.activities.csv` beside the list. */
  activities?: string;
  /** The scope of the contacts' ids. Defaults to `csv/` and the name of the file. */
  source?: string;
  /** Defaults to what the file shows. */
  encoding?: Encoding;
  /** Defaults to what the file shows. */
  delimiter?: Delimiter;
  /** The largest file that is read and written, in bytes. Defaults to 256 MiB. */
  maxBytes?: number;
  /** Defaults to the system's. */
  clock?: Clock;
}

const schema = z.strictObject({
  file: z.string().min(1),
  id: z.string().min(1).optional(),
  columns: z.record(z.string(), z.string()).optional(),
  ignore: z.array(z.string()).optional(),
  formulas: z.enum(['neutralize', 'keep']).optional(),
  activities: z.string().min(1).optional(),
  source: z.string().min(1).max(300).optional(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  maxBytes: z.int().positive().max(500_000_000).optional(),
  clock: z.custom<Clock>((clock) => typeof (clock as Clock | undefined)?.now === 'function').optional(),
});

/** Checks what the app says and fills in defaults. */
export function readCsvOptions(options: CsvOptions): ContactListOptions {
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    throw new KenningError(
      'invalid',
      `csv: ${problemIn(parsed.error)}; its options are ${Object.keys(schema.shape).join(', ')}`,
    );
  }
  const { file, activities, source, formulas, maxBytes, clock, ...rest } = parsed.data;
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return {
    ...rest,
    crm: 'csv',
    file,
    name: file,
    activities: activities ?? `${file.replace(/\.[a-z]{1,4}$/i, '')}.activities.csv`,
    source: source ?? `csv/${name}`.slice(0, 300),
    formulas: formulas ?? 'neutralize',
    maxBytes: maxBytes ?? 256 * 1024 * 1024,
    clock: clock ?? systemClock,
  };
}
