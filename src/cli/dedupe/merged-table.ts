import type { RecordId } from '../../core/model/id.js';
import type { Attributes } from '../../core/model/party.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import { meaning } from '../../core/table/columns/cell-values.js';
import type { ColumnKind } from '../../core/table/columns/column-kind.js';
import type { Column } from '../../core/table/columns/detect-columns.js';
import { restore } from '../../core/table/formulas.js';
import { goldenRecord } from '../../identity/golden-record.js';
import type { OutputTable } from '../files/output.js';
import type { FileRow, Group } from './groups.js';

const mergedIds = 'merged_ids';

/** The field of the golden record that a column's cell comes from. Parts of one address come from one row. */
const fieldOf: Partial<Record<ColumnKind, keyof Attributes>> = {
  name: 'name',
  'given-name': 'givenName',
  'middle-name': 'givenName',
  'family-name': 'familyName',
  'birth-date': 'birthDate',
  'birth-date-day-first': 'birthDate',
  'birth-date-month-first': 'birthDate',
  organization: 'organization',
  title: 'title',
  'lifecycle-stage': 'lifecycleStage',
  bio: 'bio',
  location: 'location',
  language: 'language',
  'time-zone': 'timeZone',
  image: 'image',
  address: 'address',
  'house-number': 'address',
  street: 'address',
  city: 'address',
  region: 'address',
  'postal-code': 'address',
  country: 'address',
};
const addressParts: ReadonlySet<ColumnKind> = new Set(
  (Object.keys(fieldOf) as ColumnKind[]).filter((kind) => fieldOf[kind] === 'address'),
);

/**
 * One row a cluster, in the columns of the file: each cell as it stands in the row that the golden record has the field
 * from. All other columns are the winner's, and where its cell says nothing the next row's that has one; of consents the
 * strictest stands. Ids of the rows that were merged come last, with bars between them.
 */
export function mergedTable(columns: readonly Column[], groups: Iterable<Group>): OutputTable {
  const header = columns.map((column) => column.header);
  // A file that was merged before keeps the ids of then.
  const before = header.indexOf(mergedIds);
  return {
    header: before < 0 ? [...header, mergedIds] : header,
    rows: mergedRows(columns, groups, before),
  };
}

function* mergedRows(columns: readonly Column[], groups: Iterable<Group>, before: number): Generator<string[]> {
  for (const group of groups) {
    const [winner, ...losers] = group;
    const cells = losers.length === 0 ? winner.cells.map(restore) : goldenCells(columns, group);
    const earlier = before < 0 ? [] : group.flatMap((row) => meaning(row.cells[before]) ?? []);
    const merged = [...earlier, ...losers.map(({ id }) => id)].join('|');
    if (before < 0) yield [...cells, merged];
    else yield cells.with(before, merged);
  }
}

function goldenCells(columns: readonly Column[], group: Group): string[] {
  // The winner's id is the smallest, so that its word counts among equals.
  const records = group.map(({ record }, rank) => ({ ...record, id: String(rank).padStart(9, '0') as RecordId }));
  const { provenance } = goldenRecord(records as SourceRecord[]);
  return columns.map((column) => {
    const { kind, place } = column;
    const field = fieldOf[kind];
    const origin = field && provenance[field];
    const source = origin && group[Number(origin.record)];
    if (source && addressParts.has(kind)) return restore(source.cells[place] ?? '');
    const first = strictest(kind, group) ?? source;
    const rows = first ? [first, ...group] : group;
    const row = kind === 'id' ? group[0] : rows.find(({ cells }) => meaning(cells[place]) !== undefined);
    return restore((row ?? group[0]).cells[place] ?? '');
  });
}

/** A row that refuses what this column asks for. */
function strictest(kind: ColumnKind, group: Group): FileRow | undefined {
  const [, word, channel] = /^(consent|refusal):(.*)$/.exec(kind) ?? [];
  if (channel === undefined) return undefined;
  const states = word === 'consent' ? ['denied'] : ['withdrawn'];
  return group.find(({ record }) =>
    record.consents?.some((consent) => consent.channel === channel && states.includes(consent.state)),
  );
}
