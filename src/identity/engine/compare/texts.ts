import { type Halves, halves, type Words, words32 } from '../columns/memory.js';

/** Texts in one array, so that comparing two touches no object. */
export interface Texts {
  /** UTF-16 units, one text behind the other. */
  units: Halves;
  /** Where each text begins; one more entry than texts. */
  starts: Words;
  /** Which kinds of units a text has, one bit for those with the same last five bits. */
  signatures: Words;
}

/** So many units of a text are compared; what is behind makes no difference between texts that are not equal. */
export const longestCompared = 64;

/** Packs texts for comparison. */
export function packTexts(values: readonly string[]): Texts {
  const starts = words32(values.length + 1);
  let total = 0;
  for (let index = 0; index < values.length; index += 1) {
    starts[index] = total;
    total += Math.min((values[index] as string).length, longestCompared);
  }
  starts[values.length] = total;
  const units = halves(total);
  const signatures = words32(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const text = values[index] as string;
    const start = starts[index] as number;
    const length = (starts[index + 1] as number) - start;
    let signature = 0;
    for (let at = 0; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      units[start + at] = unit;
      signature |= 1 << (unit & 31);
    }
    signatures[index] = signature;
  }
  return { units, starts, signatures };
}

/** How many units of a text are compared. */
export const lengthOf = ({ starts }: Texts, text: number): number =>
  (starts[text + 1] as number) - (starts[text] as number);

/** The text, as far as it is compared. */
export const textOf = ({ units, starts }: Texts, text: number): string =>
  String.fromCharCode(...units.subarray(starts[text], starts[text + 1]));
