import { KenningError } from '../errors.js';
import { wonDeals } from './deal-kpis.js';
import { exchangesSince, repliesSince } from './exchanges.js';
import type { Kpi, Kpis } from './kpi.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const before = (now: string, ms: number) => new Date(Date.parse(now) - ms).toISOString();

function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0 && value <= 3650 * 24) return value;
  throw new KenningError('invalid', `${name} is a number above 0, not ${String(value)}.`);
}

/**
 * The share, from 0 to 1, of those who spoke to us that were answered within some hours. Who may still be answered in
 * time does not count yet; it is 1 when nobody was left waiting. It reads 20,000 interactions at most.
 *
 * @param options.hours how soon an answer counts; defaults to 24
 * @param options.days how far back it looks; defaults to 28
 */
export function answeredWithin(options: { hours?: number; days?: number } = {}): Kpi {
  const limit = positive('hours', options.hours ?? 24) * hourMs;
  const span = positive('days', options.days ?? 28) * dayMs;
  return async (store, now) => {
    let counted = 0;
    let answered = 0;
    for (const { askedAt, answeredAt } of await exchangesSince(store, before(now, span))) {
      const deadline = Date.parse(askedAt) + limit;
      const inTime = answeredAt !== undefined && Date.parse(answeredAt) <= deadline;
      if (!inTime && deadline > Date.parse(now)) continue;
      counted += 1;
      if (inTime) answered += 1;
    }
    return counted === 0 ? 1 : answered / counted;
  };
}

/** How many replies we wrote in the last seven days. */
export const repliesPerWeek: Kpi = (store, now) => repliesSince(store, before(now, 7 * dayMs));

/**
 * The median of the hours until a first answer; who still waits counts with the time so far, so that silence does not
 * look like speed. 0 when nobody spoke to us.
 *
 * @param options.days how far back it looks; defaults to 28
 */
export function medianFirstResponse(options: { days?: number } = {}): Kpi {
  const span = positive('days', options.days ?? 28) * dayMs;
  return async (store, now) => {
    const waits = (await exchangesSince(store, before(now, span)))
      .map(({ askedAt, answeredAt }) => (Date.parse(answeredAt ?? now) - Date.parse(askedAt)) / hourMs)
      .sort((left, right) => left - right);
    const middle = waits.length >> 1;
    const upper = waits[middle] ?? 0;
    return waits.length % 2 === 0 ? ((waits[middle - 1] ?? 0) + upper) / 2 : upper;
  };
}

/** KPIs that every app has; it may add its own beside them. */
export const serviceKpis: Kpis = {
  'answered-within-a-day': answeredWithin({ hours: 24 }),
  'replies-a-week': repliesPerWeek,
  'median-first-response-hours': medianFirstResponse(),
  'won-deals-of-the-answered': wonDeals(),
};
