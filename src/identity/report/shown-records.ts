/** So many records can be looked at in pairs: all of their pairs fit a number of 16 bits. */
export const mostShown = 350;

/**
 * The records whose pairs can be looked at: all of a short list; of a long one those that are asked for, first things first,
 * then some at equal distances.
 */
export function shownRecords(size: number, asked: readonly (readonly number[])[]): number[] {
  const most = Math.min(size, mostShown);
  const shown = new Set<number>();
  const add = (row: number): void => {
    if (shown.size < most) shown.add(row);
  };
  for (const rows of asked) rows.forEach(add);
  for (let place = 0; place < most; place += 1) add(Math.floor((place * size) / most));
  for (let row = 0; row < size && shown.size < most; row += 1) add(row);
  return [...shown].sort((a, b) => a - b);
}
