/** Longer texts are compared by their first so many bytes, so that a hostile one costs no more than others. */
const most = 2000;

const encoder = new TextEncoder();

/** A text as DuckDB counts it: in bytes of UTF-8. */
export function bytesOfText(text: string): Uint8Array {
  return encoder.encode(text).subarray(0, most);
}

/** Edits between two texts, byte by byte: V. I. Levenshtein (1965), with two rows. */
export function levenshtein(left: Uint8Array, right: Uint8Array): number {
  let before = Uint16Array.from({ length: right.length + 1 }, (_, at) => at);
  let row = new Uint16Array(right.length + 1);
  for (let i = 1; i <= left.length; i++) {
    row[0] = i;
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      row[j] = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + same);
    }
    [before, row] = [row, before];
  }
  return before[right.length] ?? 0;
}

/**
 * Edits between two texts where two neighbors that changed places are one, with any edits between them: F. J. Damerau (1964)
 * without restriction, by R. Lowrance and R. A. Wagner, "An extension of the string-to-string correction problem" (1975).
 */
export function damerauLevenshtein(left: Uint8Array, right: Uint8Array): number {
  const width = right.length + 2;
  const far = left.length + right.length;
  const cells = new Uint16Array((left.length + 2) * width);
  const at = (i: number, j: number) => cells[(i + 1) * width + j + 1] ?? 0;
  const put = (i: number, j: number, value: number) => {
    cells[(i + 1) * width + j + 1] = value;
  };
  put(-1, -1, far);
  for (let i = 0; i <= left.length; i++) {
    put(i, -1, far);
    put(i, 0, i);
  }
  for (let j = 0; j <= right.length; j++) {
    put(-1, j, far);
    put(0, j, j);
  }
  const lastRow = new Uint16Array(256);
  for (let i = 1; i <= left.length; i++) {
    let lastColumn = 0;
    for (let j = 1; j <= right.length; j++) {
      const row = lastRow[right[j - 1] ?? 0] ?? 0;
      const column = lastColumn;
      const same = left[i - 1] === right[j - 1];
      if (same) lastColumn = j;
      put(
        i,
        j,
        Math.min(
          at(i - 1, j - 1) + (same ? 0 : 1),
          at(i, j - 1) + 1,
          at(i - 1, j) + 1,
          at(row - 1, column - 1) + (i - row - 1) + 1 + (j - column - 1),
        ),
      );
    }
    lastRow[left[i - 1] ?? 0] = i;
  }
  return at(left.length, right.length);
}

/** The similarity of M. A. Jaro (1989). */
export function jaro(left: Uint8Array, right: Uint8Array): number {
  if (left.length === 0 && right.length === 0) return 1;
  if (left.length === 0 || right.length === 0) return 0;
  const reach = Math.max(0, (Math.max(left.length, right.length) >> 1) - 1);
  const usedLeft = new Uint8Array(left.length);
  const usedRight = new Uint8Array(right.length);
  let matches = 0;
  for (let i = 0; i < left.length; i++)
    for (let j = Math.max(0, i - reach); j < Math.min(right.length, i + reach + 1); j++)
      if (usedRight[j] === 0 && left[i] === right[j]) {
        usedLeft[i] = 1;
        usedRight[j] = 1;
        matches += 1;
        break;
      }
  if (matches === 0) return 0;
  let swapped = 0;
  for (let i = 0, j = 0; i < left.length; i++) {
    if (usedLeft[i] === 0) continue;
    while (usedRight[j] === 0) j += 1;
    if (left[i] !== right[j]) swapped += 1;
    j += 1;
  }
  return (matches / left.length + matches / right.length + (matches - (swapped >> 1)) / matches) / 3;
}

/** Jaro's similarity with W. E. Winkler's bonus (1990) for a common beginning, which DuckDB gives above 0.7 only. */
export function jaroWinkler(left: Uint8Array, right: Uint8Array): number {
  const similarity = jaro(left, right);
  if (similarity <= 0.7) return similarity;
  let prefix = 0;
  while (prefix < 4 && prefix < left.length && prefix < right.length && left[prefix] === right[prefix]) prefix += 1;
  return similarity + prefix * 0.1 * (1 - similarity);
}

/** The part of all bytes of two texts that both have: P. Jaccard (1901). */
export function jaccard(left: Uint8Array, right: Uint8Array): number {
  const [ours, theirs] = [new Set(left), new Set(right)];
  let both = 0;
  for (const byte of ours) if (theirs.has(byte)) both += 1;
  return both / (ours.size + theirs.size - both || 1);
}
