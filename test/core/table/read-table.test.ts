import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKenningError } from '../../../src/core/errors.js';
import type { Rejected } from '../../../src/core/page.js';
import { csvLine } from '../../../src/core/table/csv-line.js';
import type { Delimiter } from '../../../src/core/table/delimiter.js';
import { readTable, type TableOptions } from '../../../src/core/table/read-table.js';
import { tableEntries } from '../../../src/core/table/table-entries.js';
import { all, bytesOf } from './bytes.js';

async function read(text: string | Uint8Array, options: TableOptions & { size?: number } = {}) {
  const rejected: Rejected[] = [];
  const { size, ...rest } = options;
  const table = await readTable(bytesOf(text, size), { onRejected: (one) => rejected.push(one), ...rest });
  const rows = await all(table.rows());
  return { table, rows, cells: rows.map(({ cells }) => cells), rejected };
}

const failure = (text: string | Uint8Array, options?: TableOptions) =>
  read(text, options).then(
    () => 'nothing was thrown',
    (error: unknown) => (isKenningError(error, 'invalid') ? error.message : error),
  );

const utf16 = (text: string, isBig: boolean): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), !isBig);
  return bytes;
};

describe('a table', () => {
  it('is read with quotes, empty lines and any line end', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['name,city', 'Ann,"Juneau, AK"', '', `"Bo ""B""${end}Lee", Sitka `].join(end);
      const { table, rows } = await read(text);
      expect(table).toMatchObject({ header: ['name', 'city'], delimiter: ',', lineEnding: end, mark: false });
      expect(rows).toEqual([
        { line: 2, number: 1, cells: ['Ann', 'Juneau, AK'] },
        { line: 4, number: 2, cells: [`Bo "B"${end}Lee`, 'Sitka'] },
      ]);
    }
  });

  it.each([',', ';', '\t', '|'] as const)('is read with the delimiter %j', async (delimiter) => {
    const text = `name${delimiter}note\nAnn${delimiter}"a, b; c | d"\nBo${delimiter}x\n`;
    const { table, cells } = await read(text);
    expect(table.delimiter).toBe(delimiter);
    expect(cells).toEqual([
      ['Ann', 'a, b; c | d'],
      ['Bo', 'x'],
    ]);
  });

  it('is read with one column, and with the delimiter that Excel declares', async () => {
    expect((await read('email\nann@example.org\n')).cells).toEqual([['ann@example.org']]);
    const { table, rows } = await read('sep=;\r\na,b;c\r\n1;2\r\n');
    expect(table).toMatchObject({ header: ['a,b', 'c'], head: 'sep=;\r\na,b;c\r\n' });
    expect(rows).toEqual([{ line: 3, number: 1, cells: ['1', '2'] }]);
  });

  it('is read past what some exports write before the header', async () => {
    const text =
      'Notes:\n"Some addresses are missing, since\nnot everybody shows theirs."\n\nFirst Name,Last Name\nAnn,Lee\n';
    const { table, rows } = await read(text);
    expect(table.header).toEqual(['First Name', 'Last Name']);
    expect(rows).toEqual([{ line: 6, number: 1, cells: ['Ann', 'Lee'] }]);
  });

  it('may be told its header', async () => {
    expect((await read('Ann,Juneau\n', { header: ['name', 'city'] })).rows).toEqual([
      { line: 1, number: 1, cells: ['Ann', 'Juneau'] },
    ]);
  });
});

