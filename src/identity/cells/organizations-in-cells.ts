import { bytes } from '../engine/columns/memory.js';
import { emailsOf } from './cell-readers.js';
import type { CellColumn } from './cells.js';
import { coalesced } from './coalesced.js';
import type { FileCells } from './file-cells.js';

/** Which rows are of an organization: it is named, and nothing that a person has. */
export function organizationsInCells(
  { size, of, cellsOf }: FileCells,
  organization: CellColumn,
  ofPeople: readonly CellColumn[],
): (row: number) => boolean {
  const mailed = coalesced(
    size,
    of('email').map((column) => ({
      column: cellsOf(column),
      read: (cell) => (emailsOf(cell).length > 0 ? 'yes' : undefined),
    })),
  );
  const are = bytes(size);
  for (let row = 0; row < size; row += 1)
    if (organization.codes[row] !== 0 && [...ofPeople, mailed].every(({ codes }) => codes[row] === 0)) are[row] = 1;
  return (row) => are[row] === 1;
}
