import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { rowSpans } from '../../../../src/adapters/crms/csv/cell-spans.js';
import { cellText } from '../../../../src/adapters/crms/csv/cell-text.js';
import { codingOf } from '../../../../src/adapters/crms/csv/file-coding.js';
import { csv } from '../../../../src/adapters/crms/csv/index.js';
import { meaning } from '../../../../src/core/table/columns/cell-values.js';
import { readTable } from '../../../../src/core/table/read-table.js';
import { contactsOf } from './listed.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const numRuns = Number(process.env.KENNING_HISTORIES ?? 100);

type Encoding = 'utf-8' | 'utf-8-mark' | 'utf-16le' | 'utf-16be' | 'windows-1252';

function encoded(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-8-mark') return Buffer.from(`\ufeff${text}`);
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1');
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

const words = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    'a b',
    'a"b',
    'a,b',
    'a;b',
    'a\tb',
    'two\nlines',
    'two\r\nlines',
    '=1+1',
    "'=x",
    '+49 151',
    '-',
    '@maya',
  ),
  fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map((text) => text.replace(/[\p{C}\uFFFD]/gu, ''))
    // What is written in place of nothing, such as "na", says nothing.
    .filter((text) => text.trim() === '' || meaning(text) !== undefined),
);

interface AnyFile {
  encoding: Encoding;
  delimiter: ',' | ';' | '\t' | '|';
  lineEnd: '\n' | '\r\n' | '\r';
  /** Cells of rows, and whether each is quoted without need. */
  rows: [text: string, quoted: boolean][][];
  isEnded: boolean;
}

const anyFile: fc.Arbitrary<AnyFile> = fc.record({
  encoding: fc.constantFrom<Encoding>('utf-8', 'utf-8-mark', 'utf-16le', 'utf-16be', 'windows-1252'),
  delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const),
  lineEnd: fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const),
  rows: fc.array(fc.tuple(...Array.from({ length: 3 }, () => fc.tuple(words, fc.boolean()))), {
    minLength: 1,
    maxLength: 6,
  }),
  isEnded: fc.boolean(),
});

/** The pieces of a file: each cell as it is written, and what stands between. */
function piecesOf({ encoding, delimiter, lineEnd, rows, isEnded }: AnyFile): string[][] {
  const written = ([text, quoted]: [string, boolean]) => {
    const plain = encoding === 'windows-1252' ? text.replaceAll(/[^\x20-\x7e\xa0-\xff\r\n\t]/g, '?') : text;
    const one = lineEnd === '\r' ? plain.replaceAll('\n', ' ') : plain.replaceAll(/\r(?!\n)/g, ' ');
    const must = one.includes(delimiter) || /["\r\n]/.test(one);
    return must || quoted ? `"${one.replaceAll('"', '""')}"` : one;
  };
  const lines = [['id', 'Name', 'title', 'Note'], ...rows.map((row, at) => [String(at + 1), ...row.map(written)])];
  return lines.map((cells, line) =>
    cells.flatMap((cell, at) => [
      cell,
      at < cells.length - 1 ? delimiter : line < lines.length - 1 || isEnded ? lineEnd : '',
    ]),
  );
}

let files = 0;

it('differs in one cell after one cell was written, whatever the file is like, and reads back what was written', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile, fc.nat(), words, async (any, which, word) => {
      const file = join(folder, `${++files}.csv`);
      const pieces = piecesOf(any);
      const bytes = encoded(pieces.flat().join(''), any.encoding);
      writeFileSync(file, bytes);
      const row = 1 + (which % any.rows.length);
      const text = any.encoding === 'windows-1252' ? word.replaceAll(/[^\x20-\x7e\xa0-\xff\r\n\t]/g, '?') : word;
      const crm = csv({
        file,
        id: 'id',
        delimiter: any.delimiter,
        ...(any.encoding === 'windows-1252' && { encoding: any.encoding }),
      });
      const of = { source: crm.source, externalId: String(row) };
      await crm.upsert.send({ key: 'k', of, attributes: { title: text } });
      const after = readFileSync(file);
      const old = pieces[row]?.[4] ?? '';
      const [before, behind] = [
        encoded([...pieces.slice(0, row).flat(), ...(pieces[row] ?? []).slice(0, 4)].join(''), any.encoding),
        [...(pieces[row] ?? []).slice(5), ...pieces.slice(row + 1).flat()].join(''),
      ];
      const end = bytes.subarray(before.length + encodedPart(old, any.encoding));
      expect(after.subarray(0, before.length).equals(before)).toBe(true);
      expect(after.subarray(after.length - end.length).equals(end)).toBe(true);
      expect(end.length === 0 || behind.length > 0).toBe(true);

      const { contacts, rejected } = await contactsOf(crm);
      expect(rejected).toEqual([]);
      const found = contacts.find(({ externalId }) => externalId === String(row));
      const wanted = (any.lineEnd === '\r' ? text.replaceAll(/\r?\n/g, '\r') : text).trim();
      if (wanted !== '' && !['-', '--', '.', '?'].includes(wanted)) expect(found?.attributes.title).toBe(wanted);
      // Taken back, the file is what it was, but for quotes that were not needed.
      await crm.erase.send({ key: 'e', of, activities: [] });
      const [again] = (await contactsOf(crm)).contacts.filter(({ externalId }) => externalId === String(row));
      expect(again?.externalId).toBe(String(row));
    }),
    { numRuns },
  );
});

function encodedPart(text: string, encoding: Encoding): number {
  const mark = encoding === 'utf-8' || encoding === 'windows-1252' ? 0 : encoding === 'utf-8-mark' ? 3 : 2;
  return encoded(text, encoding).length - mark;
}

/** Rows in which nothing is said; the reader passes over most of them. */
const nothing = /^[\s",]*$/;

it('parts rows where the reader of tables parts them, in any text', async () => {
  const parts = fc.constantFrom(
    'a',
    'b',
    '"',
    '""',
    ',',
    ',',
    'a b',
    ', "p" ,',
    '\n',
    '\n',
    '\r\n',
    'x"y',
    '"q"',
    '"q,\nr"',
  );
  const reading = cellText(codingOf('utf-8'), { delimiter: ',', lineEnding: '\n' }, 'keep');
  await fc.assert(
    fc.asyncProperty(fc.array(parts, { maxLength: 40 }), async (list) => {
      const text = `id,name\n1,x\n${list.join('')}`;
      const table = await readTable(chunk(text), { delimiter: ',', maxRecordBytes: 1_000_000 });
      const read: unknown[] = [];
      for await (const { line, cells, text: said } of table.entries())
        if (!nothing.test(said)) read.push([line, cells]);
      const mine: unknown[] = [];
      for (const { line, start, end, cells } of rowSpans(text, { delimiter: ',', lineEnding: '\n', start: 0 })) {
        if (line < 2 || nothing.test(text.slice(start, end))) continue;
        const said = Array.from({ length: cells.length / 2 }, (_, at) => text.slice(cells[at * 2], cells[at * 2 + 1]));
        const bare = said.map((cell) => (/^\s*"/.test(cell) ? reading.read(cell) : reading.read(cell).trim()));
        mine.push([line, cells.length === 0 ? undefined : bare]);
      }
      expect(mine).toEqual(read);
    }),
    { numRuns: numRuns * 10 },
  );
});

async function* chunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
