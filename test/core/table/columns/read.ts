import { fileURLToPath } from 'node:url';
import type { SourceRecordDraft } from '../../../../src/core/model/source-record.js';
import type { Rejected } from '../../../../src/core/page.js';
import { fileBytes } from '../../../../src/core/table/read-file.js';
import { type ReadRecordsOptions, readRecords, type TableRecords } from '../../../../src/core/table/read-records.js';
import { readTable } from '../../../../src/core/table/read-table.js';
import type { TableWarning } from '../../../../src/core/table/warning.js';
import { all, bytesOf } from '../bytes.js';

export interface Read {
  detected: TableRecords;
  drafts: SourceRecordDraft[];
  warnings: TableWarning[];
  rejected: Rejected[];
}

/** Reads records of a text, or of a file under `test/fixtures/table` when it is named by `file:`. */
export async function readDrafts(text: string, options: Partial<ReadRecordsOptions> = {}): Promise<Read> {
  const rejected: Rejected[] = [];
  const warnings: TableWarning[] = [];
  const onRejected = (one: Rejected) => void rejected.push(one);
  const path = fileURLToPath(new URL(`../../../fixtures/table/${text.slice(5)}`, import.meta.url));
  const bytes = text.startsWith('file:') ? await fileBytes(path) : bytesOf(text);
  const detected = await readRecords(await readTable(bytes, { name: 'contacts.csv', onRejected }), {
    kind: 'contact',
    source: 'csv/contacts.csv',
    observedAt: '2026-01-01T00:00:00.000Z',
    onWarning: (warning) => void warnings.push(warning),
    onRejected,
    ...options,
  });
  const rows = await all(detected.records());
  return { detected, drafts: rows.map(({ draft }) => draft), warnings, rejected };
}