describe('encodings', () => {
  const text = 'name,city\nZoë Müller,Köln\nŽofie,Łódź\n';
  it.each([
    ['utf-8', new TextEncoder().encode(text)],
    ['utf-8', new TextEncoder().encode(`\uFEFF${text}`)],
    ['utf-16le', utf16(`\uFEFF${text}`, false)],
    ['utf-16be', utf16(`\uFEFF${text}`, true)],
    ['utf-16le', utf16(text, false)],
    ['utf-16be', utf16(text, true)],
  ])('%s is found', async (encoding, bytes) => {
    for (const size of [1, 7, 100_000]) {
      const { table, cells } = await read(bytes, { size });
      expect(table.header).toEqual(['name', 'city']);
      expect(cells).toEqual([
        ['Zoë Müller', 'Köln'],
        ['Žofie', 'Łódź'],
      ]);
      expect(table.encoding()).toBe(encoding);
    }
  });

  it('Windows-1252 is found, also where the first letter beyond ASCII comes late', async () => {
    const late = `name;city\n${'Ann;Juneau\n'.repeat(20_000)}`;
    const bytes = Uint8Array.from(`${late}Zo\xeb M\xfcller;K\xf6ln \x80\n`, (character) => character.charCodeAt(0));
    const { table, rows } = await read(bytes);
    expect(rows.at(-1)).toEqual({ line: 20_002, number: 20_001, cells: ['Zoë Müller', 'Köln €'] });
    expect(table.encoding()).toBe('windows-1252');
  });

  it('a first letter beyond ASCII is found wherever a chunk cuts it', async () => {
    for (const [letter, encoding] of [
      ['ë', 'utf-8'],
      ['水', 'utf-8'],
      ['😀', 'utf-8'],
    ] as const)
      for (const before of [65_535, 65_534, 65_533]) {
        const text = `name\n${'x'.repeat(before - 5)}${letter}\n`;
        const { table, cells } = await read(text, { size: 65_536, maxRecordBytes: 100_000 });
        expect([table.encoding(), cells[0]?.[0]?.slice(-letter.length)]).toEqual([encoding, letter]);
      }
    const last = new Uint8Array(65_537).fill(0x78);
    last.set([0x61, 0x0a]);
    last[65_536] = 0xeb;
    const { table, cells } = await read(last, { size: 65_536, maxRecordBytes: 100_000 });
    expect([table.encoding(), cells[0]?.[0]?.at(-1)]).toEqual(['windows-1252', 'ë']);
  });

  it('one wrong byte does not spoil a file', async () => {
    const bytes = new TextEncoder().encode('name\nZoë\nŽofie\nB?rk\nZoë\n');
    bytes[bytes.indexOf(63)] = 0xf6;
    expect((await read(bytes)).cells).toEqual([['Zoë'], ['Žofie'], ['B\uFFFDrk'], ['Zoë']]);
  });

  it('may be told', async () => {
    const { cells } = await read(new TextEncoder().encode('a\né\n'), { encoding: 'windows-1252' });
    expect(cells).toEqual([['Ã©']]);
  });
});

