import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import { KenningError } from '../errors.js';
import type { Instant } from '../model/instant.js';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { Store, StoreReader, StoreTransaction } from '../store/store.js';
import { writeAudit } from './audit.js';
import { changeEntry, type OutboxRow } from './change-entry.js';

/** Why nothing goes out on a channel. */
export interface Pause {
  /** `*` for all channels. */
  channel: string;
  reason: string;
  by: string;
  at: Instant;
}

const everywhere = '*';
const nameOf = (channel: string) => `pause ${channel}`;

/**
 * Stops everything that goes out on a channel, or on all; no process sends after it has read that. What is being sent
 * at this very moment arrives. Writes to CRMs go on: they speak to nobody.
 *
 * @param options.channel the app's name of the channel; all when absent
 * @throws `invalid` without a reason or a name.
 * @example
 * await pause(store, context, { channel: 'brand', reason: 'an accident in our plant', by: 'Ann' });
 */
export async function pause(
  store: Store,
  context: Context,
  options: { channel?: string; reason: string; by: string },
): Promise<Pause> {
  const { channel = everywhere, reason, by } = options;
  if (!reason.trim() || !by.trim()) throw new KenningError('invalid', 'A pause needs a reason and who wants it.');
  const data: Pause = { channel, reason, by, at: instantOf(context.clock) };
  await store.transaction(async (transaction) => {
    await transaction.put('settings', { name: nameOf(channel), data });
    await writeAudit(transaction, context, channel, { by, act: 'pause', outcome: 'done', reason });
  });
  return data;
}

/** The pause that holds a channel, its own or that of all; undefined when it may send. */
export async function paused(store: StoreReader, channel: string): Promise<Pause | undefined> {
  for (const name of [everywhere, channel]) {
    const row = await store.get('settings', { name: nameOf(name) });
    if (row) return row.data as Pause;
  }
  return undefined;
}

/** The pause that holds an outbox target. */
export async function pausedTarget(store: StoreReader, target: string): Promise<Pause | undefined> {
  return target.startsWith('channel:') ? paused(store, target.slice('channel:'.length)) : undefined;
}

/**
 * Ends a pause and sends nothing: what waited is held until a person releases or cancels it, and a write whose answer
 * was lost before the pause becomes `unknown`.
 *
 * @returns what waited, the oldest first.
 */
export async function resume(
  store: Store,
  context: Context,
  options: { channel?: string; by: string },
): Promise<OutboxEntry[]> {
  const { channel = everywhere, by } = options;
  return store.transaction(async (transaction) => {
    // Any queue may hold something that waits.
    await transaction.lock(() => 'everything');
    const name = nameOf(channel);
    const pause = (await transaction.get('settings', { name }))?.data as Pause | undefined;
    if (!pause) return [];
    const waited: OutboxEntry[] = [];
    for (const row of await waiting(transaction, channel)) {
      const state = row.state === 'sent' ? 'unknown' : 'held';
      waited.push(await changeEntry(transaction, row, { state, problem: `It waited while paused: ${pause.reason}` }));
    }
    await transaction.remove('settings', { name });
    await writeAudit(transaction, context, channel, { by, act: 'resume', outcome: 'done' });
    return waited.sort((left, right) => (left.id < right.id ? -1 : 1));
  });
}

async function waiting(transaction: StoreTransaction, channel: string): Promise<OutboxRow[]> {
  const found: OutboxRow[] = [];
  for (const state of ['pending', 'sent'] as const) {
    let after: { id: string } | undefined;
    for (;;) {
      const rows = await transaction.list('outbox', 'byState', {
        where: { state },
        limit: 1000,
        ...(after && { after }),
      });
      for (const row of rows) {
        const { target, problem } = row.data;
        const concerned = channel === everywhere ? target.startsWith('channel:') : target === `channel:${channel}`;
        // A sent one without a problem is on its way at this moment; it ends by itself.
        if (concerned && (state === 'pending' || problem !== undefined)) found.push(row);
      }
      const last = rows.at(-1);
      if (!last || rows.length < 1000) break;
      after = { id: last.id };
    }
  }
  return found;
}
