import { z } from 'zod';
import { type Clock, systemClock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import { problemIn } from '../../../core/problem-in.js';
import type { Delimiter } from '../../../core/table/delimiter.js';
import type { Encoding } from '../../../core/table/encoding.js';
import { isZone } from '../../../core/text/read-time.js';
import { type LogField, logFields } from './log-fields.js';

export interface LogbookOptions {
  /** The log: a CSV file, or one with a JSON object a line. Give this or `lines`. */
  file?: string;
  /** The log itself: its text, or its lines. */
  lines?: string | string[];
  /** Who we are: addresses, `@example.com` for everybody there, numbers, names. Whoever stands under `with` is ours too. */
  own?: string[];
  /** Where fields stand, by the names of columns, where headers do not say it: `{ at: 'Anrufzeit', who: 'Kunde' }`. */
  columns?: Partial<Record<LogField, string>>;
  /** What rows are that do not say it: `call`, `meeting`, `letter`. */
  kind?: string;
  /** The zone of local times, such as `Europe/Berlin`. Without it they are rejected. */
  zone?: string;
  /** How `4/5/2026` is meant. Without it such dates are rejected. */
  dateOrder?: 'day-first' | 'month-first';
  /** Where ids are valid. Defaults to the name of the file, else to all logs. */
  realm?: string;
  /** Defaults to `jsonl` for names that end so or in `.ndjson` and for text that begins with `{`. */
  format?: 'csv' | 'jsonl';
  encoding?: Encoding;
  delimiter?: Delimiter;
  /** The largest log, in bytes. Defaults to 256 MiB. */
  maxBytes?: number;
  /** Defaults to the system's. */
  clock?: Clock;
}

const text = z.string().min(1);
const schema = z
  .strictObject({
    file: text.optional(),
    lines: z.union([z.string(), z.array(z.string())]).optional(),
    own: z.array(text.max(1000)).max(10_000).optional(),
    columns: z.partialRecord(z.enum(logFields), text).optional(),
    kind: text.max(50).optional(),
    zone: text.max(100).refine(isZone, 'is no time zone that this runtime knows, such as Europe/Berlin').optional(),
    dateOrder: z.enum(['day-first', 'month-first']).optional(),
    realm: z.string().max(200).optional(),
    format: z.enum(['csv', 'jsonl']).optional(),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    maxBytes: z.int().positive().max(500_000_000).optional(),
    clock: z.custom<Clock>((clock) => typeof (clock as Clock | undefined)?.now === 'function').optional(),
  })
  .refine(({ file, lines }) => (file === undefined) !== (lines === undefined), 'give either file or lines');

export type ReadLogbookOptions = Omit<LogbookOptions, 'own' | 'realm' | 'maxBytes' | 'clock' | 'columns'> &
  Required<Pick<LogbookOptions, 'own' | 'realm' | 'maxBytes' | 'clock' | 'columns'>> & {
    /** What messages call it. */
    name: string;
  };

/** Checks what the app says and fills in defaults. */
export function readLogbookOptions(options: LogbookOptions): ReadLogbookOptions {
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    throw new KenningError(
      'invalid',
      `logbook: ${problemIn(parsed.error)}; its options are ${Object.keys(schema.shape).join(', ')}`,
    );
  }
  const { file } = options;
  const base = file === undefined ? '' : file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return {
    ...options,
    name: file ?? 'the log',
    own: options.own ?? [],
    columns: options.columns ?? {},
    realm: options.realm ?? base.slice(0, 200),
    maxBytes: options.maxBytes ?? 256 * 1024 * 1024,
    clock: options.clock ?? systemClock,
  };
}
