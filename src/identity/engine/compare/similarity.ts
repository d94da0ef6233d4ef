import { lengthOf, longestCompared, signatureOf, startOf, type Texts } from './texts.js';

/** How many bits are set. */
export function bitsSet(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** So many first letters count, each so much of what is missing. */
const longestPrefix = 4;
const prefixShare = 0.1;

/** What the similarity of two packed texts is at most, by the letters that only one of them has. */
export function similarityAtMost(texts: Texts, a: number, b: number): number {
  return similarityBelow(lengthOf(texts, a), signatureOf(texts, a), lengthOf(texts, b), signatureOf(texts, b));
}

/** The same of two texts of which only lengths and signatures are known, and how many letters they begin alike at most. */
export function similarityBelow(
  leftLength: number,
  ours: number,
  rightLength: number,
  theirs: number,
  alike = longestPrefix,
): number {
  const most = Math.min(leftLength - bitsSet(ours & ~theirs), rightLength - bitsSet(theirs & ~ours));
  const bound = (most / leftLength + most / rightLength + 1) / 3;
  return bound + prefixShare * alike * (1 - bound);
}

const matchedLeft = new Uint8Array(longestCompared);
const matchedRight = new Uint8Array(longestCompared);

/**
 * The similarity of Jaro and Winkler of two packed texts, or 0 when their letters already show that it is below
 * `least`. Equal texts give 1.
 *
 * W. E. Winkler, "String comparator metrics and enhanced decision rules in the Fellegi-Sunter model of record linkage"
 * (1990).
 */
export function jaroWinklerOf(texts: Texts, a: number, b: number, least: number): number {
  const { units } = texts;
  const left = startOf(texts, a);
  const right = startOf(texts, b);
  const leftLength = lengthOf(texts, a);
  const rightLength = lengthOf(texts, b);
  if (leftLength === 0 || rightLength === 0) return 0;
  if (similarityAtMost(texts, a, b) < least) return 0;
  const reach = Math.max(0, (Math.max(leftLength, rightLength) >> 1) - 1);
  matchedLeft.fill(0, 0, leftLength);
  matchedRight.fill(0, 0, rightLength);
  let matches = 0;
  for (let i = 0; i < leftLength; i += 1) {
    const unit = units[left + i];
    const end = Math.min(rightLength - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j += 1)
      if (matchedRight[j] === 0 && units[right + j] === unit) {
        matchedLeft[i] = 1;
        matchedRight[j] = 1;
        matches += 1;
        break;
      }
  }
  if (matches === 0) return 0;
  let moved = 0;
  for (let i = 0, j = 0; i < leftLength; i += 1)
    if (matchedLeft[i] === 1) {
      while (matchedRight[j] === 0) j += 1;
      if (units[left + i] !== units[right + j]) moved += 1;
      j += 1;
    }
  const jaro = (matches / leftLength + matches / rightLength + (matches - (moved >> 1)) / matches) / 3;
  if (jaro <= 0.7) return jaro;
  let prefix = 0;
  while (
    prefix < longestPrefix &&
    prefix < leftLength &&
    prefix < rightLength &&
    units[left + prefix] === units[right + prefix]
  )
    prefix += 1;
  return jaro + prefix * prefixShare * (1 - jaro);
}

/** How many edits part two packed texts at least, by the letters that only one of them has. */
export function editsAtLeast(texts: Texts, a: number, b: number): number {
  return editsAbove(signatureOf(texts, a), signatureOf(texts, b));
}

/** The same of two texts of which only signatures are known. */
export function editsAbove(ours: number, theirs: number): number {
  return Math.max(bitsSet(ours & ~theirs), bitsSet(theirs & ~ours));
}

const width = longestCompared + 1;
const rows = [new Uint8Array(width), new Uint8Array(width), new Uint8Array(width)] as const;

/**
 * How many insertions, deletions, replacements and swaps of neighbors part two packed texts, or more than `most`
 * when it is more than that (optimal string alignment).
 */
export function editsOf(texts: Texts, a: number, b: number, most: number): number {
  const { units } = texts;
  if (editsAtLeast(texts, a, b) > most) return most + 1;
  let left = startOf(texts, a);
  let right = startOf(texts, b);
  let leftEnd = left + lengthOf(texts, a);
  let rightEnd = right + lengthOf(texts, b);
  if (Math.abs(leftEnd - left - (rightEnd - right)) > most) return most + 1;
  while (left < leftEnd && right < rightEnd && units[left] === units[right]) {
    left += 1;
    right += 1;
  }
  while (left < leftEnd && right < rightEnd && units[leftEnd - 1] === units[rightEnd - 1]) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  const leftLength = leftEnd - left;
  const rightLength = rightEnd - right;
  if (leftLength === 0 || rightLength === 0) return Math.max(leftLength, rightLength);
  if (Math.max(leftLength, rightLength) === 1) return 1;
  let [before, last, next] = rows as readonly [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= rightLength; j += 1) last[j] = j;
  for (let i = 1; i <= leftLength; i += 1) {
    next[0] = i;
    let least = i;
    const unit = units[left + i - 1];
    for (let j = 1; j <= rightLength; j += 1) {
      const other = units[right + j - 1];
      let edits = Math.min((last[j] as number) + 1, (next[j - 1] as number) + 1);
      edits = Math.min(edits, (last[j - 1] as number) + (unit === other ? 0 : 1));
      if (i > 1 && j > 1 && unit === units[right + j - 2] && units[left + i - 2] === other)
        edits = Math.min(edits, (before[j - 2] as number) + 1);
      next[j] = edits;
      if (edits < least) least = edits;
    }
    if (least > most) return most + 1;
    [before, last, next] = [last, next, before];
  }
  return last[rightLength] as number;
}
