import type { Identifier } from '../../core/model/identifier.js';
import type { Column, Kind } from '../engine/columns/column.js';
import { type Dictionary, dictionary } from '../engine/columns/dictionary.js';
import { type Words, words32 } from '../engine/columns/memory.js';
import { identifierColumn, mostValues } from '../engine/columns/table-of-records.js';
import type { CellColumn } from './cells.js';

/** A column of cells and the identifiers that each of its values holds. */
export interface IdentifierSource {
  column: CellColumn;
  read: (cell: string) => readonly Identifier[];
}

interface Slots {
  kind: Kind;
  name: string;
  known: Dictionary;
  slots: Words[];
}

/** The columns of identifiers: as many of one name as a row has values at most. Each cell's value is read once. */
export function identifiersInCells(size: number, sources: readonly IdentifierSource[]): Column[] {
  const byName = new Map<string, Slots>();
  const slotsOf = (kind: Kind, name: string): Slots => {
    const found = byName.get(name) ?? { kind, name, known: dictionary(), slots: [] };
    byName.set(name, found);
    return found;
  };
  for (const { column, read } of sources) {
    const found = column.values.map((cell) =>
      cell === ''
        ? []
        : read(cell).flatMap((identifier) => {
            const stands = identifierColumn(identifier, 'person', undefined);
            if (!stands) return [];
            const slots = slotsOf(stands.kind, stands.name);
            return [{ slots, code: slots.known.code(stands.value) }];
          }),
    );
    for (let row = 0; row < size; row += 1)
      for (const { slots, code } of found[column.codes[row] as number] as (typeof found)[number])
        put(slots.slots, row, code, size);
  }
  return [...byName.values()].flatMap(({ kind, name, known, slots }) =>
    slots.map((codes) => ({ kind, name, codes, values: known.values })),
  );
}

/** Puts a value where the row has room for it, unless it stands there already. */
function put(slots: Words[], row: number, code: number, size: number): void {
  if (code === 0) return;
  for (let slot = 0; slot < mostValues; slot += 1) {
    slots[slot] ??= words32(size);
    const codes = slots[slot] as Words;
    if (codes[row] === code) return;
    if (codes[row] !== 0) continue;
    codes[row] = code;
    return;
  }
}
