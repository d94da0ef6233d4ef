import { readFile, stat } from 'node:fs/promises';
import { KenningError } from '../../../core/errors.js';
import { fileBytes } from '../../../core/table/read-file.js';

/**
 * The bytes of a log in a file.
 *
 * @throws KenningError `not-found`, `forbidden`, `invalid` for a folder, `too-large`.
 */
export async function readLogFile(file: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  // It says at once, and in its own words, why a file can not be read.
  await fileBytes(file);
  if ((await stat(file)).size > maxBytes)
    throw new KenningError(
      'too-large',
      `${file} is larger than ${maxBytes} bytes; part it, or raise maxBytes to read it`,
    );
  return new Uint8Array(await readFile(file));
}
