import { byteDictionary, type PackedTexts, textsOf } from '../engine/columns/byte-dictionary.js';
import { type Words, words32 } from '../engine/columns/memory.js';
import { inParts, inThisThread, type Steps, type Task } from '../engine/threads/steps.js';
import type { CellColumn, Cells } from './cells.js';
import { type CsvLayout, csvBounds, doubled, withoutDoubledQuotes } from './csv-bounds.js';

interface Cut {
  bytes: Uint8Array;
  columns: readonly { begins: Words; ends: Words }[];
}

/** Numbers the values of a column, each once. */
export const numberCells: Task<Cut, number, { codes: Words; texts: PackedTexts }> = {
  name: 'numberCells',
  begin: ({ bytes, columns }) => {
    return (place) => {
      const { begins, ends } = columns[place] as Cut['columns'][number];
      const known = byteDictionary();
      const codes = words32(begins.length);
      for (let row = 0; row < begins.length; row += 1) {
        const [begin, end] = [begins[row] as number, ends[row] as number];
        if (end === doubled) {
          const cell = withoutDoubledQuotes(bytes, begin);
          codes[row] = known.code(cell, 0, cell.length);
        } else codes[row] = known.code(bytes, begin, end);
      }
      return { codes, texts: known.packed() };
    };
  },
};

/**
 * Reads columns straight from the bytes of a CSV file; no row and no cell becomes an object, and each value a text only once.
 * Columns are read in parts. See {@link csvBounds} for what is refused; so are bytes that are no text.
 */
export function* csvCellsSteps(bytes: Uint8Array, layout: CsvLayout): Steps<Cells | undefined> {
  const bounds = csvBounds(bytes, layout);
  if (!bounds) return undefined;
  const { columns, ...rest } = bounds;
  const places = [...columns.keys()];
  const parts = yield* inParts(numberCells, { bytes, columns: [...columns.values()] }, [...places.keys()]);
  const read = new Map<number, CellColumn>();
  for (const [part, { codes, texts }] of parts.entries()) {
    const values = textsOf(texts);
    if (values.some((value) => value.includes('\uFFFD'))) return undefined;
    read.set(places[part] as number, { codes, values });
  }
  return { ...rest, columns: read };
}

/** As {@link csvCellsSteps}, in this thread. */
export const csvCells = (bytes: Uint8Array, layout: CsvLayout): Cells | undefined =>
  inThisThread(csvCellsSteps(bytes, layout));
