import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceRecordDraft } from '../src/core/model/source-record.js';
import { fileBytes } from '../src/core/table/read-file.js';
import { readRecords } from '../src/core/table/read-records.js';
import { readTable } from '../src/core/table/read-table.js';
import { socialAccount } from '../src/identity/normalize/url.js';

/** Records of a shared file, and what is true of each: whose profile it is, or its cluster. */
export interface SharedRecords<Draft extends SourceRecordDraft = SourceRecordDraft> {
  records: Draft[];
  truth: string[];
}

/** Where a file of the shared data is, or `undefined` when it is not there. */
export function sharedFile(file: string): string | undefined {
  const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../shared', import.meta.url));
  const path = `${shared}/data/${file}`;
  return existsSync(path) ? path : undefined;
}

/** Reads a file of the shared data as `kenning link` and `kenning dedupe` do. The truth is no part of the records. */
export async function sharedRecords<Draft extends SourceRecordDraft>(
  path: string,
  kind: Draft['kind'] & ('contact' | 'profile'),
  truth?: string,
): Promise<SharedRecords<Draft>> {
  const table = await readTable(await fileBytes(path), { name: path });
  const place = table.header.indexOf(truth ?? '');
  const { records } = await readRecords(table, {
    kind,
    source: 'csv',
    observedAt: '2026-01-01T00:00:00.000Z',
    forComparison: true,
    accountOf: socialAccount,
    ignore: place < 0 ? [] : [table.header[place] as string],
  });
  const found: SharedRecords<Draft> = { records: [], truth: [] };
  for await (const { draft, cells } of records()) {
    found.records.push(draft as Draft);
    found.truth.push(cells[place] ?? '');
  }
  return found;
}

/** A file with duplicates, and which of them are one: by a column, or by the middle of the id. */
export interface DuplicatesFile {
  file: string;
  truth: string | ((id: string) => string);
}

const numberInId = (id: string): string => id.split('-')[1] ?? '';

export const duplicatesFiles: readonly DuplicatesFile[] = [
  { file: 'people/fake_1000.csv', truth: 'cluster' },
  { file: 'people/fake_20000.csv', truth: 'group' },
  { file: 'people/febrl1.csv', truth: numberInId },
  { file: 'people/febrl3.csv', truth: numberInId },
  { file: 'models/people-20k.csv', truth: 'entity' },
  { file: 'people/historical_50k.csv', truth: 'cluster' },
];

/** Reads a file with duplicates; `undefined` when it is not there. */
export async function duplicates({ file, truth }: DuplicatesFile): Promise<SharedRecords | undefined> {
  const path = sharedFile(file);
  if (path === undefined) return undefined;
  if (typeof truth === 'string') return sharedRecords(path, 'contact', truth);
  const { records } = await sharedRecords(path, 'contact');
  return { records, truth: records.map(({ externalId }) => truth(externalId)) };
}
