import type { Column } from '../columns/column.js';

/** So large a share of rows may differ between a column and its copy: what was mended in one of them. */
const mostDifferent = 0.01;

/**
 * The columns without copies of earlier ones: what is told twice is no second evidence. A column is a copy where the
 * rows that have one value have one value in the other as well, whatever it is written like.
 */
export function withoutCopies(columns: readonly Column[]): Column[] {
  const kept: Column[] = [];
  for (const column of columns)
    if (!kept.some((earlier) => earlier.kind === column.kind && isCopy(earlier, column))) kept.push(column);
  return kept;
}

function isCopy(one: Column, other: Column): boolean {
  return one.values.length > 1 && other.values.length > 1 && tells(one, other) && tells(other, one);
}

/** Whether the values of a column tell those of another: where one is, there is always the same other. */
function tells({ codes, values }: Column, other: Column): boolean {
  const first = new Uint32Array(values.length);
  let known = 0;
  let different = 0;
  let repeated = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    const there = other.codes[row] as number;
    if (code === 0 && there === 0) continue;
    known += 1;
    if (code === 0 || there === 0) different += 1;
    else if (first[code] === 0) first[code] = there;
    else {
      repeated += 1;
      if (first[code] !== there) different += 1;
    }
    // Most columns are told apart by their first rows.
    if (different > mostDifferent * codes.length) return false;
  }
  // Values that hardly repeat, such as numbers of documents, tell nothing of each other by being as many.
  return different <= mostDifferent * known && repeated > mostDifferent * known;
}
