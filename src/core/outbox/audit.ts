import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import type { InteractionId, RecordId } from '../model/id.js';
import type { Instant } from '../model/instant.js';
import type { StoreReader, StoreTransaction } from '../store/store.js';

/** What was done towards others, by whom and why. It holds no text of a message. */
export interface AuditEntry {
  at: Instant;
  by: string;
  /** `reply`, `hide`, `pause`, `approve`… */
  act: string;
  /** What came of it: `pending`, `held`, `refused`, `done`, `failed`… */
  outcome: string;
  /** The entry's key of the intent. */
  key?: string;
  /** The id of the outbox entry. */
  entry?: string;
  /** The interaction that it is about. */
  of?: InteractionId;
  /** The record of the person that it goes to. */
  person?: RecordId;
  /** The rule that refused it. */
  rule?: string;
  /** Why a person paused, hid or removed. */
  reason?: string;
  playbook?: string;
  /** A hash of the normalized text: tells equal texts, holds none. */
  fingerprint?: string;
}

/** The audit's name of where an entry goes: `brand` of `channel:brand`; other targets keep theirs. */
export function auditChannelOf(target: string): string {
  return target.startsWith('channel:') ? target.slice('channel:'.length) : target;
}

/** Adds a line to the audit, in the transaction of what it speaks of. */
export async function writeAudit(
  transaction: StoreTransaction,
  context: Context,
  channel: string,
  entry: Omit<AuditEntry, 'at'>,
): Promise<void> {
  await transaction.put('audit', {
    id: context.ids.next(),
    channel,
    data: { at: instantOf(context.clock), ...entry },
  });
}

/**
 * The audit of a channel, the newest first.
 *
 * @param options.limit defaults to 100
 * @example
 * for (const { at, by, act, outcome } of await audit(store, { channel: 'brand' })) console.log(at, by, act, outcome);
 */
export async function audit(
  store: StoreReader,
  options: { channel: string; since?: Instant; limit?: number },
): Promise<AuditEntry[]> {
  const { channel, since = '', limit = 100 } = options;
  const entries: AuditEntry[] = [];
  let after: { id: string } | undefined;
  while (entries.length < limit) {
    const size = Math.min(500, limit - entries.length);
    const rows = await store.list('audit', 'byChannel', {
      where: { channel },
      direction: 'descending',
      limit: size,
      ...(after && { after }),
    });
    for (const { data } of rows) {
      const entry = data as unknown as AuditEntry;
      if (entry.at < since) return entries;
      entries.push(entry);
    }
    const last = rows.at(-1);
    if (!last || rows.length < size) break;
    after = { id: last.id };
  }
  return entries;
}
