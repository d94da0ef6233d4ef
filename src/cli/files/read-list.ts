import { readFile } from 'node:fs/promises';
import { KenningError } from '../../core/errors.js';

/** The lines of a file; what begins with `#` and empty lines are none. */
export async function readList(flag: string, path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new KenningError('not-found', `${flag} ${path} can not be read (${cause.code}). Check the path.`, { cause });
  });
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim().replace(/^"(.*)"$/, '$1'))
    .filter((line) => line !== '' && !line.startsWith('#'));
}
