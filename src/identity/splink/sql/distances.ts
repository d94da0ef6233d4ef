/** A measure of two texts, each given as bytes of UTF-8 from one place to another. */
export type Measure = (
  left: Uint8Array,
  leftFrom: number,
  leftTo: number,
  right: Uint8Array,
  rightFrom: number,
  rightTo: number,
) => number;

/** Longer texts are compared by their first so many bytes, so that a hostile one costs no more than others. */
export const longestCompared = 2000;

/** What one word of bits can hold. */
const wordBits = 32;
const masks = new Uint32Array(256);
let rows: [Uint16Array, Uint16Array] = [new Uint16Array(longestCompared + 1), new Uint16Array(longestCompared + 1)];

/**
 * Edits between two texts, byte by byte: V. I. Levenshtein (1965); short ones by the bits of G. Myers, "A fast bit-vector
 * algorithm for approximate string matching based on dynamic programming" (1999), in H. Hyyrö's form (2001).
 */
export const levenshtein: Measure = (left, leftFrom, leftTo, right, rightFrom, rightTo) => {
  const length = leftTo - leftFrom;
  if (length === 0) return rightTo - rightFrom;
  if (length > wordBits) return byRows(left, leftFrom, leftTo, right, rightFrom, rightTo);
  for (let at = 0; at < length; at += 1) masks[left[leftFrom + at] as number] = 0;
  for (let at = rightFrom; at < rightTo; at += 1) masks[right[at] as number] = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = left[leftFrom + at] as number;
    masks[byte] = (masks[byte] as number) | (1 << at);
  }
  const last = 1 << (length - 1);
  let up = -1;
  let down = 0;
  let edits = length;
  for (let at = rightFrom; at < rightTo; at += 1) {
    const same = masks[right[at] as number] as number;
    const straight = (((same & up) + up) ^ up) | same | down;
    let across = down | ~(straight | up);
    let back = up & straight;
    if (across & last) edits += 1;
    else if (back & last) edits -= 1;
    across = (across << 1) | 1;
    back <<= 1;
    up = back | ~(same | down | across);
    down = across & (same | down);
  }
  return edits;
};

/** The same, of texts of any length, with two rows. */
export const byRows: Measure = (left, leftFrom, leftTo, right, rightFrom, rightTo) => {
  const width = rightTo - rightFrom;
  let [before, row] = rows;
  for (let j = 0; j <= width; j += 1) before[j] = j;
  for (let i = leftFrom; i < leftTo; i += 1) {
    row[0] = i - leftFrom + 1;
    for (let j = 1; j <= width; j += 1) {
      const same = left[i] === right[rightFrom + j - 1] ? 0 : 1;
      row[j] = Math.min((before[j] as number) + 1, (row[j - 1] as number) + 1, (before[j - 1] as number) + same);
    }
    [before, row] = [row, before];
  }
  rows = [before, row];
  return before[width] as number;
};

let cells = new Uint16Array(1 << 12);
const lastRow = new Uint16Array(256);

/**
 * Edits between two texts where two neighbors that changed places are one, with any edits between them: F. J. Damerau (1964)
 * without restriction, by R. Lowrance and R. A. Wagner, "An extension of the string-to-string correction problem" (1975).
 */
export const damerauLevenshtein: Measure = (left, leftFrom, leftTo, right, rightFrom, rightTo) => {
  const [height, across] = [leftTo - leftFrom, rightTo - rightFrom];
  const width = across + 2;
  if (cells.length < (height + 2) * width) cells = new Uint16Array(2 * (height + 2) * width);
  const far = height + across;
  // Both tables have a border of two: the row and column of what is too far, and those of nothing.
  cells[0] = far;
  for (let i = 0; i <= height; i += 1) {
    cells[(i + 1) * width] = far;
    cells[(i + 1) * width + 1] = i;
  }
  for (let j = 0; j <= across; j += 1) {
    cells[j + 1] = far;
    cells[width + j + 1] = j;
  }
  lastRow.fill(0);
  for (let i = 1; i <= height; i += 1) {
    let lastColumn = 0;
    const byte = left[leftFrom + i - 1] as number;
    for (let j = 1; j <= across; j += 1) {
      const other = right[rightFrom + j - 1] as number;
      const row = lastRow[other] as number;
      const column = lastColumn;
      const same = byte === other;
      if (same) lastColumn = j;
      const above = i * width + j;
      cells[above + width + 1] = Math.min(
        (cells[above] as number) + (same ? 0 : 1),
        (cells[above + width] as number) + 1,
        (cells[above + 1] as number) + 1,
        (cells[row * width + column] as number) + (i - row - 1) + 1 + (j - column - 1),
      );
    }
    lastRow[byte] = i;
  }
  return cells[(height + 1) * width + across + 1] as number;
};

const usedLeft = new Uint8Array(longestCompared);
const usedRight = new Uint8Array(longestCompared);

