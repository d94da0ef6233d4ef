import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { afterAll, expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const header = ['id', 'first_name', 'last_name', 'birth_date', 'email', 'truth'];
const given = ['Maya', 'Tomas', 'Priya', 'Renée', 'Åse', 'Jörg', 'Ann', 'Bill'];
const family = ['Lindqvist', 'Okafor', 'Raman', 'Dupont', 'Sørensen'];
const rows = Array.from({ length: 400 }, (_, number): string[] => {
  const person = number >> 1;
  const [first, last] = [given[person % 8] as string, family[person % 5] as string];
  const slip = number % 4 === 1 ? `${last}n` : last;
  return [
    `r${number}`,
    first,
    slip,
    `19${50 + (person % 45)}-0${1 + (person % 9)}-15`,
    number % 3 === 0 ? '' : `p${person}@mail.example`,
    `t${person}`,
  ];
});
writeFileSync(join(folder, 'people.csv'), `${[header, ...rows].map((cells) => cells.join(',')).join('\n')}\n`);
parquetWriteFile({
  filename: join(folder, 'people.parquet'),
  rowGroupSize: 150,
  columnData: header.map((name, place) => ({
    name,
    data: rows.map((cells) => cells[place] || null),
    type: 'STRING' as const,
  })),
});

it('kenning dedupe reads Parquet as it reads CSV, by column and by row', async () => {
  for (const [name, ...flags] of [['columns'], ['rows', '--merged', 'merged.csv']]) {
    for (const kind of ['csv', 'parquet']) {
      const ended = await run(
        'dedupe',
        `people.${kind}`,
        '--id',
        'id',
        '--truth',
        'truth',
        '--out',
        `${name}-${kind}.csv`,
        ...flags.map((flag) => flag.replace('.csv', `-${kind}.csv`)),
      );
      expect([ended.code, ended.err]).toEqual([0, expect.stringContaining('first_name as given-name')]);
    }
    expect(read(`${name}-parquet.csv`)).toBe(read(`${name}-csv.csv`));
    expect(read(`${name}-parquet.csv`).split('\n')).toHaveLength(402);
  }
  expect(read('merged-parquet.csv')).toBe(read('merged-csv.csv'));
});
