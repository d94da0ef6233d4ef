/** How many of the least hashes a sketch holds, and how many of them make a band. */
const size = 24;
const band = 2;
const shingle = 5;
/** A text of fewer characters is no copy of another, only the same words. */
const shortest = 16;
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * What a text is like, in 48 characters: MinHash over its shingles of five characters (Broder, 1997). Texts are as alike as
 * their sketches; the text can not be had from it.
 *
 * @param plain as `plainText` gives it
 * @returns undefined for a text that is too short to tell
 */
export function sketchOf(plain: string): string | undefined {
  if (plain.length < shortest) return undefined;
  const least = new Uint32Array(size).fill(0xffffffff);
  for (let at = 0; at + shingle <= plain.length; at += 1) {
    let hash = 0x811c9dc5;
    for (let next = at; next < at + shingle; next += 1) hash = Math.imul(hash ^ plain.charCodeAt(next), 0x01000193);
    for (let place = 0; place < size; place += 1) {
      const mixed = mix(hash + Math.imul(place, 0x9e3779b9));
      if (mixed < (least[place] as number)) least[place] = mixed;
    }
  }
  let sketch = '';
  for (const value of least) sketch += digits.charAt((value >>> 6) & 63) + digits.charAt(value & 63);
  return sketch;
}

/** How alike two texts are by their sketches, 0 to 1: the share of shingles in common, to some 0.1. */
export function likeness(one: string, other: string): number {
  let same = 0;
  for (let at = 0; at < one.length; at += 2)
    if (one.charCodeAt(at) === other.charCodeAt(at) && one.charCodeAt(at + 1) === other.charCodeAt(at + 1)) same += 1;
  return same / size;
}

/** The keys under which texts that are alike meet: nearly always from a likeness of 0.5 on. */
export function bandsOf(sketch: string): string[] {
  const width = band * 2;
  return Array.from(
    { length: sketch.length / width },
    (_, at) => `${at}:${sketch.slice(at * width, (at + 1) * width)}`,
  );
}

/** Spreads a number over all 32 bits (the finalizer of MurmurHash3). */
export function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
