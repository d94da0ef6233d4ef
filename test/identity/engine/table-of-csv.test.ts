import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableOfCsv } from '../../../src/identity/engine/columns/table-of-csv.js';
import { tableOfRows } from './table-of-rows.js';

const kinds = { first: 'given-name', note: 'text' } as const;
const read = (text: string) => tableOfCsv(new TextEncoder().encode(text), kinds);
const cellsOf = ({ columns, size }: ReturnType<typeof read>) =>
  columns.map(({ name, codes, values }) => [
    name,
    ...Array.from({ length: size }, (_, row) => values[codes[row] ?? 0]),
  ]);

describe('tableOfCsv', () => {
  it('reads the columns that it is told of', () => {
    const table = read('\ufefffirst,other,note\r\nAnn, x ,"say ""hi"", twice"\r\n\r\nŽofie,,"two\nlines"\nKim\n,,');
    expect(cellsOf(table)).toEqual([
      ['first', 'Ann', 'Žofie', 'Kim', ''],
      ['note', 'say "hi", twice', 'two\nlines', '', ''],
    ]);
  });

  it('has no rows where there are none', () => {
    expect(read('').size).toBe(0);
    expect(read('first,note').size).toBe(0);
    expect(read('first,note\n').columns).toHaveLength(2);
  });

  it('gives what a general reader gives', () => {
    const cell = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('a"b', ',', '\n', '""', 'é', 'Ann'));
    const row = fc.record({ first: cell, note: cell });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ['first,note', ...rows.map((one) => `${quoted(one.first)},${quoted(one.note)}`)].join('\n');
        const parsed: Record<string, string>[] = parse(text, { columns: true });
        expect(cellsOf(read(text))).toEqual(cellsOf(tableOfRows(parsed, kinds)));
      }),
    );
  });
});
