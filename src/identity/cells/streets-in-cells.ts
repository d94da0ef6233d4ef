import { dictionary } from '../engine/columns/dictionary.js';
import { words32 } from '../engine/columns/memory.js';
import type { CellColumn } from './cells.js';
import { type CellSource, coalesced } from './coalesced.js';

const longestField = 1000;

/** What there is of streets in a file: numbers of houses, lines of an address, and addresses as one text. */
export interface StreetSources {
  number: readonly CellSource[];
  lines: readonly CellSource[];
  text: readonly CellSource[];
}

/** The street of each row with its number, in all its lines; where there is none, its address as one text. */
export function streetsInCells(size: number, { number, lines, text }: StreetSources): CellColumn {
  if (number.length === 0 && lines.length < 2) return coalesced(size, [...lines, ...text]);
  const parts = lines.map((line) => coalesced(size, [line]));
  const numbers = coalesced(size, number);
  const whole = coalesced(size, text);
  const known = dictionary();
  const codes = words32(size);
  const valueIn = ({ codes, values }: CellColumn, row: number): string => values[codes[row] as number] as string;
  for (let row = 0; row < size; row += 1) {
    const named = parts.map((part) => valueIn(part, row)).filter(Boolean);
    const street = [valueIn(numbers, row), named.join(', ')].filter(Boolean).join(' ');
    codes[row] = known.code(street && street.length <= longestField ? street : valueIn(whole, row));
  }
  return { codes, values: known.values };
}
