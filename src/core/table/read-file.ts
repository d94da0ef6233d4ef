import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { KenningError } from '../errors.js';
import { nearest } from './nearest.js';

const chunkBytes = 262_144;

/**
 * The bytes of a file, read when they are asked for.
 *
 * @throws KenningError `not-found` for a file that is not there, `invalid` for a folder, `forbidden` for one that may not be read.
 * @example
 * const table = await readTable(await fileBytes('contacts.csv'), { name: 'contacts.csv' });
 */
export async function fileBytes(
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<AsyncIterable<Uint8Array>> {
  const found = await stat(path).catch((error: unknown) => refuse(path, error));
  if (found.isDirectory()) throw new KenningError('invalid', `${path} is a folder. Name a file in it.`);
  // Opened once before, so that whoever asks is told at once.
  await open(path, 'r').then(
    (file) => file.close(),
    (error: unknown) => refuse(path, error),
  );
  return chunksOf(path, signal);
}

async function* chunksOf(path: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void, void> {
  const file = await open(path, 'r').catch((error: unknown) => refuse(path, error));
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead, buffer } = await file.read(new Uint8Array(chunkBytes), 0, chunkBytes);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function refuse(path: string, cause: unknown): Promise<never> {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code !== 'ENOENT' && code !== 'ENOTDIR')
    throw new KenningError('forbidden', `${path} can not be read (${code}). Check its permissions.`, { cause });
  const beside = await readdir(dirname(path)).catch((): string[] => []);
  const similar = nearest(basename(path), beside);
  const hint = similar ? ` Did you mean ${similar}?` : ' Check the path.';
  throw new KenningError('not-found', `There is no file ${path}.${hint}`, { cause });
}
