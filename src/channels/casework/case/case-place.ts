import { z } from 'zod';
import { type Case, type CasePriority, casePriorities } from '../../../core/model/case.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Rows } from '../../../core/store/rows.js';

/** By how many hours a case goes before its time, at the most for each reason. */
export interface InboxWeights {
  /** For an urgent one; high and normal ones get two and one third of it. Defaults to 24. */
  urgency?: number;
  /** For an author whom a million follow; less by the logarithm. Defaults to 8. */
  influence?: number;
  /** For a customer worth a million; less by the logarithm. Defaults to 8. */
  value?: number;
  /** When a case without a promise counts as due, after its oldest unanswered message. Defaults to 72. */
  unpromised?: number;
}

const hours = z.number().min(0).max(8760).optional();

export const inboxWeights: z.ZodType<InboxWeights> = z.strictObject({
  urgency: hours,
  influence: hours,
  value: hours,
  unpromised: hours,
});

/** Why a case stands where it stands: how many hours of lead it has for what. */
export interface PlaceReason {
  factor: 'urgency' | 'influence' | 'value';
  of: CasePriority | number;
  hours: number;
}

export interface CasePlace {
  /** The next promise that runs; without one, when it counts as due. */
  dueAt: Instant;
  /** Whether that is a promise. */
  isPromised: boolean;
  reasons: PlaceReason[];
  /** Due less all leads: the inbox is ordered by it. */
  rank: Instant;
}

export const never: Instant = '9999-12-31T23:59:59.999Z';
const hourMs = 3_600_000;
const million = 6;

/**
 * Where a case stands in the inbox: as though it was due earlier, by its urgency, its author's influence and the
 * customer's value. So the order is one of moments, which do not change while time passes, and an index holds it.
 */
export function placeOf(one: Case, weights: InboxWeights = {}): CasePlace {
  const { urgency = 24, influence = 8, value = 8, unpromised = 72 } = weights;
  const promised = dueOf(one);
  const dueAt = promised ?? shifted(one.unansweredSince ?? one.lastSaidAt, unpromised);
  const reasons: PlaceReason[] = [];
  const lead = (factor: PlaceReason['factor'], of: PlaceReason['of'], lasting: number) => {
    if (lasting > 0) reasons.push({ factor, of, hours: lasting });
  };
  lead('urgency', one.priority, (urgency * casePriorities.indexOf(one.priority)) / (casePriorities.length - 1));
  lead('influence', one.followers ?? 0, influence * magnitude(one.followers));
  lead('value', one.value ?? 0, value * magnitude(one.value));
  const rank = shifted(
    dueAt,
    reasons.reduce((sum, reason) => sum - reason.hours, 0),
  );
  return { dueAt, isPromised: promised !== undefined, reasons, rank };
}

/** From 0 for none to 1 for a million and more. */
function magnitude(amount = 0): number {
  return Math.min(1, Math.log10(1 + Math.max(0, amount)) / million);
}

function shifted(at: Instant, byHours: number): Instant {
  return new Date(Date.parse(at) + byHours * hourMs).toISOString();
}

function dueOf({ clocks }: Case): Instant | undefined {
  const due = clocks.flatMap(({ isRunning, dueAt }) => (isRunning && dueAt !== undefined ? [dueAt] : []));
  return due.toSorted()[0];
}

/** A case as the store keeps it. Resolved ones are ordered by when they were. */
export function caseRow(one: Case, weights?: InboxWeights): Rows['cases'] {
  const { id, status, team, assignee = '', resolvedAt } = one;
  const rank = resolvedAt ?? placeOf(one, weights).rank;
  return { id, status, team, assignee, rank, nextAt: nextOf(one), data: one };
}

/** When time alone changes something. */
function nextOf({ clocks, status, snoozedUntil }: Case): Instant {
  const moments = clocks.flatMap(({ isRunning, warnAt, dueAt, warnedAt, breachedAt }) =>
    isRunning
      ? [warnedAt === undefined ? (warnAt ?? never) : never, breachedAt === undefined ? (dueAt ?? never) : never]
      : [],
  );
  if (status === 'snoozed' && snoozedUntil !== undefined) moments.push(snoozedUntil);
  return moments.toSorted()[0] ?? never;
}
