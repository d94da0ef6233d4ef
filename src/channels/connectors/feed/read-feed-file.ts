import { type FileHandle, open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { KenningError } from '../../../core/errors.js';

/** Reads a feed that lies in a file; the path may be a `file:` address. */
export async function readFeedFile(
  file: string,
  { maxBytes, signal }: { maxBytes: number; signal?: AbortSignal | undefined },
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const found = await handle.stat();
    if (!found.isFile()) throw new KenningError('invalid', `${path} is no file`);
    if (found.size > maxBytes)
      throw new KenningError('too-large', `${path} is larger than ${maxBytes} bytes; raise maxBytes to read it`);
    return new Uint8Array(await handle.readFile(signal ? { signal } : {}));
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof KenningError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new KenningError(code === 'ENOENT' ? 'not-found' : 'forbidden', `${path} can not be read (${code})`, {
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}
