import { isKenningError, KenningError } from '../../errors.js';

/** SQLite's result codes (https://sqlite.org/rescode.html), by their low byte. */
const messages: Record<number, [KenningError['code'], string]> = {
  5: ['storage-busy', 'is held by another process. Try again, or raise busyTimeoutMs.'],
  6: ['storage-busy', 'is held by another process. Try again, or raise busyTimeoutMs.'],
  8: ['forbidden', 'can not be written. Check who owns the file and its folder.'],
  10: ['unexpected', 'could not be read or written. Check the disk.'],
  11: ['storage-damaged', 'is damaged. Keep a copy of it and restore a backup.'],
  13: ['storage-full', 'can not grow: the disk is full. Make room and try again; nothing of the last write was kept.'],
  14: ['not-found', 'can not be opened. Check that its folder exists and may be written.'],
  26: ['storage-damaged', 'is no SQLite database. Check the path, or restore a backup.'],
};

/** What SQLite threw, as kenning's error. */
export function sqliteError(error: unknown, file: string): unknown {
  if (isKenningError(error) || !(error instanceof Error)) return error;
  const code = (error as Error & { errcode?: number }).errcode;
  if (code === undefined) return error;
  const [name, text] = messages[code & 0xff] ?? ['unexpected', `could not be used: ${error.message}.`];
  return new KenningError(name, `The store ${file} ${text}`, { cause: error });
}
