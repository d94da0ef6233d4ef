import fc from 'fast-check';
import type { Kind } from '../../../src/identity/engine/columns/column.js';
import { clusterTable } from '../../../src/identity/engine/engine.js';
import { tableOfRows } from './table-of-rows.js';

export type Row = Record<string, string>;

/** Columns of every kind. */
export const kinds = {
  first: 'given-name',
  last: 'family-name',
  whole: 'name',
  born: 'date',
  mail: 'email',
  call: 'phone',
  road: 'street',
  town: 'city',
  code: 'postal-code',
  land: 'region',
  firm: 'organization-name',
  employer: 'organization',
  page: 'url',
  card: 'identifier',
  note: 'text',
} as const satisfies Record<string, Kind>;

const hostile = fc.constantFrom(
  '',
  ' ',
  '\u0000\u0007\u202e',
  '\ud800',
  'a\udfffb',
  'x'.repeat(10_000),
  `${'Ann '.repeat(3_000)}Lee`,
  'Žofie Иванова 王杰',
  '@@@',
  '((((((((((',
  '2024-02-30',
  '00000000000',
  '=1+1',
  'NaN',
);
const usual: Readonly<Record<keyof typeof kinds, fc.Arbitrary<string>>> = {
  first: fc.constantFrom('Ann', 'Anne', 'Bill', 'William', 'Zbigniew', 'Kim', 'K', 'Jean Luc'),
  last: fc.constantFrom('Lee', 'Smith', 'Smyth', 'Okonkwo', 'de la Vega', 'Ann'),
  whole: fc.constantFrom('Ann Lee', 'Lee, Ann', 'Dr. Kim Smith III'),
  born: fc.constantFrom('1970-03-04', '1970-04-03', '1970-01-01', '19880212', '1988-02-12'),
  mail: fc.constantFrom('ann@lee.example', 'ann@lee.exmaple', 'kim.smith@mail.example', 'kim.smith2@mail.example'),
  call: fc.constantFrom('907-465-3875', '+1 907 465 3875', '9074653857', '1234567890'),
  road: fc.constantFrom('12 Elm Street', '12 elm st', '12 Elm St, Unit 4', '7 Oak Ave #2'),
  town: fc.constantFrom('Juneau', 'Juenau', 'York'),
  code: fc.constantFrom('99801', '99810', 'YO1 7HH'),
  land: fc.constantFrom('AK', 'Alaska', 'NY'),
  firm: fc.constantFrom('Acme Widget Co.', 'The Acme Widget Company', 'Zenith'),
  employer: fc.constantFrom('Acme', 'Zenith'),
  page: fc.constantFrom('https://lee.example', 'http://www.lee.example/', 'smith.example/about'),
  card: fc.constantFrom('AB-123456', 'ab123456', 'AB123465'),
  note: fc.constantFrom('plumber', 'master plumber', 'baker'),
};

const row: fc.Arbitrary<Row> = fc.record(
  Object.fromEntries(
    Object.entries(usual).map(([name, values]) => [
      name,
      fc.oneof(
        { weight: 5, arbitrary: values },
        { weight: 3, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: hostile },
      ),
    ]),
  ),
);

/** Rows as people and machines write them. */
export const anyRows = (most: number): fc.Arbitrary<Row[]> => fc.array(row, { maxLength: most });

/** The cluster of each row. */
export const clusters = (rows: readonly Row[]): number[] => [
  ...clusterTable(tableOfRows(rows, kinds), { cut: 0 }).clusters,
];

/** The partition as rows that are together, whatever the clusters are called. */
export function together(labels: readonly number[], rows: readonly Row[]): string[] {
  const groups = Map.groupBy(labels.keys(), (place) => labels[place]);
  return [...groups.values()]
    .map((places) => JSON.stringify(places.map((place) => JSON.stringify(rows[place])).sort()))
    .sort();
}
