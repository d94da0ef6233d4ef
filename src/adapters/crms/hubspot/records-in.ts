import type { Rejected } from '../../../core/page.js';
import { type RecordView, recordView } from './views.js';

export interface ReadableRecords {
  records: RecordView[];
  rejected: Rejected[];
}

/** The records of an answer that can be read; the others are rejected with the reason and their ids. */
export function recordsIn(results: readonly unknown[]): ReadableRecords {
  const read: ReadableRecords = { records: [], rejected: [] };
  for (const [index, item] of results.entries()) {
    const parsed = recordView.safeParse(item);
    if (parsed.success) read.records.push(parsed.data);
    else {
      const issue = parsed.error.issues[0];
      const named = (item as { id?: unknown } | null)?.id;
      const at = typeof named === 'string' ? named.slice(0, 100) : `item ${index}`;
      read.rejected.push({ reason: `${issue?.path.join('.') || 'record'}: ${issue?.message}`, at, item });
    }
  }
  return read;
}
