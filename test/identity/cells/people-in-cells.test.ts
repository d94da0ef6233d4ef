import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceRecordDraft } from '../../../src/core/model/source-record.js';
import { detectColumns } from '../../../src/core/table/columns/detect-columns.js';
import { csvLine } from '../../../src/core/table/csv-line.js';
import { readRecords } from '../../../src/core/table/read-records.js';
import { readTable } from '../../../src/core/table/read-table.js';
import { csvCells } from '../../../src/identity/cells/csv-cells.js';
import { areByColumn, peopleInCells } from '../../../src/identity/cells/people-in-cells.js';
import type { Table } from '../../../src/identity/engine/columns/column.js';
import { tableOfRecords } from '../../../src/identity/engine/columns/table-of-records.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield bytesOf(text);
}

/** What stands in which column, whatever the order of columns and the numbers of values. */
function told({ size, columns }: Table): string[] {
  const slots = new Map<string, number>();
  return columns
    .map(({ kind, name, codes, values }) => {
      const slot = slots.get(`${kind} ${name}`) ?? 0;
      slots.set(`${kind} ${name}`, slot + 1);
      return `${kind}, ${name}, ${slot}: ${JSON.stringify(Array.from({ length: size }, (_, row) => values[codes[row] as number]))}`;
    })
    .sort();
}

async function bothWays(text: string) {
  const table = await readTable(pieces(text));
  const warnings: unknown[] = [];
  const read = await readRecords(table, {
    kind: 'contact',
    source: 'csv/file.csv',
    observedAt: '2026-01-01T00:00:00.000Z',
    forComparison: true,
    onWarning: (warning) => warnings.push(warning),
  });
  const records: SourceRecordDraft[] = [];
  for await (const { draft } of read.records()) records.push(draft);
  const sampled = await readTable(pieces(text));
  const sample: string[][] = [];
  for await (const { cells } of sampled.rows()) sample.push(cells);
  const { columns } = detectColumns(sampled.header, sample);
  const cells = csvCells(bytesOf(text), {
    delimiter: sampled.delimiter,
    width: sampled.header.length,
    wanted: columns.keys(),
    from: bytesOf(sampled.head).length,
    line: 2,
  });
  return { records, warnings, columns, byColumn: cells && peopleInCells(cells, columns, sample) };
}

const headers = [
  ['First name', 'Ann', "D'Arcy", 'N/A', 'Zoë'],
  ['Last name', 'Lee', 'Null', 'van der Berg', '-'],
  ['Full name', 'Ann Lee', 'Dr. Kim Roe'],
  ['Email', 'ann@example.org', 'ANN@example.org; b@example.org', 'info@acme.test', 'not one', 'Ann <a@b.co>'],
  ['Work email', 'ann@example.org', 'c@example.org,d@example.org'],
  ['Phone', '+49 151 23456789', '4.9151E+11', '030 1234567', '555', '#REF!', '+1 202 555 0143 / +1 202 555 0199'],
  ['Mobile', '15123456789', '030 1234567'],
  ['Birth date', '1980-02-30', '24.12.1984', '03/04/1990', '1985', 'n/a'],
  ['Website', 'https://x.com/ann_lee', 'example.org', 'example.org www.acme.test', 'linkedin.com/in/ann'],
  ['Twitter', '@ann_lee', 'https://x.com/other', 'two words'],
  ['LinkedIn', 'ann-lee', 'https://www.linkedin.com/in/ann-lee'],
  ['Organization', 'Acme Inc.', 'Acme'],
  ['Job title', 'Engineer'],
  ['Street', '1 Main St', 'Hauptstr. 5'],
  ['Street 2', 'Apt 4'],
  ['House number', '12', '12a'],
  ['City', 'Juneau', 'unknown'],
  ['Birth place', 'Sitka'],
  ['Location', 'Alaska'],
  ['Postal code', '99801', '01067'],
  ['State', 'AK'],
  ['National ID', '123-45-6789'],
  ['Notes', 'whatever', 'x, y'],
] as const;

const file = fc
  .uniqueArray(fc.constantFrom(...headers), { minLength: 1, maxLength: 9, selector: ([header]) => header })
  .chain((chosen) =>
    fc
      .array(fc.tuple(...chosen.map(([, ...values]) => fc.constantFrom('', ...values))), {
        minLength: 1,
        maxLength: 12,
      })
      .map((rows) => ({ chosen: chosen.map(([header]) => header as string), rows: rows as string[][] })),
  );

describe('peopleInCells', () => {
  it('tells the engine what the records of the rows tell it, with the same warnings', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(file, async ({ chosen, rows }) => {
        const text = [chosen, ...rows].map((cells) => csvLine(cells)).join('\n');
        const { records, warnings, columns, byColumn } = await bothWays(`${text}\n`);
        fc.pre(byColumn !== undefined && areByColumn(columns) && records.length > 0);
        if (!byColumn) return;
        compared += 1;
        expect(told(byColumn.table)).toEqual(told(tableOfRecords(records)));
        const parties = records.map((_, row) => (byColumn.isOrganization(row) ? 'organization' : 'person'));
        expect(parties).toEqual(records.map(({ party }) => party));
        const ofCells = warnings.filter((warning) => (warning as { at?: string }).at !== undefined);
        expect(byColumn.warnings).toEqual(ofCells);
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});
