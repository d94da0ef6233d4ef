import { z } from 'zod';
import { instant } from '../../../core/model/instant.js';
import { type Durations, durationsOf } from './durations.js';
import { type FollowedComplaint, followComplaints } from './follow-complaints.js';
import { type Said, timeOf } from './said.js';

/** How many complaints came out so, and their share of the settled ones beside them, 0 to 1; `unknown` without any. */
export interface Came {
  complaints: number;
  share: number | 'unknown';
}

/** What people said next. */
export interface Outcomes {
  /** All that are settled; the five below are parts of it. */
  complaints: number;
  /** They praised, or sounded glad. */
  thanked: Came;
  /** They said nothing within the time. */
  silent: Came;
  /** They complained again, in this conversation or another, or sounded angry in this one. */
  repeated: Came;
  /** They said that they leave (`churn-risk`). */
  left: Came;
  /** They spoke, and it tells none of these: a question, an order number. */
  other: Came;
}

/** What became of complaints. */
export interface AfterComplaints {
  answered: Outcomes;
  unanswered: Outcomes;
  /** Settled ones that were answered, divided by all that are settled, 0 to 1. */
  answeredShare: number | 'unknown';
  /** From the complaint to the first answer, of all that were answered. */
  timeToAnswer: Durations;
  /** Those of which it is too early to tell. */
  waiting: number;
}

export interface AfterComplaintsOptions {
  /** How long an answer, and then the person's next word, is waited for, in milliseconds. Defaults to 7 days. */
  withinMs?: number;
  /** When it is looked at; defaults to the last thing said. What is later is left out. */
  until?: string;
}

const optionsShape = z.strictObject({
  withinMs: z.number().positive().max(Number.MAX_SAFE_INTEGER).default(604_800_000),
  until: instant.optional(),
});

const outcomes = ['thanked', 'silent', 'repeated', 'left', 'other'] as const;
type Outcome = (typeof outcomes)[number];

/**
 * What people said after a complaint: answered complaints against unanswered ones.
 *
 * A complaint is what has the intent `complaint`. More of them by the same person in the same conversation, while it waits for
 * an answer, are the same complaint; one after the answer is the outcome `repeated` and a complaint of its own. The answer is
 * the first thing that we said in the conversation within `withinMs`, to this person where it names what it answers; machines
 * do not answer. The outcome is the first telling thing that the person said after the answer (after the complaint, where there
 * is none), again within `withinMs`. An intent tells before sentiment does. Each share is of the settled complaints in its
 * group, so that its five shares add up to 1. That those who were answered thank more often does not prove that the answer
 * was the reason: who is answered is no chance.
 *
 * Time grows with the number of things said (and their sorting), memory with it.
 *
 * @throws KenningError `invalid` for an `at` that is no moment
 * @example
 * const { answered, unanswered } = afterComplaints(said, { until: '2026-11-24T00:00:00.000Z' });
 * answered.thanked.share; // 0.4
 */
export function afterComplaints(said: Iterable<Said>, options: AfterComplaintsOptions = {}): AfterComplaints {
  const { withinMs, until } = optionsShape.parse(options);
  const all = [...said];
  const end = until === undefined ? all.reduce((last, { at }) => Math.max(last, timeOf(at)), -Infinity) : timeOf(until);
  const counts = { answered: newCounts(), unanswered: newCounts() };
  const times: number[] = [];
  let waiting = 0;
  const heard = all.filter(({ at }) => timeOf(at) <= end);
  for (const complaint of followComplaints(heard, withinMs)) {
    const { answeredAt, time } = complaint;
    if (answeredAt !== undefined) times.push(answeredAt - time);
    const outcome = outcomeOf(complaint, end, withinMs);
    if (outcome === undefined) waiting += 1;
    else counts[answeredAt === undefined ? 'unanswered' : 'answered'][outcome] += 1;
  }
  const [answered, unanswered] = [outcomesOf(counts.answered), outcomesOf(counts.unanswered)];
  return {
    answered,
    unanswered,
    answeredShare: shareOf(answered.complaints, answered.complaints + unanswered.complaints),
    timeToAnswer: durationsOf(times),
    waiting,
  };
}

/** `undefined` while it is too early to tell. */
function outcomeOf({ answeredAt, time, next }: FollowedComplaint, end: number, withinMs: number): Outcome | undefined {
  const isOver = end - (answeredAt ?? time) > withinMs;
  if (answeredAt !== undefined && next !== undefined && next !== 'other') return next;
  return isOver ? (next ?? 'silent') : undefined;
}

const newCounts = (): Record<Outcome, number> => ({ thanked: 0, silent: 0, repeated: 0, left: 0, other: 0 });

function outcomesOf(counts: Record<Outcome, number>): Outcomes {
  const complaints = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  const came = (outcome: Outcome): Came => ({
    complaints: counts[outcome],
    share: shareOf(counts[outcome], complaints),
  });
  return {
    complaints,
    thanked: came('thanked'),
    silent: came('silent'),
    repeated: came('repeated'),
    left: came('left'),
    other: came('other'),
  };
}

export const shareOf = (part: number, of: number): number | 'unknown' => (of === 0 ? 'unknown' : part / of);
