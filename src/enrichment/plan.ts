import type { LocalDate } from '../core/model/instant.js';
import { countingDesk } from './desk.js';
import { investigate } from './investigate.js';
import type { JournalEntry } from './journal.js';
import type { EnrichOptions } from './options.js';
import type { EnrichmentService } from './services.js';
import type { Round, Setting } from './setting.js';

/** What one service would be asked. */
export interface PlannedService {
  service: string;
  /** Calls that are sure to be made now. Accounts and pages that they tell of are asked besides. */
  calls: number;
  /** How long they take at the least, by the service's limits. */
  hours: number;
  money: { amount: number; currency: string } | undefined;
  /** Where limits and price are written, and when that was read. */
  source: string;
  checkedOn: LocalDate;
}

/** What a run would ask. */
export interface EnrichmentPlan {
  contacts: number;
  /** Contacts of whom nothing will be asked, by the list and by their own word. */
  suppressed: number;
  optedOut: number;
  services: PlannedService[];
  /** Services are asked side by side, so it is the longest of their times. */
  hours: number;
  /** Networks whose terms forbid it, with the term. */
  refused: Record<string, string>;
}

/** A call that no limit holds back takes about so long. */
const usualMs = 250;
const hourMs = 3_600_000;

/** Goes through the round as a run would, with the answers that are known, and counts what would be asked next. */
export async function planOf(
  round: Round,
  kept: ReadonlyMap<string, JournalEntry>,
  setting: Setting,
  { concurrency = 8, signal }: Pick<EnrichOptions, 'concurrency' | 'signal'>,
): Promise<EnrichmentPlan> {
  const desk = countingDesk(kept);
  for (const subject of round.subjects) {
    signal?.throwIfAborted();
    await investigate(subject, { ...setting, desk });
  }
  const services = [...desk.counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([service, calls]): PlannedService => {
      const { limits, price, source, checkedOn } = setting.serviceOf(service);
      const isOneHost = service !== 'sites' && service !== 'webfinger' && service !== 'atproto';
      const ms = Math.max((calls * usualMs) / concurrency, isOneHost ? atLeastMs(calls, limits) : 0);
      const money = price && { amount: calls * price.perCall, currency: price.currency };
      return { service, calls, hours: ms / hourMs, money, source, checkedOn };
    });
  return {
    contacts: round.contacts,
    suppressed: round.suppressed,
    optedOut: round.optedOut,
    services,
    hours: Math.max(0, ...services.map(({ hours }) => hours)),
    refused: Object.fromEntries(setting.gate.refusals),
  };
}

/** The first calls of a window go out at once, then one window after the other. */
function atLeastMs(calls: number, limits: EnrichmentService['limits']): number {
  return Math.max(0, ...limits.map(({ requests, perMs }) => Math.floor(Math.max(0, calls - 1) / requests) * perMs));
}
