import { instantOf } from '../../../core/clock.js';
import type { Contact } from '../../../core/model/source-record.js';
import type { Rejected } from '../../../core/page.js';
import { neutralize } from '../../../core/table/formulas.js';
import { readRecords } from '../../../core/table/read-records.js';
import type { Table } from '../../../core/table/read-table.js';
import type { ContactListOptions } from './contact-list.js';
import type { CsvFile } from './csv-file.js';
import { rowIdentity } from './row-identity.js';

/** A row of a contact list as a contact, or why it is none. */
export type ListedRow = { contact: Contact } | { rejected: Rejected };

/** Reads the rows of a contact list in order. What can be read and not be trusted is noted and goes through. */
export async function* readList(
  file: CsvFile,
  { source, id, columns, ignore, formulas, clock, name }: ContactListOptions,
  signal?: AbortSignal,
): AsyncGenerator<ListedRow, void, void> {
  const noted: Rejected[] = [];
  const onRejected = (rejected: Rejected) => noted.push(rejected);
  const table = await file.table({ onRejected, ...(signal && { signal }) });
  const { records, ...detected } = await readRecords(formulas === 'keep' ? asWritten(table) : table, {
    kind: 'contact',
    source,
    observedAt: instantOf(clock),
    name,
    ...(id !== undefined && { id }),
    ...(columns && { columns }),
    ...(ignore && { ignore }),
    onRejected,
    onWarning: ({ at, column, reason }) => {
      // Rows of a list without ids are named otherwise here.
      if (at) noted.push({ at, reason: column === undefined ? reason : `${column}: ${reason}` });
    },
  });
  const identity = rowIdentity(detected);
  const lines = new Map<string, number>();
  const notes = function* (): Generator<ListedRow> {
    for (const rejected of noted.splice(0)) yield { rejected };
  };
  for await (const { draft, cells, line } of records()) {
    yield* notes();
    const externalId = identity((place) => cells[place] ?? '');
    const at = `line ${line}`;
    const first = externalId === undefined ? undefined : lines.get(externalId);
    if (externalId === undefined) yield { rejected: { at, reason: 'nothing in it names the contact' } };
    else if (first !== undefined) yield { rejected: { at, reason: `it is named as line ${first} is` } };
    else {
      lines.set(externalId, line);
      yield { contact: { ...draft, kind: 'contact', externalId } };
    }
  }
  yield* notes();
}

/** The reader takes apostrophes before formulas away: where they are no guard, they get one more. */
function asWritten(table: Table): Table {
  return {
    ...table,
    async *rows() {
      for await (const row of table.rows()) yield { ...row, cells: row.cells.map(neutralize) };
    },
  };
}
