import { longestCompared } from '../sql/distances.js';
import type { Value } from '../sql/functions.js';

/** Texts as DuckDB counts them, one behind the other, each with a mark of the bytes that occur in it. */
export interface ByteTexts {
  bytes: Uint8Array;
  /** Where each begins; it ends where the next begins. */
  starts: Uint32Array;
  /** A bit for each byte that occurs, by its last five bits. */
  marks: Uint32Array;
}

export function byteTexts(values: readonly Value[]): ByteTexts {
  const encoder = new TextEncoder();
  const starts = new Uint32Array(values.length + 1);
  const marks = new Uint32Array(values.length);
  let bytes = new Uint8Array(1 << 16);
  let end = 0;
  for (const [at, value] of values.entries()) {
    starts[at] = end;
    if (typeof value === 'string') {
      if (bytes.length < end + longestCompared) {
        const more = new Uint8Array(2 * bytes.length);
        more.set(bytes);
        bytes = more;
      }
      const { written } = encoder.encodeInto(value, bytes.subarray(end, end + longestCompared));
      let mark = 0;
      for (let byte = end; byte < end + written; byte += 1) mark |= 1 << ((bytes[byte] as number) & 31);
      marks[at] = mark;
      end += written;
    }
    starts[at + 1] = end;
  }
  return { bytes, starts, marks };
}
