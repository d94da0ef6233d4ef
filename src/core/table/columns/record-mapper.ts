import type { Instant } from '../../model/instant.js';
import type { Scope } from '../../model/scope.js';
import type { SourceRecordDraft } from '../../model/source-record.js';
import { parseDate } from '../../text/parse-date.js';
import { restore } from '../formulas.js';
import type { TableRow } from '../read-table.js';
import type { TableWarning } from '../warning.js';
import { meaning } from './cell-values.js';
import { phoneHabits } from './damaged-phones.js';
import { type DateOrder, dateOrderOf } from './dates.js';
import type { Column, DetectedColumns } from './detect-columns.js';
import { type AccountOf, namedAccount, ownAccount } from './row-account.js';
import { addressGroups, attributesOf, partyOf } from './row-attributes.js';
import { rowReader } from './row-cells.js';
import { consentsOf } from './row-consents.js';
import { identifiersOf } from './row-identifiers.js';

export interface RecordOptions {
  kind: 'contact' | 'profile';
  /** The scope of the contacts' ids: `csv/contacts.csv`. Profiles are of their network, and of this where none is named. */
  source: Scope;
  /** Of rows that do not say when they were changed. */
  observedAt: Instant;
  accountOf?: AccountOf;
  /**
   * Whether records are only compared and not kept: then an impossible date stays, since a slip of a key is worth
   * comparing, a place of birth counts as a place, and columns of which nothing is known are left out. Defaults to false.
   */
  forComparison?: boolean;
  onWarning?: (warning: TableWarning) => void;
}

/** A row as a record, or why it is none. */
export type MappedRow = { draft: SourceRecordDraft } | { reason: string };

/**
 * Makes records of the rows of a table.
 *
 * @param sample some rows, by which it is learned how dates and phones are written.
 * @example
 * const detected = detectColumns(table.header, sample);
 * const toRecord = recordMapper(detected, sample, { kind: 'contact', source: 'csv/contacts.csv', observedAt });
 * for await (const row of table.rows()) console.log(toRecord(row));
 */
export function recordMapper(
  { columns, id }: DetectedColumns,
  sample: readonly (readonly string[])[],
  { kind, source, observedAt, accountOf, forComparison = false, onWarning }: RecordOptions,
): (row: TableRow) => MappedRow {
  const cellsOf = rowReader(columns);
  const groups = addressGroups(columns);
  const consentColumns = columns.filter((column) => /^(?:consent|refusal):/.test(column.kind));
  const handleColumns = columns.filter((column) => column.kind.startsWith('handle:'));
  const valuesIn = ({ place }: Column): string[] =>
    sample.map((row) => meaning(row[place])).filter((value) => value !== undefined);
  // Who writes one number badly writes them all so, in whichever column.
  const habits = phoneHabits(columns.filter((column) => column.kind === 'phone').flatMap(valuesIn));
  const dates = columns.filter((column) => column.kind.startsWith('birth-date'));
  const dateOrders = new Map(dates.map((column) => [column.place, orderOf(column, valuesIn(column))]));
  return (row) => {
    const warn = (column: Column, reason: string): void =>
      onWarning?.({ at: `line ${row.line}`, column: column.header, reason });
    warnOfLostCharacters(row, columns, warn);
    // An id may look like a placeholder.
    const rowId = id && restore((row.cells[id.place] as string).trim());
    if (id?.by === 'given' && !rowId) return { reason: `it has no id in the column "${id.header}"` };
    if (rowId && rowId.length > 1000) return { reason: 'its id is longer than 1000 characters' };
    const cells = cellsOf(row);
    cells.first('id');
    const named = namedAccount(cells);
    const identifiers = [...named, ...identifiersOf(cells, { handleColumns, phoneHabits: habits, warn })].slice(0, 200);
    const attributes = attributesOf(cells, { addressGroups: groups, dateOrders, forComparison, warn });
    const party = partyOf(
      cells,
      attributes,
      identifiers.some((one) => one.kind === 'email'),
    );
    if (party === 'organization' && attributes.organization) {
      attributes.name ??= attributes.organization;
      delete attributes.organization;
    }
    const consents = consentsOf(cells, consentColumns, observedAt).slice(0, 100);
    const changed = cells.first('updated-at');
    const custom = forComparison ? {} : cells.rest();
    if (Object.keys(custom).length > 0) attributes.custom = custom;
    const own = kind === 'profile' ? ownAccount(identifiers, accountOf) : undefined;
    if (own?.handle && !identifiers.includes(own.handle)) identifiers.unshift(own.handle);
    return {
      draft: {
        source: own?.source ?? source,
        externalId: own?.externalId ?? (rowId || undefined) ?? (id ? `row ${row.number}` : String(row.number)),
        kind,
        party,
        identifiers,
        attributes,
        ...(consents.length > 0 && { consents }),
        origin: 'import',
        observedAt: parseDate(changed) ?? observedAt,
      },
    };
  };
}

/** In which order a column writes its dates. */
export function orderOf({ kind }: Column, values: readonly string[]): DateOrder {
  if (kind === 'birth-date-day-first') return 'day-first';
  return kind === 'birth-date-month-first' ? 'month-first' : dateOrderOf(values);
}

function warnOfLostCharacters(
  row: TableRow,
  columns: readonly Column[],
  warn: (column: Column, reason: string) => void,
): void {
  for (const column of columns)
    if (row.cells[column.place]?.includes('\uFFFD'))
      warn(column, 'it holds characters that were lost; save the file as UTF-8 where it comes from');
}
