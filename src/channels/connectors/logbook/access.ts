import type { Access } from '../../../core/access.js';
import { logBytes, logRows } from './log-source.js';
import type { ReadLogbookOptions } from './options.js';

/** Opens the log and reads its first row. */
export async function access(options: ReadLogbookOptions, signal: AbortSignal | undefined): Promise<Access> {
  signal?.throwIfAborted();
  const rows = logRows(await logBytes(options), options, signal);
  const first = await rows.next();
  await rows.return();
  const notes = first.done ? ['The log holds no row.'] : [];
  return { account: options.name, missing: [], quotas: [], notes };
}
