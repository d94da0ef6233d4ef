import type { ColumnKind } from '../../core/table/columns/column-kind.js';
import { type Column as FileColumn, isOfAddress } from '../../core/table/columns/detect-columns.js';
import type { TableWarning } from '../../core/table/warning.js';
import type { Column, Kind, Table } from '../engine/columns/column.js';
import { emailsOf, handlesOf, nationalIdsOf, pagesOf } from './cell-readers.js';
import type { CellColumn, Cells } from './cells.js';
import { where } from './coalesced.js';
import { datesInCells } from './dates-in-cells.js';
import { fileCells } from './file-cells.js';
import { type IdentifierSource, identifiersInCells } from './identifiers-in-cells.js';
import { organizationsInCells } from './organizations-in-cells.js';
import { phonesInCells } from './phones-in-cells.js';
import { streetsInCells } from './streets-in-cells.js';

/** People and organizations that were read from cells, without a record for any. */
export interface PeopleInCells {
  table: Table;
  isOrganization: (row: number) => boolean;
  warnings: readonly TableWarning[];
}

/** Of these a row is put together in ways that need the whole row. */
const byRow: ReadonlySet<ColumnKind> = new Set(['party', 'other-names', 'network', 'handle', 'account-id']);

/** Whether the columns of a file can be read column by column. */
export function areByColumn(columns: readonly FileColumn[]): boolean {
  const addresses = new Set(columns.filter(isOfAddress).map(({ group }) => group));
  return addresses.size <= 1 && !columns.some(({ kind }) => byRow.has(kind));
}

/**
 * The table that the engine compares, column by column: what the records of the rows would tell, worked out once for each value
 * and not for each row.
 *
 * @param columns what is in the columns; see {@link areByColumn}.
 * @param sample some rows, by which it is learned how dates and phones are written.
 */
export function peopleInCells(
  cells: Cells,
  columns: readonly FileColumn[],
  sample: readonly (readonly string[])[],
): PeopleInCells {
  const file = fileCells(cells, columns, sample);
  const { size, of, cellsOf, fields, field } = file;
  const { phones, warned: ofPhones } = phonesInCells(file);
  const { dates, warned: ofDates } = datesInCells(file);
  const reading = (kind: ColumnKind, read: IdentifierSource['read']): IdentifierSource[] =>
    of(kind).map((column) => ({ column: cellsOf(column), read }));
  const handleKinds = new Set(columns.map(({ kind }) => kind).filter((kind) => kind.startsWith('handle:')));
  const identifiers = identifiersInCells(size, [
    ...reading('email', emailsOf),
    ...phones,
    ...reading('website', pagesOf),
    ...[...handleKinds].flatMap((kind) => reading(kind, (cell) => handlesOf(kind.slice('handle:'.length), cell))),
    ...reading('national-id', nationalIdsOf),
  ]);
  const organization = field('organization');
  const [given, family, name, title] = [field('given-name'), field('family-name'), field('name'), field('title')];
  const isOrganization = organizationsInCells(file, organization, [given, family, name, title]);
  const told: readonly [Kind, string, CellColumn][] = [
    ['given-name', 'given', given],
    ['family-name', 'family', family],
    ['name', 'name', where(name, (row) => given.codes[row] === 0 && family.codes[row] === 0)],
    ['organization', 'organization', where(organization, (row) => !isOrganization(row))],
    ['text', 'title', title],
    ['organization-name', 'organization name', where(organization, isOrganization)],
    ['date', 'birth-date', dates],
    [
      'street',
      'street',
      streetsInCells(size, { number: fields('house-number'), lines: fields('street'), text: fields('address') }),
    ],
    ['city', 'city', field('city', 'birth-place', 'location')],
    ['postal-code', 'postal-code', field('postal-code')],
    ['region', 'region', field('region')],
  ];
  const filled = told
    .filter(([, , { codes }]) => codes.some((code) => code !== 0))
    .map(([kind, name, column]): Column => ({ kind, name, ...column }));
  return {
    table: { size, columns: [...filled, ...identifiers] },
    isOrganization,
    warnings: [...ofPhones, ...ofDates]
      .sort((one, other) => one.row - other.row)
      .map(({ row, column, reason }) => ({ at: `line ${cells.lines[row]}`, column, reason })),
  };
}
