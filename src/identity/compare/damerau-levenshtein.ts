/** Reused, so that a comparison of short strings allocates nothing. */
let row = new Int32Array(66);
let above = new Int32Array(66);
let beforeSwap = new Int32Array(66);
const lastRow = new Map<number, number>();

/**
 * The Damerau–Levenshtein distance of two strings by UTF-16 units, unrestricted: how many insertions, deletions,
 * replacements and swaps of neighbors (also with edits between them) make one of the other.
 *
 * Runs in O(n·m) time and O(m) memory: C. Zhao and S. Sahni, "String correction using the Damerau–Levenshtein
 * distance",
 * BMC Bioinformatics 20 (2019).
 *
 * @param atMost the largest distance of interest; a larger one is given as `atMost + 1`, sooner. Defaults to no bound.
 * @example
 * damerauLevenshtein('ca', 'abc') // 2
 */
export function damerauLevenshtein(left: string, right: string, atMost = Number.POSITIVE_INFINITY): number {
  if (left === right) return 0;
  const beyond = atMost + 1;
  if (Math.abs(left.length - right.length) > atMost) return beyond;
  let start = 0;
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > 0 && rightEnd > 0 && left.charCodeAt(leftEnd - 1) === right.charCodeAt(rightEnd - 1)) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  while (start < leftEnd && start < rightEnd && left.charCodeAt(start) === right.charCodeAt(start)) start += 1;
  const a = left.slice(start, leftEnd);
  const b = right.slice(start, rightEnd);
  if (a.length === 0 || b.length === 0) return Math.min(a.length + b.length, beyond);
  if (atMost < 8 && missing(a, b) > atMost) return beyond;
  return Math.min(distance(a, b, atMost), beyond);
}

/** At least so many edits are needed: one for each kind of unit that only one of them has, by a hash of 32 kinds. */
function missing(a: string, b: string): number {
  let left = 0;
  let right = 0;
  for (let index = 0; index < a.length; index += 1) left |= 1 << (a.charCodeAt(index) & 31);
  for (let index = 0; index < b.length; index += 1) right |= 1 << (b.charCodeAt(index) & 31);
  return Math.max(bitCount(left & ~right), bitCount(right & ~left));
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function distance(a: string, b: string, atMost: number): number {
  const far = Math.max(a.length, b.length) + 1;
  if (row.length < b.length + 2) {
    row = new Int32Array(2 * b.length + 2);
    above = new Int32Array(2 * b.length + 2);
    beforeSwap = new Int32Array(2 * b.length + 2);
  }
  // Each array begins with a place for the column before the first; column j is at j + 1.
  above.fill(far, 0, b.length + 2);
  beforeSwap.fill(far, 0, b.length + 2);
  row[0] = far;
  for (let j = 0; j <= b.length; j += 1) row[j + 1] = j;
  // The row in which a unit of `a` was last seen.
  lastRow.clear();
  for (let i = 1; i <= a.length; i += 1) {
    [row, above] = [above, row];
    const unit = a.charCodeAt(i - 1);
    let lastColumn = -1;
    let passed = row[1] as number;
    let atMatch = far;
    let least = i;
    row[1] = i;
    for (let j = 1; j <= b.length; j += 1) {
      const other = b.charCodeAt(j - 1);
      let best = Math.min(
        (above[j] as number) + (unit === other ? 0 : 1),
        (row[j] as number) + 1,
        (above[j + 1] as number) + 1,
      );
      if (unit === other) {
        lastColumn = j;
        beforeSwap[j + 1] = above[j - 1] as number;
        atMatch = passed;
      } else if (j - lastColumn === 1) {
        best = Math.min(best, (beforeSwap[j + 1] as number) + (i - (lastRow.get(other) ?? -1)));
      } else if (i - (lastRow.get(other) ?? -1) === 1) {
        best = Math.min(best, atMatch + (j - lastColumn));
      }
      passed = row[j + 1] as number;
      row[j + 1] = best;
      if (best < least) least = best;
    }
    lastRow.set(unit, i);
    // No way to the end costs less than the cheapest of a row: a swap that reaches over it pays for every row it
    // passes.
    if (least > atMost) return atMost + 1;
  }
  return row[b.length + 1] as number;
}
