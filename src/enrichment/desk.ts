import type { z } from 'zod';
import { type Clock, instantOf } from '../core/clock.js';
import { digest } from '../core/digest.js';
import { type ErrorCode, isKenningError } from '../core/errors.js';
import type { Instant } from '../core/model/instant.js';
import type { Wait } from '../core/wait.js';
import type { Journal, JournalEntry } from './journal.js';
import { longestRateMs, Pace, type RequestRate } from './pace.js';

/** A question to a service outside. */
export interface LookUp<Answer> {
  /** As plans and reports call whom it goes to. */
  service: string;
  /** What counts its requests together. Defaults to the service. */
  lane?: string;
  limits: readonly RequestRate[];
  /** Names the question for good: two of one key are asked once. */
  key: string;
  /** An answer that is kept is plain JSON of this shape. */
  schema: z.ZodType<Answer>;
  /** How long the service's terms let an answer be kept, in hours. */
  keepForHours?: number | undefined;
  /** What it throws is no answer: it is not kept, and asked again by the next run. */
  send(signal?: AbortSignal): Promise<Answer>;
}

export interface Answered<Answer> {
  answer: Answer;
  at: Instant;
}

/** Where questions are asked. */
export interface Desk {
  /** Undefined when there is no answer for now. */
  ask<Answer>(lookUp: LookUp<Answer>): Promise<Answered<Answer> | undefined>;
}

/** What was asked of a service in a run. */
export interface Asked {
  /** Requests for an answer; one that had to be repeated counts again. */
  calls: number;
  /** Look-ups that got no answer, by why. The next run asks them again. */
  failed: Partial<Record<ErrorCode, number>>;
}

export interface DeskOptions {
  journal: Journal;
  clock: Clock;
  wait: Wait;
  keepDays: number;
  signal?: AbortSignal | undefined;
}

/** A desk that asks, and what it did. */
export interface LiveDesk extends Desk {
  asked: ReadonlyMap<string, Asked>;
  /** The keys of all questions, answered before or now. */
  keys: ReadonlySet<string>;
}

const hourMs = 3_600_000;
/** How often a service that says "later" is waited for. */
const mostWaits = 5;
const usualWaitMs = 60_000;

/** What a journal holds. */
export interface Kept {
  /** The answers that are not to be forgotten yet, the latest of each key. */
  answers: Map<string, JournalEntry>;
  /** When requests were made, by what counts them together, in milliseconds since 1970. */
  times: Map<string, number[]>;
}

export async function keptIn(journal: Pick<Journal, 'entries'>, now: number): Promise<Kept> {
  const answers = new Map<string, JournalEntry>();
  const underWay = new Map<string, string>();
  const times = new Map<string, number[]>();
  const note = (lane: string, time: number) => {
    const known = times.get(lane);
    if (known) known.push(time);
    else times.set(lane, [time]);
  };
  for await (const entry of journal.entries()) {
    const { key, lane, state, at, until } = entry;
    if (state === 'asked') underWay.set(key, lane);
    else {
      underWay.delete(key);
      if (Date.parse(at) > now - longestRateMs) note(lane, Date.parse(at));
      if (Date.parse(until) > now) answers.set(key, entry);
    }
  }
  for (const known of times.values()) known.sort((left, right) => left - right);
  // Of what was under way when a process ended nobody knows when it arrived; it was not later than now.
  for (const lane of underWay.values()) note(lane, now);
  return { answers, times };
}

/**
 * Asks each question once: what the journal holds is not asked again, and an answer is given only after it is kept. Rates hold
 * across runs, since the journal tells when the last ones asked.
 */
export async function liveDesk({ journal, clock, wait, keepDays, signal }: DeskOptions): Promise<LiveDesk> {
  const { answers: kept, times: earlier } = await keptIn(journal, clock.now());
  const paces = new Map<string, Pace>();
  const waiting = new Map<string, Promise<JournalEntry | undefined>>();
  const refused = new Map<string, ErrorCode>();
  const asked = new Map<string, Asked>();
  const keys = new Set<string>();

  const countOf = (service: string): Asked => {
    const known = asked.get(service) ?? { calls: 0, failed: {} };
    asked.set(service, known);
    return known;
  };
  const fail = (service: string, code: ErrorCode): undefined => {
    const { failed } = countOf(service);
    failed[code] = (failed[code] ?? 0) + 1;
    // Credentials that were refused once are refused again.
    if (code === 'auth') refused.set(service, code);
  };

  async function answerTo<Answer>(lookUp: LookUp<Answer>, key: string): Promise<JournalEntry | undefined> {
    const { service, limits } = lookUp;
    const lane = await digest(lookUp.lane ?? service);
    const pace = paces.get(lane) ?? new Pace(limits, { clock, wait }, earlier.get(lane));
    paces.set(lane, pace);
    for (let waits = 0; ; waits += 1) {
      const leave = await pace.enter(signal);
      const code = refused.get(service);
      if (code) return fail(service, code);
      countOf(service).calls += 1;
      const hours = Math.min(keepDays * 24, lookUp.keepForHours ?? Number.POSITIVE_INFINITY);
      const until = new Date(clock.now() + hours * hourMs).toISOString();
      const head = { key, service, lane, until };
      try {
        await journal.append({ ...head, state: 'asked', at: instantOf(clock) });
        const answer = (await lookUp.send(signal)) ?? null;
        const entry: JournalEntry = { ...head, state: 'answered', at: instantOf(clock), answer };
        await journal.append(entry);
        kept.set(key, entry);
        return entry;
      } catch (error) {
        signal?.throwIfAborted();
        if (!isKenningError(error) || error.code.startsWith('storage-')) throw error;
        if (error.code !== 'rate-limited' || waits >= mostWaits) return fail(service, error.code);
        pace.shut(error.retryAfterMs ?? usualWaitMs);
      } finally {
        leave();
      }
    }
  }

  return {
    asked,
    keys,
    async ask(lookUp) {
      signal?.throwIfAborted();
      const key = await digest(lookUp.key);
      keys.add(key);
      const before = kept.get(key);
      const known = before && read(before, lookUp);
      if (known) return known;
      // What got no answer stays here, so that it is not asked again for the next contact.
      const answer = waiting.get(key) ?? answerTo(lookUp, key);
      waiting.set(key, answer);
      const entry = await answer;
      if (entry) waiting.delete(key);
      return entry && read(entry, lookUp);
    },
  };
}

/** A desk that asks nothing and counts what would be asked next, by service. */
export function countingDesk(kept: ReadonlyMap<string, JournalEntry>): Desk & { counts: ReadonlyMap<string, number> } {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  return {
    counts,
    async ask(lookUp) {
      const key = await digest(lookUp.key);
      const before = kept.get(key);
      const known = before && read(before, lookUp);
      if (known) return known;
      if (!seen.has(key)) counts.set(lookUp.service, (counts.get(lookUp.service) ?? 0) + 1);
      seen.add(key);
      return undefined;
    },
  };
}

/** An answer as it was kept, whether now or long ago, so that both are the same. */
function read<Answer>({ answer, at }: JournalEntry, { schema }: LookUp<Answer>): Answered<Answer> | undefined {
  const parsed = schema.safeParse(JSON.parse(JSON.stringify(answer)));
  return parsed.success ? { answer: parsed.data, at } : undefined;
}
