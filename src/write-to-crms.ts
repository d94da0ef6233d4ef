import { type CrmDeliveryOptions, crmDelivery } from './adapters/write-back/crm-delivery.js';
import { type WriteBackReport, writeBack } from './adapters/write-back.js';
import { type Delivered, outbox } from './core/outbox/outbox.js';

export interface WriteBackCall {
  signal?: AbortSignal;
  /** The most entries that are delivered in this call; the rest goes with the next. Defaults to all. */
  limit?: number;
}

/** What was meant for CRMs, and what of it was written. */
export interface WrittenBack extends WriteBackReport {
  delivered: Delivered;
}

export interface CrmWriter {
  /** Puts what is new into the outbox and brings it to the CRMs. */
  writeBack(call?: WriteBackCall): Promise<WrittenBack>;
  /** Brings to the CRMs what waits in the outbox. */
  deliver(call?: { signal?: AbortSignal; limit?: number; budgetMs?: number }): Promise<Delivered>;
}

/** Writes into the CRMs of an app. */
export function crmWriter(options: CrmDeliveryOptions): CrmWriter {
  const { store, context } = options;
  const deliver: CrmWriter['deliver'] = ({ signal, ...limits } = {}) =>
    outbox({ store, context, ...crmDelivery(options), ...(signal && { signal }) }).deliver(limits);
  return {
    deliver,
    async writeBack({ signal, limit = Number.MAX_SAFE_INTEGER } = {}) {
      const report = await writeBack({ ...options, ...(signal && { signal }) });
      const budgetMs = Number.MAX_SAFE_INTEGER;
      return { ...report, delivered: await deliver({ limit, budgetMs, ...(signal && { signal }) }) };
    },
  };
}

/** Two reports of deliveries as one. */
export function bothDelivered(left: Delivered, right: Delivered): Delivered {
  const sum = (count: 'done' | 'failed' | 'unknown' | 'held' | 'later') => left[count] + right[count];
  return {
    done: sum('done'),
    failed: sum('failed'),
    unknown: sum('unknown'),
    held: sum('held'),
    later: sum('later'),
    problems: [...left.problems, ...right.problems],
  };
}
