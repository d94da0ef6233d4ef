import type { Context } from '../context.js';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { Store, StoreReader, StoreTransaction } from '../store/store.js';
import { auditChannelOf, writeAudit } from './audit.js';
import { changeEntry, type OutboxRow } from './change-entry.js';
import { outboxQueueLock } from './enqueue.js';
import type { Outcome } from './outcome.js';
import { pausedTarget } from './pause.js';

/** An entry that this process may send until its lease is over. */
export interface Claim {
  row: OutboxRow;
  /** An earlier attempt may have arrived. */
  uncertain: boolean;
}

const instantAt = (time: number) => new Date(time).toISOString();

/** Whether it is an entry's time, so far as its own row says. */
export function isDue(row: OutboxRow, now: number): boolean {
  if (row.state === 'pending') return row.notBefore <= instantAt(now);
  return row.state === 'sent' && row.leasedUntil <= instantAt(now);
}

/** States in which an entry keeps the later ones of its queue waiting. Held and failed ones do not. */
const unfinished = ['pending', 'sent', 'unknown'] as const;

/** Whether nothing is paused and no earlier entry of the queue is unfinished. */
export async function isItsTurn(store: StoreReader, { id, queue, data }: OutboxRow): Promise<boolean> {
  if (await pausedTarget(store, data.target)) return false;
  for (const state of unfinished) {
    const [first] = await store.list('outbox', 'byQueue', { where: { queue, state }, limit: 1 });
    if (first && first.id < id) return false;
  }
  return true;
}

/**
 * Takes an entry: it is `sent` in the store before it is sent. Gives undefined when it is not its turn, and the state
 * `unknown` when it may have arrived and nothing can clear that up.
 */
export async function claim(
  { store, context, leaseMs }: { store: Store; context: Context; leaseMs: number },
  { id, queue }: OutboxRow,
  repeatable: boolean,
): Promise<Claim | 'unknown' | undefined> {
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [outboxQueueLock(queue)]);
    const row = await transaction.get('outbox', { id });
    const now = context.clock.now();
    if (!row || !isDue(row, now) || !(await isItsTurn(transaction, row))) return undefined;
    const uncertain = row.state === 'sent' || row.data.uncertain === true;
    if (row.state === 'sent' && !repeatable) {
      const problem = 'It may have been sent: the process ended before the answer came.';
      await finishEntry(transaction, context, row, { to: 'unknown', problem });
      return 'unknown';
    }
    const leasedUntil = instantAt(now + leaseMs);
    const data = await changeEntry(
      transaction,
      row,
      { state: 'sent', attempts: row.data.attempts + 1 },
      { leasedUntil },
    );
    return { row: { ...row, state: 'sent', leasedUntil, data }, uncertain };
  });
}

/** Whether the claim still holds and nothing was paused meanwhile; read right before the send. */
export async function mayStillSend(
  { store, context }: { store: Store; context: Context },
  { row }: Claim,
): Promise<boolean> {
  const present = await store.get('outbox', { id: row.id });
  if (!present || !sameClaim(present, row) || context.clock.now() >= Date.parse(row.leasedUntil)) return false;
  return (await pausedTarget(store, row.data.target)) === undefined;
}

/** Gives an entry back that was not sent after all. */
export async function giveBack({ store }: { store: Store }, { row, uncertain }: Claim, problem: string): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.lock(() => [outboxQueueLock(row.queue)]);
    const present = await transaction.get('outbox', { id: row.id });
    if (present && sameClaim(present, row))
      await changeEntry(transaction, present, {
        state: uncertain && !row.data.uncertain ? 'sent' : 'pending',
        problem,
      });
  });
}

/**
 * Puts an entry that was claimed and must not go out before a person: `held`, or `unknown` when an earlier attempt may
 * have arrived. Gives its state; undefined when the entry is gone or another process has taken it.
 */
export async function setAside(
  { store }: { store: Store },
  { row, uncertain }: Claim,
  problem: string,
): Promise<'held' | 'unknown' | undefined> {
  const state = uncertain ? 'unknown' : 'held';
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [outboxQueueLock(row.queue)]);
    const present = await transaction.get('outbox', { id: row.id });
    if (!present || !sameClaim(present, row)) return undefined;
    await changeEntry(transaction, present, { state, problem, attempts: 0 });
    return state;
  });
}

/** Writes down what an attempt came to. Gives undefined when the entry is gone or another process has taken it. */
export async function finish(
  { store, context }: { store: Store; context: Context },
  { row }: Claim,
  outcome: Outcome,
): Promise<OutboxEntry | undefined> {
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [outboxQueueLock(row.queue)]);
    const present = await transaction.get('outbox', { id: row.id });
    if (!present) return undefined;
    // It was slow and taken for lost, and now it is known after all.
    const clearedUp = present.state === 'unknown' && outcome.to === 'done';
    if (!sameClaim(present, row) && !clearedUp) return undefined;
    return finishEntry(transaction, context, present, outcome);
  });
}

async function finishEntry(
  transaction: StoreTransaction,
  context: Context,
  row: OutboxRow,
  outcome: Outcome,
): Promise<OutboxEntry> {
  if (outcome.to === 'pending' || outcome.to === 'sent') {
    const at = instantAt(outcome.at);
    const times = outcome.to === 'sent' ? { leasedUntil: at } : { notBefore: at };
    return changeEntry(transaction, row, { state: outcome.to, problem: outcome.problem }, times);
  }
  const { target, verb, by } = row.data;
  const end =
    outcome.to === 'done'
      ? { ...(outcome.result !== undefined && { result: outcome.result }), ...(verb === 'erase' && { payload: null }) }
      : { problem: outcome.problem };
  const entry = await changeEntry(transaction, row, { state: outcome.to, ...end });
  const line = { by, act: verb, outcome: outcome.to, key: row.key, entry: row.id };
  await writeAudit(transaction, context, auditChannelOf(target), line);
  return entry;
}

function sameClaim(present: OutboxRow, row: OutboxRow): boolean {
  return (
    present.state === 'sent' && present.leasedUntil === row.leasedUntil && present.data.attempts === row.data.attempts
  );
}
