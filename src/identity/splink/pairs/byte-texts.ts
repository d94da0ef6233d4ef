import { bytes as newBytes, type Words, words32 } from '../../engine/columns/memory.js';
import { longestCompared } from '../sql/distances.js';
import type { Value } from '../sql/functions.js';

/** Texts as DuckDB counts them, one behind the other. */
export interface ByteTexts {
  bytes: Uint8Array;
  /** Where each begins; it ends where the next begins. */
  starts: Words;
  /** What is seen of each at once: two numbers a text, see {@link markOf} and {@link firstOf}. */
  sketches: Words;
}

const markBits = 26;
/** The length of a text that is as long or longer, in a sketch. */
export const longOne = 63;

/** A bit for each of 26 kinds of bytes: in the first number that occur in a text, in the second that do so twice. */
export const markOf = (sketch: number): number => sketch & 0x3ffffff;
/** The length of a text in bytes, or {@link longOne}; in the first number. */
export const lengthOf = (sketch: number): number => sketch >>> markBits;
/** What is left of the first byte; in the second number. */
export const firstOf = (sketch: number): number => sketch >>> markBits;

export function byteTexts(values: readonly Value[]): ByteTexts {
  const encoder = new TextEncoder();
  const starts = words32(values.length + 1);
  const sketches = words32(2 * values.length);
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
      let once = 0;
      let twice = 0;
      for (let byte = end; byte < end + written; byte += 1) {
        const bit = 1 << (((bytes[byte] as number) & 31) % markBits);
        twice |= once & bit;
        once |= bit;
      }
      sketches[2 * at] = once | (Math.min(longOne, written) << markBits);
      sketches[2 * at + 1] = twice | ((written === 0 ? 0 : (bytes[end] as number) & 63) << markBits);
      end += written;
    }
    starts[at + 1] = end;
  }
  const packed = newBytes(end);
  packed.set(bytes.subarray(0, end));
  return { bytes: packed, starts, sketches };
}
