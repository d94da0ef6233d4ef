import type { Column } from '../columns/column.js';
import { byValue, type Dictionary, dictionary, ofRows } from '../columns/dictionary.js';
import type { Words } from '../columns/memory.js';

/** Columns of one name brought into one dictionary, a slot for each. */
export interface Slots {
  name: string;
  slots: Words[];
  values: readonly string[];
}

/** Groups columns by name, in the order of first appearance. */
export function byName(columns: readonly Column[]): Column[][] {
  return [...Map.groupBy(columns, ({ name }) => name).values()];
}

/** Brings the values of columns of one name into the form in which they are compared; `''` leaves one out. */
export function brought(columns: readonly Column[], into: (text: string) => string): Slots {
  const known = dictionary();
  const slots = columns.map((column) => numbered(column, known, into));
  return { name: columns[0]?.name ?? '', slots, values: known.values };
}

export function numbered({ codes, values }: Column, known: Dictionary, into: (text: string) => string): Words {
  return ofRows(
    codes,
    byValue(values, (text) => known.code(into(text))),
  );
}
