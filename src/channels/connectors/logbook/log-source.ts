import { KenningError } from '../../../core/errors.js';
import type { Rejected } from '../../../core/page.js';
import { readJsonLines } from '../../../core/table/read-json-lines.js';
import { readTable } from '../../../core/table/read-table.js';
import { fieldPlaces, fieldsOfObject, type LogEntry } from './log-fields.js';
import type { ReadLogbookOptions } from './options.js';

/** A row of a log, in its order: what it says, or why it can not be read. */
export type LogRow = { line: number } & ({ entry: LogEntry } | { rejected: Rejected });

const chunkBytes = 262_144;

/** The bytes of a log. */
export async function logBytes({ file, lines, maxBytes, name }: ReadLogbookOptions): Promise<Uint8Array<ArrayBuffer>> {
  if (file !== undefined) return (await import('./read-log-file.js')).readLogFile(file, maxBytes);
  const bytes = new TextEncoder().encode(Array.isArray(lines) ? lines.map((line) => `${line}\n`).join('') : lines);
  if (bytes.length > maxBytes)
    throw new KenningError('too-large', `${name} is larger than ${maxBytes} bytes; raise maxBytes to read it`);
  return bytes;
}

/** Reads the rows of a log. */
export async function* logRows(
  bytes: Uint8Array,
  options: ReadLogbookOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogRow, void, void> {
  const { name, encoding, delimiter, columns } = options;
  const waiting: LogRow[] = [];
  const onRejected = (rejected: Rejected) =>
    waiting.push({ line: Number(/\d+/.exec(rejected.at ?? '')?.[0] ?? 0), rejected });
  const common = { name, onRejected, ...(encoding && { encoding }), ...(signal && { signal }) };
  if (isJson(bytes, options))
    for await (const { line, value } of readJsonLines(chunksOf(bytes), common)) {
      yield* waiting.splice(0);
      yield { line, entry: fieldsOfObject(value, columns) };
    }
  else {
    const table = await readTable(chunksOf(bytes), { ...common, ...(delimiter && { delimiter }) });
    const places = fieldPlaces(table.header, columns, name);
    for await (const { line, cells } of table.rows()) {
      yield* waiting.splice(0);
      yield { line, entry: Object.fromEntries([...places].map(([field, place]) => [field, cells[place]])) };
    }
  }
  yield* waiting;
}

function isJson(bytes: Uint8Array, { format, file }: ReadLogbookOptions): boolean {
  if (format) return format === 'jsonl';
  if (file && /\.(jsonl|ndjson)$/i.test(file)) return true;
  return /^[\ufeff\s]*\{/.test(new TextDecoder().decode(bytes.subarray(0, 1000)));
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** SHA-256 of bytes in hex. */
export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
