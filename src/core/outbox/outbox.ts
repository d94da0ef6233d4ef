import type { Context } from '../context.js';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { Store } from '../store/store.js';
import { telemetry } from '../telemetry.js';
import type { OutboxRow } from './change-entry.js';
import { claim, finish, giveBack, isDue, isItsTurn, mayStillSend, setAside } from './claim.js';
import { attempt, canRepeat, type DeliveryTarget, deliveryOf, plainResult, problemOf, targetOf } from './delivery.js';
import { outcomeOf, type RetryRules } from './outcome.js';

export interface OutboxOptions extends Partial<RetryRules> {
  store: Store;
  context: Context;
  /** How entries are sent, by target: `channel:brand`, `crm:contacts`. Entries of other targets are left alone. */
  targets: Record<string, DeliveryTarget>;
  /**
   * Why an entry may not go out after all, asked right before it is sent; it then waits for a person's word. It may read
   * stores for a while, but is asked within the entry's lease.
   */
  obstacle?: (entry: OutboxEntry) => Promise<string | undefined>;
  /** Told of what is done, with all that the send gave. It may be missed when the process ends. */
  onDone?: (entry: OutboxEntry, result: unknown) => unknown;
  /** For how long an entry is this process's. A send is aborted after three quarters of it. Defaults to 60,000. */
  leaseMs?: number;
  signal?: AbortSignal;
}

export interface Delivered {
  done: number;
  failed: number;
  /** Perhaps written: they wait for a person. */
  unknown: number;
  /** Not sent: something stood in the way, and they wait for a person. */
  held: number;
  /** Tried, and to be tried again later. */
  later: number;
  /** What went wrong, in words. */
  problems: { entry: string; problem: string }[];
}

export interface Outbox {
  /**
   * Sends what is due: entries of one queue in order, each as often as its verb allows and never twice.
   *
   * @param options.queue only the entries of this queue
   * @param options.limit the most entries; defaults to 100
   * @param options.budgetMs no entry is begun after this many milliseconds; defaults to 30,000
   */
  deliver(options?: { queue?: string; limit?: number; budgetMs?: number }): Promise<Delivered>;
}

/** A page is as long as may be sent, so that targets which write in one go get much at a time. */
const pageSizeOf = (limit: number): number => Math.min(1000, Math.max(200, limit));

/**
 * Delivers what must reach other systems. An entry is `sent` in the store before it is sent; one whose answer was lost
 * is sent again (keyed), looked up first (findable), or becomes `unknown` and waits for a person (unsafe).
 *
 * An entry waits for the earlier ones of its queue that are pending, sent or unknown. Failed ones were certainly not
 * written and held ones are drafts, so neither keeps others waiting. Any number of processes may deliver at a time;
 * their clocks must agree within the lease.
 *
 * @example
 * const { done } = await outbox({ store, context, targets }).deliver({ limit: 50 });
 */
export function outbox(options: OutboxOptions): Outbox {
  const { store, context, signal } = options;
  const leaseMs = options.leaseMs ?? 60_000;
  const rules: RetryRules = {
    attempts: options.attempts ?? 12,
    backoffMs: options.backoffMs ?? 1000,
    maxBackoffMs: options.maxBackoffMs ?? 3_600_000,
    settleMs: options.settleMs ?? 10_000,
  };
  const base = { store, context, leaseMs };

  /** Whether it was this entry's turn. */
  async function deliverOne(row: OutboxRow, report: Delivered): Promise<boolean> {
    const target = targetOf(options.targets, row.data.target);
    if (!target || !isDue(row, context.clock.now()) || !(await isItsTurn(store, row))) return false;
    const limit = AbortSignal.timeout(leaseMs * 0.75);
    const delivery = deliveryOf(target, row.data, signal ? AbortSignal.any([signal, limit]) : limit);
    const taken = await claim(base, row, canRepeat(delivery));
    if (taken === undefined) return false;
    if (taken === 'unknown') {
      report.unknown += 1;
      return true;
    }
    const obstacle = await options.obstacle?.(taken.row.data);
    if (obstacle !== undefined) {
      const state = await setAside(base, taken, obstacle);
      if (state) report[state] += 1;
      return true;
    }
    if (!(await mayStillSend(base, taken))) {
      await giveBack(base, taken, 'It was paused, or too slow to be sent in its time.');
      report.later += 1;
      return true;
    }
    const told = { 'kenning.target': row.data.target, 'kenning.verb': row.data.verb };
    const tried = await telemetry.span('kenning.deliver', told, () => attempt(delivery, taken.uncertain));
    const { attempts } = taken.row.data;
    const now = context.clock.now();
    const outcome =
      'result' in tried
        ? { to: 'done' as const, result: plainResult(delivery, tried.result) }
        : outcomeOf(tried.error, { ...tried, repeatable: canRepeat(delivery), attempts, now }, rules);
    const entry = await finish(base, taken, outcome);
    telemetry.count('kenning.deliveries', 1, { ...told, 'kenning.outcome': outcome.to });
    if (outcome.to === 'pending' || outcome.to === 'sent') report.later += 1;
    else report[outcome.to] += 1;
    if ('problem' in outcome) report.problems.push({ entry: row.id, problem: outcome.problem });
    if (entry && 'result' in tried) await tell(entry, tried.result, report);
    signal?.throwIfAborted();
    return true;
  }

  async function tell(entry: OutboxEntry, result: unknown, report: Delivered): Promise<void> {
    try {
      await options.onDone?.(entry, result);
    } catch (error) {
      report.problems.push({ entry: entry.id, problem: `It was sent; what follows failed: ${problemOf(error)}` });
    }
  }

  return {
    async deliver({ queue, limit = 100, budgetMs = 30_000 } = {}) {
      const report: Delivered = { done: 0, failed: 0, unknown: 0, held: 0, later: 0, problems: [] };
      const end = context.clock.now() + budgetMs;
      let tried = 0;
      const isOver = () => tried >= limit || context.clock.now() >= end;
      const deliverLane = async (rows: readonly OutboxRow[]) => {
        for (const row of rows) {
          signal?.throwIfAborted();
          if (isOver()) return;
          // Counted before, since other lanes go on meanwhile.
          tried += 1;
          if (!(await deliverOne(row, report))) tried -= 1;
        }
      };
      for (const state of ['sent', 'pending'] as const) {
        let after: { id: string } | undefined;
        do {
          const pageSize = pageSizeOf(limit);
          const page = { limit: pageSize, ...(after && { after }) };
          const rows =
            queue === undefined
              ? await store.list('outbox', 'byState', { where: { state }, ...page })
              : await store.list('outbox', 'byQueue', { where: { queue, state }, ...page });
          await allSettled(lanesOf(rows, options.targets).map(deliverLane));
          if (isOver()) return report;
          const last = rows.at(-1);
          after = last && rows.length === pageSize ? { id: last.id } : undefined;
        } while (after);
      }
      return report;
    },
  };
}

/** Rows that are sent one after another; different lanes are sent at the same time. */
function lanesOf(rows: readonly OutboxRow[], targets: OutboxOptions['targets']): OutboxRow[][] {
  const lanes = new Map<string, OutboxRow[]>();
  for (const row of rows) {
    const lane = targetOf(targets, row.data.target)?.together ? row.queue : '';
    const known = lanes.get(lane);
    if (known) known.push(row);
    else lanes.set(lane, [row]);
  }
  return [...lanes.values()];
}

/** Waits until all have ended, so that nothing goes on behind the caller's back; then the first failure counts. */
async function allSettled(work: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}
