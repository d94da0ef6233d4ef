import type { Context } from '../context.js';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { Rows } from '../store/rows.js';
import type { StoreTransaction } from '../store/store.js';
import { auditChannelOf, writeAudit } from './audit.js';

export type OutboxRow = Rows['outbox'];

/** Puts an entry into another state; what a state does not need (lease, problem) goes with the old one. */
export async function changeEntry(
  transaction: StoreTransaction,
  row: OutboxRow,
  change: Partial<OutboxEntry> & { state: OutboxEntry['state'] },
  times: Partial<Pick<OutboxRow, 'notBefore' | 'leasedUntil'>> = {},
): Promise<OutboxEntry> {
  const { problem: _problem, ...rest } = row.data;
  const data: OutboxEntry = { ...rest, ...change };
  await transaction.put('outbox', { ...row, leasedUntil: '', ...times, state: change.state, data });
  return data;
}

/** A person's word on an entry, and its line in the audit. */
export async function decideEntry(
  transaction: StoreTransaction,
  context: Context,
  row: OutboxRow,
  decision: { act: string; by: string; change: Partial<OutboxEntry> & { state: OutboxEntry['state'] } },
): Promise<OutboxEntry> {
  const { act, by, change } = decision;
  const entry = await changeEntry(transaction, row, change);
  const { key, id } = row;
  await writeAudit(transaction, context, auditChannelOf(row.data.target), {
    by,
    act,
    outcome: change.state,
    key,
    entry: id,
  });
  return entry;
}
