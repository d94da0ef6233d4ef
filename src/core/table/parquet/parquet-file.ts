import { type FileHandle, open } from 'node:fs/promises';
import { KenningError } from '../../errors.js';
import { fileBytes } from '../read-file.js';
import { loadParquet } from './load-parquet.js';

/** A file of Parquet, whose columns are read when they are asked for. */
export interface ParquetFile {
  /** The names of its columns. */
  header: readonly string[];
  size: number;
  /** Reads some columns, by their places, a group of rows as the file has them at a time. */
  pieces(places: readonly number[]): AsyncGenerator<ParquetPiece, void, void>;
}

export interface ParquetPiece {
  /** The first of its rows, from 0. */
  from: number;
  size: number;
  /** The values of the columns that were asked for, in that order. */
  columns: unknown[][];
}

const magic = 'PAR1';

/** Whether a file is one of Parquet, by its first bytes; what is no file, such as a pipe, is none. */
export async function isParquet(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return false;
  try {
    if (!(await file.stat()).isFile()) return false;
    const { buffer, bytesRead } = await file.read(new Uint8Array(magic.length), 0, magic.length, 0);
    return new TextDecoder('latin1').decode(buffer.subarray(0, bytesRead)) === magic;
  } finally {
    await file.close();
  }
}

/**
 * Opens a file of Parquet. Needs the packages `hyparquet` and `hyparquet-compressors`.
 *
 * @throws KenningError `invalid` for a file that is damaged, `unsupported` where the packages are missing.
 */
export async function parquetFile(path: string, { signal }: { signal?: AbortSignal } = {}): Promise<ParquetFile> {
  // Says what is wrong with the path.
  await fileBytes(path);
  const { parquetMetadataAsync, parquetRead, compressors } = await loadParquet();
  const reading = async <Result>(work: (file: ReturnType<typeof bytesOf>) => Promise<Result>): Promise<Result> => {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      return await work(bytesOf(handle, size, signal));
    } catch (cause) {
      if (signal?.aborted) throw cause;
      const why = cause instanceof Error ? cause.message.slice(0, 200) : '';
      throw new KenningError('invalid', `${path} is no whole file of Parquet: ${why}. Write it anew.`, { cause });
    } finally {
      await handle.close();
    }
  };
  const metadata = await reading((file) => parquetMetadataAsync(file));
  const [root, ...elements] = metadata.schema;
  const header: string[] = [];
  // Only what stands at the top is a column; what it is made of follows it.
  for (let at = 0; header.length < (root?.num_children ?? 0) && at < elements.length; at = behind(elements, at))
    header.push(elements[at]?.name as string);
  const size = Number(metadata.num_rows);
  return {
    header,
    size,
    async *pieces(places) {
      const indexOf = new Map(places.map((place, index) => [header[place], index]));
      let from = 0;
      for (const { num_rows } of metadata.row_groups) {
        signal?.throwIfAborted();
        const to = from + Number(num_rows);
        const columns = places.map((): unknown[] => []);
        const start = from;
        await reading((file) =>
          parquetRead({
            file,
            metadata,
            compressors,
            columns: places.map((place) => header[place] as string),
            rowStart: start,
            rowEnd: to,
            onChunk: ({ columnName, columnData, rowStart }) => {
              const column = columns[indexOf.get(columnName) as number];
              for (let at = 0; at < columnData.length; at += 1)
                if (column) column[rowStart - start + at] = columnData[at];
            },
          }),
        );
        yield { from, size: to - from, columns };
        from = to;
      }
    },
  };
}

/** The place behind an element of a schema and all that it is made of. */
function behind(elements: readonly { num_children?: number | undefined }[], at: number): number {
  let next = at + 1;
  for (let child = 0; child < (elements[at]?.num_children ?? 0); child += 1) next = behind(elements, next);
  return next;
}

function bytesOf(handle: FileHandle, byteLength: number, signal: AbortSignal | undefined) {
  return {
    byteLength,
    async slice(start: number, end = byteLength): Promise<ArrayBuffer> {
      signal?.throwIfAborted();
      const first = start < 0 ? Math.max(0, byteLength + start) : start;
      const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - first));
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, first + at);
        if (bytesRead === 0) throw new Error('it ends too early');
        at += bytesRead;
      }
      return bytes.buffer;
    },
  };
}
