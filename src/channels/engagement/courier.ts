import { instantOf } from '../../core/clock.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { isApproved } from '../../core/outbox/approvals.js';
import { type Delivered, type Outbox, outbox } from '../../core/outbox/outbox.js';
import { pausedTarget } from '../../core/outbox/pause.js';
import { stageOf } from '../../core/strategy/stage.js';
import { wait } from '../../core/wait.js';
import { channelDelivery } from './channel-delivery.js';
import type { Desk } from './engagement-options.js';
import { intentOf } from './intent.js';
import { type Outgoing, outgoingOf } from './outgoing.js';
import { stageRefusal } from './rules/stage.js';

export interface SendOptions {
  /** Whether to wait until it is delivered. Without it, `deliver()` sends it. Defaults to true. */
  wait?: boolean;
  /** The longest wait, in milliseconds; what is not delivered then goes out later. Defaults to 10,000. */
  waitMs?: number;
  /** Ends the wait. What is in the outbox stays there. */
  signal?: AbortSignal;
}

export interface DeliverOptions {
  /** The most entries. Defaults to 100. */
  limit?: number;
  /** No entry is begun after this many milliseconds. Defaults to 30,000. */
  budgetMs?: number;
  signal?: AbortSignal;
}

/** Brings entries of the outbox to their channels. */
export interface Courier {
  deliver(options?: DeliverOptions): Promise<Delivered>;
  /** Sends an entry, after the earlier ones of its queue, and tells what became of it. */
  send(entry: OutboxEntry, options?: SendOptions): Promise<Outgoing>;
}

export function courier(desk: Desk): Courier {
  const { store, context, retry } = desk;
  const ways = channelDelivery(desk);

  /** The stage may have changed while an entry waited. */
  async function obstacle(entry: OutboxEntry): Promise<string | undefined> {
    const intent = intentOf(entry);
    if (!intent || !isApproved(entry)) return 'It did not come through the gate.';
    return stageRefusal(await stageOf(store, instantOf(context.clock), desk.kpis), intent)?.reason;
  }

  const box = (signal: AbortSignal | undefined): Outbox =>
    outbox({ store, context, ...ways, ...retry, obstacle, ...(signal && { signal }) });

  /** Whether waiting a little longer may help: another process has it or an earlier one of its queue in hand. */
  async function isInHand({ id, queue, target, state, problem }: OutboxEntry): Promise<boolean> {
    if ((state !== 'pending' && state !== 'sent') || problem !== undefined) return false;
    if (!Object.hasOwn(ways.targets, target) || (await pausedTarget(store, target))) return false;
    const [lost] = await store.list('outbox', 'byQueue', { where: { queue, state: 'unknown' }, limit: 1 });
    return !lost || lost.id > id;
  }

  return {
    deliver: ({ signal, ...options } = {}) => box(signal).deliver(options),
    async send(entry, { wait: waits = true, waitMs = 10_000, signal } = {}) {
      const present = async () => (await store.get('outbox', { id: entry.id }))?.data ?? entry;
      let known = entry;
      let waited = 0;
      for (let step = 20; waits && (await isInHand(known)); step = Math.min(step * 2, 500)) {
        await box(signal).deliver({ queue: entry.queue, budgetMs: waitMs });
        known = await present();
        if (waited >= waitMs || !(await isInHand(known))) break;
        await wait(step, signal);
        waited += step;
        known = await present();
      }
      return outgoingOf(store, known);
    },
  };
}
