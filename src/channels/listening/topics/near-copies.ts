import { bandsOf, likeness, sketchOf } from '../storms/sketch.js';

/** Texts are near-copies from this share of common pieces on. */
const copy = 0.8;
/** So many bands let texts of that likeness meet nearly always (0.98). */
const bands = 4;
/** Of many texts that meet by chance, so many are compared. */
const mostCompared = 50;

/**
 * Of each text, the place of the first one that it is a near-copy of; a text that is none stands for itself.
 *
 * @param plain as `plainText` gives them
 */
export function nearCopies(plain: readonly string[]): Int32Array {
  const firsts = new Int32Array(plain.length);
  const same = new Map<string, number>();
  const met = new Map<string, number[]>();
  const sketches = new Map<number, string>();
  for (const [place, text] of plain.entries()) {
    const known = same.get(text);
    const sketch = known === undefined ? sketchOf(text) : undefined;
    const keys = sketch === undefined ? [] : bandsOf(sketch).slice(0, bands);
    const like = keys
      .flatMap((key) => met.get(key) ?? [])
      .find((other) => likeness(sketches.get(other) as string, sketch as string) >= copy);
    const first = known ?? like ?? place;
    firsts[place] = first;
    same.set(text, first);
    if (first !== place || sketch === undefined) continue;
    sketches.set(place, sketch);
    for (const key of keys) {
      const others = met.get(key);
      if (!others) met.set(key, [place]);
      else if (others.length < mostCompared) others.push(place);
    }
  }
  return firsts;
}