/** The similarity of M. A. Jaro (1989); of short texts by the bits of the places that match. */
export const jaro: Measure = (left, leftFrom, leftTo, right, rightFrom, rightTo) => {
  const [ours, theirs] = [leftTo - leftFrom, rightTo - rightFrom];
  if (ours === 0 && theirs === 0) return 1;
  if (ours === 0 || theirs === 0) return 0;
  if (ours > wordBits || theirs > wordBits) return jaroOfLong(left, leftFrom, leftTo, right, rightFrom, rightTo);
  const reach = Math.max(0, (Math.max(ours, theirs) >> 1) - 1);
  for (let at = leftFrom; at < leftTo; at += 1) masks[left[at] as number] = 0;
  for (let at = rightFrom; at < rightTo; at += 1) masks[right[at] as number] = 0;
  for (let at = 0; at < theirs; at += 1) {
    const byte = right[rightFrom + at] as number;
    masks[byte] = (masks[byte] as number) | (1 << at);
  }
  let matchedLeft = 0;
  let matchedRight = 0;
  let matches = 0;
  for (let i = 0; i < ours; i += 1) {
    const upTo = i + reach + 1;
    const window = (upTo >= wordBits ? -1 : (1 << upTo) - 1) & ~(i > reach ? (1 << (i - reach)) - 1 : 0);
    const free = (masks[left[leftFrom + i] as number] as number) & window & ~matchedRight;
    if (free === 0) continue;
    matchedRight |= free & -free;
    matchedLeft |= 1 << i;
    matches += 1;
  }
  if (matches === 0) return 0;
  let swapped = 0;
  for (let match = 0; match < matches; match += 1) {
    const ourBit = matchedLeft & -matchedLeft;
    const theirBit = matchedRight & -matchedRight;
    if (left[leftFrom + 31 - Math.clz32(ourBit)] !== right[rightFrom + 31 - Math.clz32(theirBit)]) swapped += 1;
    matchedLeft ^= ourBit;
    matchedRight ^= theirBit;
  }
  return (matches / ours + matches / theirs + (matches - (swapped >> 1)) / matches) / 3;
};

/** The same, of texts of any length. */
export const jaroOfLong: Measure = (left, leftFrom, leftTo, right, rightFrom, rightTo) => {
  const [ours, theirs] = [leftTo - leftFrom, rightTo - rightFrom];
  const reach = Math.max(0, (Math.max(ours, theirs) >> 1) - 1);
  usedLeft.fill(0, 0, ours);
  usedRight.fill(0, 0, theirs);
  let matches = 0;
  for (let i = 0; i < ours; i += 1) {
    const byte = left[leftFrom + i];
    const end = Math.min(theirs, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j += 1)
      if (usedRight[j] === 0 && right[rightFrom + j] === byte) {
        usedLeft[i] = 1;
        usedRight[j] = 1;
        matches += 1;
        break;
      }
  }
  if (matches === 0) return 0;
  let swapped = 0;
  for (let i = 0, j = 0; i < ours; i += 1) {
    if (usedLeft[i] === 0) continue;
    while (usedRight[j] === 0) j += 1;
    if (left[leftFrom + i] !== right[rightFrom + j]) swapped += 1;
    j += 1;
  }
  return (matches / ours + matches / theirs + (matches - (swapped >> 1)) / matches) / 3;
};

/** Jaro's similarity with W. E. Winkler's bonus (1990) for a common beginning, which DuckDB gives above 0.7 only. */
export const jaroWinkler: Measure = (left, leftFrom, leftTo, right, rightFrom, rightTo) => {
  const similarity = jaro(left, leftFrom, leftTo, right, rightFrom, rightTo);
  if (similarity <= 0.7) return similarity;
  const most = Math.min(4, leftTo - leftFrom, rightTo - rightFrom);
  let prefix = 0;
  while (prefix < most && left[leftFrom + prefix] === right[rightFrom + prefix]) prefix += 1;
  return similarity + prefix * 0.1 * (1 - similarity);
};

/** The part of all bytes of two texts that both have: P. Jaccard (1901). */
export const jaccard: Measure = (left, leftFrom, leftTo, right, rightFrom, rightTo) => {
  const [ours, theirs] = [new Set(left.subarray(leftFrom, leftTo)), new Set(right.subarray(rightFrom, rightTo))];
  let both = 0;
  for (const byte of ours) if (theirs.has(byte)) both += 1;
  return both / (ours.size + theirs.size - both || 1);
};

const encoder = new TextEncoder();
const leftBytes = new Uint8Array(longestCompared);
const rightBytes = new Uint8Array(longestCompared);

/** A measure of texts, in bytes of UTF-8 as DuckDB counts them. */
export function ofTexts(measure: Measure): (left: string, right: string) => number {
  return (left, right) => {
    const ours = encoder.encodeInto(left, leftBytes).written;
    const theirs = encoder.encodeInto(right, rightBytes).written;
    return measure(leftBytes, 0, ours, rightBytes, 0, theirs);
  };
}
