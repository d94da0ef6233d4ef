import { longestCompared } from '../sql/distances.js';
import type { Value } from '../sql/functions.js';

/** Texts as DuckDB counts them, one behind the other. */
export interface ByteTexts {
  bytes: Uint8Array;
  /** Where each begins; it ends where the next begins. */
  starts: Uint32Array;
  /** What is seen of each at once: see {@link markOf}. */
  sketches: Uint32Array;
}

const markBits = 26;
/** The length of a text that is as long or longer, in a sketch. */
export const longOne = 63;

/** A bit for each of 26 kinds of bytes that occurs in a text. */
export const markOf = (sketch: number): number => sketch & 0x3ffffff;
/** The length of a text in bytes, or {@link longOne}. */
export const lengthOf = (sketch: number): number => sketch >>> markBits;

export function byteTexts(values: readonly Value[]): ByteTexts {
  const encoder = new TextEncoder();
  const starts = new Uint32Array(values.length + 1);
  const sketches = new Uint32Array(values.length);
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
      for (let byte = end; byte < end + written; byte += 1) mark |= 1 << (((bytes[byte] as number) & 31) % markBits);
      sketches[at] = mark | (Math.min(longOne, written) << markBits);
      end += written;
    }
    starts[at + 1] = end;
  }
  return { bytes, starts, sketches };
}
