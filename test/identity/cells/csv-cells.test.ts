import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCells } from '../../../src/identity/cells/csv-cells.js';

const read = (text: string, width = 2, wanted: readonly number[] = [0, 1]) =>
  csvCells(new TextEncoder().encode(text), { delimiter: ',', width, wanted });

const rowsOf = (cells: ReturnType<typeof read>, width = 2) =>
  cells &&
  Array.from({ length: cells.size }, (_, row) =>
    Array.from({ length: width }, (_, place) => {
      const column = cells.columns.get(place);
      return column?.values[column.codes[row] as number];
    }),
  );

describe('csvCells', () => {
  it('gives what a general reader gives', () => {
    const cell = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('a"b', ',', '\n', '""', 'é', 'Ann', ' x '));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 20 }), fc.boolean(), (rows, isLast) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((row) => row.map(quoted).join(',')).join('\r\n') + (isLast ? '' : '\n');
        const parsed = parse(text, { record_delimiter: ['\r\n', '\n'] }) as string[][];
        const filled = parsed.filter((row) => row.some((one) => one !== ''));
        expect(rowsOf(read(text))).toEqual(filled);
      }),
    );
  });

  it('knows on which line a row begins and passes over rows of empty cells', () => {
    const cells = read('a,"x\ny"\n\n , \nb,c\n');
    expect(rowsOf(cells)).toEqual([
      ['a', 'x\ny'],
      ['b', 'c'],
    ]);
    expect([...(cells?.lines ?? [])]).toEqual([1, 5]);
  });

  it('leaves out rows of another width, and lets empty cells behind the last one be', () => {
    const cells = read('a\nb,c,,\nd,e,f\ng,h');
    expect(rowsOf(cells)).toEqual([
      ['b', 'c'],
      ['g', 'h'],
    ]);
    expect(cells?.rejected).toEqual([
      { line: 1, cells: 1 },
      { line: 3, cells: 3 },
    ]);
  });

  it.each([
    ['a quote inside of a cell', 'a"b,c'],
    ['text behind a closing quote', '"a"b,c'],
    ['a quote that is never closed', '"a,c\nd,e'],
    ['a row of more than a mebibyte', `a,${'x'.repeat(1 << 20)}`],
  ])('does not read on at %s', (_, text) => {
    expect(read(`x,y\n${text}\n`)).toBeUndefined();
  });

  it('does not read bytes that are no text', () => {
    const bytes = Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x2c, 0x61);
    expect(csvCells(bytes, { delimiter: ',', width: 2, wanted: [0] })).toBeUndefined();
    expect(csvCells(bytes, { delimiter: ',', width: 2, wanted: [1] })?.size).toBe(1);
  });
});
