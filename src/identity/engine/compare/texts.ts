import { type Halves, halves, type Words, words32 } from '../columns/memory.js';

/** Texts in one array, so that comparing two touches no object and little memory. */
export interface Texts {
  /** UTF-16 units, one text behind the other. */
  units: Halves;
  /** Of each text where it begins, how long it is, which kinds of units it has, and what its user notes of it. */
  heads: Words;
}

/** How many numbers a head has; a text's head lies at so many times its number. */
export const headSize = 4;

/** So many units of a text are compared; what is behind makes no difference between texts that are not equal. */
export const longestCompared = 64;

/** Packs texts for comparison; `note` gives a number to keep with each. */
export function packTexts(values: readonly string[], note: (text: string) => number = () => 0): Texts {
  let total = 0;
  for (const value of values) total += Math.min(value.length, longestCompared);
  const units = halves(total);
  const heads = words32(headSize * values.length);
  let start = 0;
  for (const [index, value] of values.entries()) {
    const length = Math.min(value.length, longestCompared);
    let signature = 0;
    for (let at = 0; at < length; at += 1) {
      const unit = value.charCodeAt(at);
      units[start + at] = unit;
      // One bit for the units with the same last five bits.
      signature |= 1 << (unit & 31);
    }
    heads[headSize * index] = start;
    heads[headSize * index + 1] = length;
    heads[headSize * index + 2] = signature;
    heads[headSize * index + 3] = note(value);
    start += length;
  }
  return { units, heads };
}

export const startOf = ({ heads }: Texts, text: number): number => heads[headSize * text] as number;

/** How many units of a text are compared. */
export const lengthOf = ({ heads }: Texts, text: number): number => heads[headSize * text + 1] as number;

/** Which kinds of units a text has, one bit for those with the same last five bits. */
export const signatureOf = ({ heads }: Texts, text: number): number => heads[headSize * text + 2] as number;

export const noteOf = ({ heads }: Texts, text: number): number => heads[headSize * text + 3] as number;

/** The text, as far as it is compared. */
export function textOf(texts: Texts, text: number): string {
  const start = startOf(texts, text);
  return String.fromCharCode(...texts.units.subarray(start, start + lengthOf(texts, text)));
}
