import { phoneDamage, phoneHabits } from '../../core/table/columns/damaged-phones.js';
import { isPhone } from '../../core/table/columns/row-identifiers.js';
import { named, numbersIn } from './cell-readers.js';
import type { FileCells } from './file-cells.js';
import type { IdentifierSource } from './identifiers-in-cells.js';
import type { RowWarning } from './row-warning.js';

/** Numbers of phones, and which were damaged on their way into the file. */
export function phonesInCells({ of, cellsOf, valuesIn }: FileCells): {
  phones: IdentifierSource[];
  warned: RowWarning[];
} {
  // Who writes one number badly writes them all so, in whichever column.
  const habits = phoneHabits(of('phone').flatMap(valuesIn));
  const warned: RowWarning[] = [];
  for (const column of of('phone')) {
    const { codes, values } = cellsOf(column);
    const damages = values.map((cell) => numbersIn(cell).flatMap((number) => phoneDamage(number, habits) ?? []));
    if (damages.every(({ length }) => length === 0)) continue;
    for (const [row, code] of codes.entries())
      for (const reason of damages[code] as string[]) warned.push({ row, column: column.header, reason });
  }
  const read = (cell: string) =>
    named(
      'phone',
      numbersIn(cell).filter((number) => !phoneDamage(number, habits) && isPhone(number)),
    );
  return { phones: of('phone').map((column) => ({ column: cellsOf(column), read })), warned };
}
