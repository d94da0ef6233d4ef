import { instantOf } from '../clock.js';
import { isKenningError } from '../errors.js';
import type { Store } from '../store/store.js';
import { sweepNetwork } from './sweep-network.js';
import type { Sweep, SweepOptions, SweepReport } from './sweep-options.js';
import { sweepProfiles } from './sweep-profiles.js';

/**
 * Sees to it that nothing is kept longer than terms allow: looks up what must be checked again, and lets go of what is
 * gone there, of what may be kept no longer, and of what could not be checked in time. It goes on where the last call
 * stopped, so call it by the hour with a budget.
 *
 * @example
 * const { forgotten, finished } = await sweep({ store, context, ingest, recognizer, registrar, terms, networks, budgetMs: 5000 });
 */
export async function sweep(options: SweepOptions): Promise<SweepReport> {
  const { store, context, budgetMs = 30_000, signal } = options;
  const end = context.clock.now() + budgetMs;
  const report: SweepReport = {
    checked: 0,
    removed: 0,
    hidden: 0,
    restored: 0,
    forgotten: 0,
    vanished: 0,
    profiles: 0,
    records: 0,
    raw: 0,
    finished: true,
    problems: [],
  };
  const hasTime = () => {
    signal?.throwIfAborted();
    if (context.clock.now() < end) return true;
    report.finished = false;
    return false;
  };
  const one: Sweep = { ...options, report, now: instantOf(context.clock), hasTime };
  await sweepRaw(store, one);
  for (const network of Object.keys(options.networks)) {
    try {
      await sweepNetwork(one, network);
    } catch (error) {
      // One network that is down must not keep the others from being seen to; a broken store stops all.
      if (!isKenningError(error) || error.code.startsWith('storage')) throw error;
      report.problems.push({ network, problem: error.message });
      report.finished = false;
    }
  }
  await sweepProfiles(one);
  return report;
}

async function sweepRaw(store: Store, { report, now, hasTime }: Sweep): Promise<void> {
  while (hasTime()) {
    const rows = await store.list('raw', 'byUntil', { where: {}, limit: 500 });
    const past = rows.filter(({ until }) => until <= now);
    if (past.length > 0)
      await store.transaction(async (transaction) => {
        await transaction.lock(() => 'everything');
        for (const { interaction } of past) await transaction.remove('raw', { interaction });
      });
    report.raw += past.length;
    if (past.length < 500) return;
  }
}
