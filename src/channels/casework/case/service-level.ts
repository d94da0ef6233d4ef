import { z } from 'zod';
import { type CasePriority, type ClockKind, casePriority } from '../../../core/model/case.js';
import { type BusinessHours, businessHours } from '../hours/business-hours.js';
import { aroundTheClock, type ServiceTime, serviceTime } from '../hours/service-time.js';
import { type RoutingCondition, reasonsFor, routingCondition } from '../routing/routing-condition.js';
import type { RoutingFacts } from '../routing/routing-facts.js';
import type { Counting } from './case-clock.js';

/** What is promised to whom. Times are minutes of its hours. */
export interface ServiceLevel {
  name: string;
  /** For cases of these teams and priorities, when given, about what is so. The first level that fits holds. */
  teams?: readonly string[];
  priorities?: readonly CasePriority[];
  when?: RoutingCondition;
  /** From the first message to a person's answer. */
  firstResponse?: number;
  /** From each later message to a person's answer. */
  nextResponse?: number;
  /** From the first message until a person resolves it, without the time in which we wait for the customer. */
  resolution?: number;
  /** The name of business hours. Without it, time passes around the clock. */
  hours?: string;
  /** The share of a promise after which it is about to be broken. Defaults to 0.75. */
  warnAt?: number;
}

const minutes = z.number().positive().max(525_600).optional();

export const serviceLevel: z.ZodType<ServiceLevel> = z.strictObject({
  name: z.string().min(1).max(100),
  teams: z.array(z.string().min(1).max(100)).min(1).optional(),
  priorities: z.array(casePriority).min(1).optional(),
  when: routingCondition.optional(),
  firstResponse: minutes,
  nextResponse: minutes,
  resolution: minutes,
  hours: z.string().optional(),
  warnAt: z.number().positive().max(1).optional(),
});

export const hoursByName: z.ZodType<Readonly<Record<string, BusinessHours>>> = z.record(
  z.string().min(1).max(100),
  businessHours,
);

/** A level as clocks need it. */
export interface Promises {
  level?: string;
  targetMs: Partial<Record<ClockKind, number>>;
  counting: Counting;
}

/** Knows the levels of an app. */
export interface ServiceLevels {
  /** The level of a case when it is opened. */
  chosen(of: { team: string; priority: CasePriority; facts: RoutingFacts }): Promises;
  /** The level of a case by its name. One that is not there any more promises nothing, and counts around the clock. */
  named(level: string | undefined): Promises;
}

const minuteMs = 60_000;
const none: Promises = { targetMs: {}, counting: { time: aroundTheClock, warnAt: 0.75 } };

export function serviceLevels(
  levels: readonly ServiceLevel[],
  hours: Readonly<Record<string, BusinessHours>>,
): ServiceLevels {
  const times = new Map<string, ServiceTime>(
    Object.entries(hours).map(([name, one]): [string, ServiceTime] => [name, serviceTime(one)]),
  );
  const promises = new Map<string, Promises>();
  for (const { name, firstResponse, nextResponse, resolution, hours: at, warnAt = 0.75 } of levels)
    promises.set(name, {
      level: name,
      targetMs: {
        ...(firstResponse !== undefined && { 'first-response': firstResponse * minuteMs }),
        ...(nextResponse !== undefined && { 'next-response': nextResponse * minuteMs }),
        ...(resolution !== undefined && { resolution: resolution * minuteMs }),
      },
      counting: { time: (at !== undefined && times.get(at)) || aroundTheClock, warnAt },
    });
  const named = (level: string | undefined) => (level !== undefined && promises.get(level)) || none;
  return {
    named,
    chosen({ team, priority, facts }) {
      const level = levels.find(
        ({ teams, priorities, when = {} }) =>
          (teams?.includes(team) ?? true) &&
          (priorities?.includes(priority) ?? true) &&
          reasonsFor(when, facts) !== undefined,
      );
      return named(level?.name);
    },
  };
}
