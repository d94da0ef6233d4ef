import { sortedRows } from '../block/sorted-rows.js';
import { type Words, words32 } from '../columns/memory.js';

/** A value that so many different people have identifies none of them. */
const mostPeople = 12;

/**
 * Which values too many different people share: switchboards, placeholders that no list knows.
 *
 * @param count how many values there are, the empty one among them.
 * @param person a number for the name of each row; copies of one person have few. Without it every row is another.
 * @returns 1 for each that is shared, by its number.
 */
export function sharedValues(codes: Words, count: number, person: Words | undefined): Uint8Array {
  const shared = new Uint8Array(count);
  const { rows, ends } = sortedRows(codes);
  for (let start = 0; start < rows.length; start = ends[start] as number) {
    const end = ends[start] as number;
    if (end - start <= mostPeople) continue;
    const people = new Set<number>();
    for (let at = start; at < end && people.size <= mostPeople; at += 1)
      people.add(person ? (person[rows[at] as number] as number) : at);
    if (people.size > mostPeople) shared[codes[rows[start] as number] as number] = 1;
  }
  return shared;
}

/** The same values without those that are shared. */
export function withoutShared(codes: Words, shared: Uint8Array): Words {
  const kept = words32(codes.length);
  for (let row = 0; row < codes.length; row += 1)
    if (shared[codes[row] as number] === 0) kept[row] = codes[row] as number;
  return kept;
}
