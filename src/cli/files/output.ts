import { once } from 'node:events';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { KenningError } from '../../core/errors.js';
import { csvLine } from '../../core/table/csv-line.js';
import type { Delimiter } from '../../core/table/delimiter.js';
import { neutralize } from '../../core/table/formulas.js';

/** A table as it is written: rows of cells, made when they are needed. */
export interface OutputTable {
  header: readonly string[];
  rows: Iterable<readonly string[]>;
  /** What stands between its cells. Defaults to a comma. */
  delimiter?: Delimiter;
}

const chunkLength = 65_536;

/**
 * Checks that a file can be written before any work is done for it.
 *
 * @throws KenningError `not-found` when its folder is missing, `invalid` when it is a folder or one of the inputs.
 */
export async function checkOutput(flag: string, path: string, inputs: readonly string[]): Promise<void> {
  if (inputs.some((input) => resolve(input) === resolve(path)))
    throw new KenningError('invalid', `${flag} ${path} is one of the files that are read. Name another one.`);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new KenningError('invalid', `${flag} ${path} is a folder. Name a file in it.`);
  if (found && !found.isFile()) throw new KenningError('invalid', `${flag} ${path} is no file. Name a file.`);
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new KenningError('not-found', `${flag} ${path}: there is no folder ${dirname(path)}. Make it first.`);
}

/** Writes a table to a file. */
export function writeTableFile(path: string, table: OutputTable, signal: AbortSignal): Promise<void> {
  return writeWholeFile(path, chunksOf(table), signal);
}

/**
 * Writes a file that is there as a whole or not at all: it is written beside it, forced to the disk and renamed.
 */
export function writeWholeFile(
  path: string,
  chunks: Iterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  return inWholeFile(path, signal, async (write) => {
    for (const chunk of chunks) await write(chunk);
  });
}

/** Writes a table whose rows come one after another while other work is done. */
export function writeRowsFile<Result>(
  path: string,
  { header, delimiter }: Pick<OutputTable, 'header' | 'delimiter'>,
  signal: AbortSignal,
  work: (add: (row: readonly string[]) => void | Promise<void>) => Promise<Result>,
): Promise<Result> {
  return inWholeFile(path, signal, async (write) => {
    let text = lineOf(header, delimiter);
    const result = await work((row) => {
      text += lineOf(row, delimiter);
      if (text.length < chunkLength) return undefined;
      const full = text;
      text = '';
      return write(full);
    });
    await write(text);
    return result;
  });
}

async function inWholeFile<Result>(
  path: string,
  signal: AbortSignal,
  work: (write: (chunk: string | Uint8Array) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  // A link to a file stays one.
  const target = await realpath(path).catch(() => path);
  const beside = `${target}.${process.pid}.tmp`;
  let file: FileHandle | undefined;
  try {
    const opened = await open(beside, 'wx');
    file = opened;
    const result = await work(async (chunk) => {
      signal.throwIfAborted();
      await opened.appendFile(chunk);
    });
    await file.sync();
    await file.close();
    file = undefined;
    signal.throwIfAborted();
    await rename(beside, target);
    return result;
  } catch (error) {
    await file?.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw signal.aborted ? signal.reason : writeError(path, error);
  }
}

/** Writes a table to the standard output. A reader that has seen enough, such as `head`, ends it quietly. */
export async function printTable(table: OutputTable, signal: AbortSignal): Promise<void> {
  const { stdout } = process;
  let isClosed = false;
  const close = (error: Error & { code?: string }): void => {
    if (error.code !== 'EPIPE') throw error;
    isClosed = true;
  };
  stdout.once('error', close);
  for (const text of chunksOf(table)) {
    signal.throwIfAborted();
    if (isClosed) return;
    if (!stdout.write(text)) await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]).catch(() => undefined);
  }
}

/** Lines together, some thousand characters at a time; cells that a spreadsheet would run are neutralized. */
function* chunksOf({ header, rows, delimiter }: OutputTable): Generator<string, void, void> {
  let text = lineOf(header, delimiter);
  for (const row of rows) {
    text += lineOf(row, delimiter);
    if (text.length < chunkLength) continue;
    yield text;
    text = '';
  }
  if (text) yield text;
}

const lineOf = (row: readonly string[], delimiter?: Delimiter): string =>
  `${csvLine(row.map(neutralize), { ...(delimiter && { delimiter }) })}\n`;

function writeError(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new KenningError('storage-full', `${path} can not be written: the disk is full.`, { cause });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new KenningError('forbidden', `${path} can not be written (${code}). Check the permissions of its folder.`, {
      cause,
    });
  return cause;
}