describe('what can not be read', () => {
  it('is rejected with its line, and what stands around it goes through', async () => {
    const text = [
      'id,name,note',
      '1,Ann,fine',
      '2,"Bo,never closed',
      '3,Cy,fine',
      '4,"Di" x,fine',
      '5,E"f,fine',
      '6,too few',
      '7,too,many,cells',
      '8,spare,cells,,',
      '9,"Fay",fine',
    ].join('\n');
    for (const size of [1, 5, 1000]) {
      const { rows, rejected } = await read(text, { size });
      expect(rows.map(({ line, cells }) => `${line} ${cells[1]}`)).toEqual(['2 Ann', '4 Cy', '9 spare', '10 Fay']);
      expect(rejected).toEqual([
        { at: 'line 3', reason: expect.stringMatching(/quote/) },
        { at: 'line 5', reason: expect.stringContaining('written twice') },
        { at: 'line 6', reason: expect.stringContaining('inside of a cell') },
        { at: 'line 7', reason: 'it has 2 cells where the header has 3' },
        { at: 'line 8', reason: 'it has 4 cells where the header has 3' },
      ]);
      expect(rows.map(({ number }) => number)).toEqual([1, 3, 8, 9]);
    }
  });

  it('is rejected when it is larger than the bound', async () => {
    const long = 'x'.repeat(5000);
    const text = `id,note\n1,fine\n2,${long}\n3,fine\n4,"${long}\n${long}"\n5,"fine\ntoo"\n6,${long}`;
    for (const size of [64, 1000, 100_000]) {
      const { rows, rejected } = await read(text, { maxRecordBytes: 1000, size });
      expect(rows.map(({ line }) => line)).toEqual([2, 4, 7]);
      expect(rejected.map(({ at }) => at)).toContain('line 3');
      expect(rejected.at(-1)).toEqual({ at: 'line 9', reason: expect.stringContaining('larger than 1000 bytes') });
    }
  });

  it('is a file that is empty, binary, or without a usable header', async () => {
    expect(await failure('', { name: 'a.csv' })).toBe('a.csv is empty. Check that the export was finished.');
    expect(await failure(' \n\n', { name: 'a.csv' })).toContain('no line with names of columns');
    expect(await failure('\n'.repeat(300_000))).toContain('no line with names of columns');
    expect(await failure(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).toContain('Excel workbook');
    expect(await failure(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 7, 1, 2, 3, 4]))).toContain('no text');
    expect(await failure('a,b,a\n1,2,3\n', { name: 'a.csv' })).toBe(
      'a.csv, line 1: columns 1 and 3 are both named "a". Rename one of them.',
    );
    expect(await failure('a,"b\n1,2\n')).toContain('line 1: the names of the columns can not be read');
  });

  it('stops on abort', async () => {
    const stop = new AbortController();
    const table = await readTable(bytesOf(`a\n${'1\n'.repeat(100_000)}`), { signal: stop.signal });
    const rows = table.rows();
    await rows.next();
    stop.abort(new Error('enough'));
    await expect(all(rows)).rejects.toThrow('enough');
  });
});

describe('properties', () => {
  const cell = fc
    .oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: fc.constantFrom(...',;"\n\r\t| \'=a') }))
    // Space around cells is trimmed where it is not quoted, and U+FEFF is space; zero bytes make a file binary.
    .filter((text) => !text.includes('\0') && !text.includes('\uFEFF'));

  it('any table that is written is read back, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 2, max: 5 })
          .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 })),
        fc.constantFrom<Delimiter>(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        async (rows, delimiter, lineEnd, quoteAll, size) => {
          const header = (rows[0] ?? ['a', 'b']).map((_, place) => `column ${place}`);
          const text = [header, ...rows].map((row) => csvLine(row, { delimiter, quoteAll }) + lineEnd).join('');
          const { cells, rejected } = await read(text, { delimiter, size });
          expect(rejected).toEqual([]);
          expect(cells).toEqual(rows.filter((row) => row.some((one) => one !== '')));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('head and entries together are the file, whatever is in it', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab,"\n\r;x ') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (body, size) => {
        const file = `id,name\n${body}`;
        const table = await readTable(bytesOf(file, size), { delimiter: ',' });
        const entries = await all(table.entries());
        expect(table.head + entries.map((entry) => entry.text).join('')).toBe(file);
      }),
      { numRuns: 300 },
    );
  });

  it('the borders of chunks change nothing', async () => {
    const options = { delimiter: ',', lineEnding: '\n', maxRecordBytes: 10_000, line: 1 } as const;
    async function* chunksOf(text: string, size: number): AsyncGenerator<string, void, void> {
      for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'ab,"x \n') }),
        fc.integer({ min: 1, max: 9 }),
        async (text, size) => {
          const whole = await all(tableEntries(chunksOf(text, 1_000_000), options));
          const pieces = await all(tableEntries(chunksOf(text, size), options));
          expect(pieces.flat()).toEqual(whole.flat());
        },
      ),
      { numRuns: 500 },
    );
  });

  it('any bytes give a table or an error of kenning', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('', 'a,b\n', '\xef\xbb\xbf', '\xff\xfe', 'a;"'),
        async (bytes, before) => {
          const start = Uint8Array.from(before, (character) => character.charCodeAt(0));
          await read(new Uint8Array([...start, ...bytes]), { maxRecordBytes: 50 }).catch((error: unknown) => {
            if (!isKenningError(error, 'invalid')) throw error;
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
