import { auditObstacle } from './adapters/audit/audit-book.js';
import type { CrmAdapter } from './adapters/crm-adapter.js';
import { crmDelivery } from './adapters/write-back/crm-delivery.js';
import { targetOfCrm } from './adapters/write-back/crm-entry.js';
import type { CrmDeliveryOptions } from './adapters/write-back/sending.js';
import { type WriteBackReport, writeBack } from './adapters/write-back.js';
import { type Delivered, outbox } from './core/outbox/outbox.js';
import type { Store } from './core/store/store.js';

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
  /** Brings to the CRMs what waits in the outbox. What is for a CRM whose audit nobody acknowledged waits on. */
  deliver(call?: { signal?: AbortSignal; queue?: string; limit?: number; budgetMs?: number }): Promise<Delivered>;
}

/** Writes into the CRMs of an app. */
export function crmWriter(options: CrmDeliveryOptions): CrmWriter {
  const { store, context } = options;
  const deliver: CrmWriter['deliver'] = async ({ signal, ...limits } = {}) => {
    const { open, obstacles } = await openCrms(options);
    const targets = crmDelivery({ ...options, crms: open });
    const delivered = await outbox({ store, context, ...targets, ...(signal && { signal }) }).deliver(limits);
    return { ...delivered, problems: [...delivered.problems, ...(await waitingFor(store, obstacles))] };
  };
  return {
    deliver,
    async writeBack({ signal, limit = Number.MAX_SAFE_INTEGER } = {}) {
      const report = await writeBack({ ...options, ...(signal && { signal }) });
      const budgetMs = Number.MAX_SAFE_INTEGER;
      return { ...report, delivered: await deliver({ limit, budgetMs, ...(signal && { signal }) }) };
    },
  };
}

/** The CRMs that may be written into, and why the others must not, by the outbox's names of them. */
async function openCrms({ store, crms }: CrmDeliveryOptions) {
  const open: Record<string, CrmAdapter> = {};
  const obstacles = new Map<string, string>();
  for (const [crm, adapter] of Object.entries(crms)) {
    const obstacle = await auditObstacle(store, crm, adapter);
    if (obstacle === undefined) open[crm] = adapter;
    else obstacles.set(targetOfCrm(crm), obstacle);
  }
  return { open, obstacles };
}

/** Says of the first entries that wait why they do, once for each CRM. */
async function waitingFor(store: Store, obstacles: Map<string, string>): Promise<Delivered['problems']> {
  if (obstacles.size === 0) return [];
  const problems: Delivered['problems'] = [];
  for (const { id, data } of await store.list('outbox', 'byState', { where: { state: 'pending' }, limit: 1000 })) {
    const problem = obstacles.get(data.target);
    if (problem === undefined) continue;
    obstacles.delete(data.target);
    problems.push({ entry: id, problem });
  }
  return problems;
}

/** Reports of deliveries as one. */
export function allDelivered(reports: readonly Delivered[]): Delivered {
  const sum = (count: 'done' | 'failed' | 'unknown' | 'held' | 'later') =>
    reports.reduce((total, report) => total + report[count], 0);
  return {
    done: sum('done'),
    failed: sum('failed'),
    unknown: sum('unknown'),
    held: sum('held'),
    later: sum('later'),
    problems: reports.flatMap(({ problems }) => problems),
  };
}
