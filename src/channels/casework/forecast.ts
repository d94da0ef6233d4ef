import { z } from 'zod';
import type { Case, CaseClock } from '../../core/model/case.js';
import type { Instant } from '../../core/model/instant.js';
import type { CaseworkDesk } from './casework-options.js';
import { type InboxEntry, readInbox } from './inbox.js';

export interface ForecastOptions {
  team?: string;
  /** How many people answer at the same time. Defaults to 1. */
  people?: number;
  /** How long a case takes, in minutes. Defaults to what cases of the team took of late. */
  minutesEach?: number;
}

export const forecastOptions: z.ZodType<ForecastOptions> = z.strictObject({
  team: z.string().min(1).max(100).optional(),
  people: z.int().min(1).max(10_000).optional(),
  minutesEach: z.number().positive().max(10_000).optional(),
});

/** A promise that will be broken if nothing changes. */
export interface ForecastBreach {
  entry: InboxEntry;
  clock: CaseClock['kind'];
  dueAt: Instant;
  /** When its turn will be over by the queue. */
  expectedAt: Instant;
  /** Its place in the queue, from 1. */
  place: number;
}

export interface Forecast {
  /** Those that will be broken, in the order of the queue. */
  breaches: ForecastBreach[];
  /** How many cases wait. */
  queue: number;
  minutesEach: number;
  /** Whether that was given, seen in so many cases, or assumed since there are too few. */
  from: 'given' | 'measured' | 'assumed';
  measuredOn: number;
}

const minuteMs = 60_000;
const assumedMinutes = 10;
const leastMeasured = 5;
const mostInQueue = 10_000;

/**
 * Who will break which promise when, if the queue is worked off in the inbox's order: so many cases at a time, each for so
 * long, within the hours of its level. What is waiting for the customer or asleep is not in the queue.
 */
export async function forecast(desk: CaseworkDesk, options: ForecastOptions): Promise<Forecast> {
  const { team, people = 1 } = options;
  const pace = await paceOf(desk, options);
  const queue: InboxEntry[] = [];
  let after: string | undefined;
  do {
    const page = await readInbox(desk, { limit: 1000, ...(team !== undefined && { team }), ...(after && { after }) });
    queue.push(...page.entries);
    after = page.next;
  } while (after && queue.length < mostInQueue);
  const now = desk.context.clock.now();
  const breaches = queue.flatMap((entry, index): ForecastBreach[] => {
    const { time } = desk.levels.named(entry.case.level).counting;
    const turnMs = (Math.floor(index / people) + 1) * pace.minutesEach * minuteMs;
    const expected = time.after(now, turnMs);
    return entry.case.clocks.flatMap(({ kind, isRunning, dueAt }) =>
      isRunning && dueAt !== undefined && (expected === undefined || expected > Date.parse(dueAt))
        ? [{ entry, clock: kind, dueAt, expectedAt: new Date(expected ?? 8.64e15).toISOString(), place: index + 1 }]
        : [],
    );
  });
  return { breaches, queue: queue.length, ...pace };
}

/** The median of the time from when a case was taken to its first answer, in the last ones of the team. */
async function paceOf(
  { store }: CaseworkDesk,
  { team, minutesEach }: ForecastOptions,
): Promise<Pick<Forecast, 'minutesEach' | 'from' | 'measuredOn'>> {
  if (minutesEach !== undefined) return { minutesEach, from: 'given', measuredOn: 0 };
  const listing = { direction: 'descending', limit: 100 } as const;
  const rows =
    team === undefined
      ? await store.list('cases', 'byStatus', { where: { status: 'resolved' }, ...listing })
      : await store.list('cases', 'byTeam', { where: { team, status: 'resolved' }, ...listing });
  const minutes = rows.flatMap(({ data }) => minutesFor(data)).sort((one, other) => one - other);
  const median = minutes[minutes.length >> 1];
  return median === undefined || minutes.length < leastMeasured
    ? { minutesEach: assumedMinutes, from: 'assumed', measuredOn: minutes.length }
    : { minutesEach: Math.max(1, median), from: 'measured', measuredOn: minutes.length };
}

/** One that was answered without being taken first tells nothing. */
function minutesFor({ takenAt, firstAnsweredAt }: Case): number[] {
  if (takenAt === undefined || firstAnsweredAt === undefined || takenAt >= firstAnsweredAt) return [];
  return [(Date.parse(firstAnsweredAt) - Date.parse(takenAt)) / minuteMs];
}
