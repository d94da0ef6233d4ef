import type { Case, CaseClock, ClockKind } from '../../../core/model/case.js';
import type { CaseHappening } from '../../../core/model/case-event.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Actor } from '../../engagement/actor.js';
import { brokenBy, met, resumed, startedClock, stopped } from './case-clock.js';
import type { Promises } from './service-level.js';
import { somebody } from './somebody.js';

/** What something came to: the case after it, and what happened with it in this order. */
export interface Step {
  case: Case;
  happened: Happened[];
}

export interface Happened {
  what: CaseHappening;
  clock?: ClockKind;
}

export type NewCase = Pick<
  Case,
  'id' | 'priority' | 'team' | 'record' | 'interaction' | 'opening' | 'openedBy' | 'queries' | 'followers' | 'value'
>;

/** A case that is opened by what was said at a moment. */
export function opened(draft: NewCase, saidAt: Instant, now: Instant, promises: Promises): Step {
  const blank: Case = {
    ...draft,
    version: 0,
    status: 'new',
    openedAt: now,
    messages: 1,
    answers: 0,
    lastSaidAt: saidAt,
    unansweredSince: saidAt,
    reopened: 0,
    clocks: [],
    ...(promises.level !== undefined && { level: promises.level }),
  };
  const clocks = ['first-response', 'resolution'] as const;
  return done(
    blank,
    blank,
    'opened',
    clocks.flatMap((kind) => newClock(kind, saidAt, promises)),
  );
}

/** Whom it is about said something more. */
export function heard(before: Case, at: Instant, promises: Promises): Step {
  const { snoozedUntil: _snoozed, resolvedAt: _resolved, ...rest } = before;
  const { counting } = promises;
  const isBack = before.status === 'resolved';
  const clocks = before.clocks.flatMap((clock) => {
    if (clock.kind === 'resolution' && isBack) return newClock('resolution', at, promises);
    if (clock.kind === 'next-response') return clock.isRunning ? [clock] : newClock('next-response', at, promises);
    return clock.metAt === undefined ? [resumed(clock, at, counting)] : [clock];
  });
  const isFollowing = before.firstAnsweredAt !== undefined && !clocks.some(({ kind }) => kind === 'next-response');
  if (isFollowing) clocks.push(...newClock('next-response', at, promises));
  const after: Case = {
    ...rest,
    status: rest.assignee === undefined ? 'new' : 'open',
    messages: before.messages + 1,
    lastSaidAt: at > before.lastSaidAt ? at : before.lastSaidAt,
    unansweredSince: before.unansweredSince ?? at,
    reopened: before.reopened + (isBack ? 1 : 0),
  };
  return done(before, after, isBack ? 'reopened' : 'said', clocks);
}

/**
 * We answered. What a machine says answers nobody: it is counted and changes nothing else. An answer that is older than
 * the latest message leaves that one unanswered.
 */
export function answered(before: Case, at: Instant, by: Actor, promises: Promises): Step {
  const counted = { ...before, answers: before.answers + 1 };
  if (by.type === 'machine') return done(before, counted, 'answered', before.clocks);
  const { counting } = promises;
  // One that was ended meanwhile is not opened by an answer that is heard of late.
  const isLast = at >= before.lastSaidAt || before.status === 'resolved';
  const clocks = before.clocks.flatMap((clock): CaseClock[] => {
    if (clock.kind === 'resolution') return [isLast ? stopped(clock, at, counting) : clock];
    if (clock.startedAt > at) return [clock];
    const kept = met(clock, at, counting);
    return isLast || clock.kind === 'first-response'
      ? [kept]
      : [kept, ...newClock('next-response', before.lastSaidAt, promises)].slice(-1);
  });
  // Whoever it was, nobody may have to wait for one who is not known.
  const assignee = before.assignee ?? (by.name === somebody ? undefined : by.name);
  const { unansweredSince: _answered, snoozedUntil, ...rest } = counted;
  const after: Case = {
    ...rest,
    takenAt: before.takenAt ?? at,
    firstAnsweredAt: before.firstAnsweredAt ?? at,
    ...(assignee !== undefined && { assignee }),
    ...(isLast
      ? { status: before.status === 'resolved' ? 'resolved' : 'waiting' }
      : {
          unansweredSince: before.lastSaidAt,
          status: before.status === 'new' && assignee !== undefined ? 'open' : before.status,
        }),
    ...(!isLast && snoozedUntil !== undefined && { snoozedUntil }),
  };
  const isNextDue = !isLast && !clocks.some(({ kind }) => kind === 'next-response');
  if (isNextDue) clocks.push(...newClock('next-response', before.lastSaidAt, promises));
  return done(before, after, 'answered', clocks);
}

/** Somebody has it from now on. */
export function taken(before: Case, assignee: string, team: string, what: 'claimed' | 'assigned', now: Instant): Step {
  const { snoozedUntil: _snoozed, ...rest } = before;
  const status = before.status === 'waiting' ? 'waiting' : 'open';
  return done(before, { ...rest, assignee, team, status, takenAt: before.takenAt ?? now }, what, before.clocks);
}

/** It goes to a team, and nobody has it. */
export function handedOver(before: Case, team: string): Step {
  const { assignee: _had, ...rest } = before;
  return done(
    before,
    { ...rest, team, status: before.status === 'open' ? 'new' : before.status },
    'assigned',
    before.clocks,
  );
}

/** Out of sight until a moment. Its clocks run on: the customer waits all the same. */
export function snoozed(before: Case, until: Instant): Step {
  return done(before, { ...before, status: 'snoozed', snoozedUntil: until }, 'snoozed', before.clocks);
}

/** It is over. Only a person keeps the promise of a resolution. */
export function resolved(before: Case, by: Actor, now: Instant, { counting }: Promises): Step {
  const { snoozedUntil: _snoozed, unansweredSince: _unanswered, ...rest } = before;
  const clocks = before.clocks.map((clock) => {
    // One that waited for the customer runs no more and is kept all the same.
    if (clock.kind === 'resolution' && by.type === 'human' && clock.metAt === undefined)
      return { ...stopped(clock, now, counting), metAt: now };
    return stopped(clock, now, counting);
  });
  return done(before, { ...rest, status: 'resolved', resolvedAt: now }, 'resolved', clocks);
}

/** Time has passed: promises may be about to be broken or are, and what was snoozed comes back. */
export function passed(before: Case, now: Instant): Step {
  const clocks = before.clocks.map((clock) => {
    const broken = brokenBy(clock, now);
    const isNear = clock.isRunning && clock.warnAt !== undefined && clock.warnAt <= now;
    return isNear && broken.warnedAt === undefined ? { ...broken, warnedAt: now } : broken;
  });
  const { snoozedUntil, ...rest } = before;
  if (before.status !== 'snoozed' || snoozedUntil === undefined || snoozedUntil > now)
    return done(before, before, undefined, clocks);
  return done(before, { ...rest, status: rest.assignee === undefined ? 'new' : 'open' }, 'woken', clocks);
}

function newClock(kind: ClockKind, at: Instant, { targetMs, counting }: Promises): CaseClock[] {
  const target = targetMs[kind];
  return target === undefined ? [] : [startedClock(kind, target, at, counting)];
}

/** Tells what else happened by comparing clocks: each warning and each breach once. */
function done(before: Case, after: Case, what: CaseHappening | undefined, clocks: CaseClock[]): Step {
  const happened: Happened[] = what === undefined ? [] : [{ what }];
  for (const clock of clocks) {
    const known = before.clocks.find(({ kind, startedAt }) => kind === clock.kind && startedAt === clock.startedAt);
    if (clock.breachedAt !== undefined && known?.breachedAt === undefined)
      happened.push({ what: 'breached', clock: clock.kind });
    else if (clock.warnedAt !== undefined && known?.warnedAt === undefined && clock.breachedAt === undefined)
      happened.push({ what: 'warned', clock: clock.kind });
  }
  return { case: { ...after, clocks, version: before.version + happened.length }, happened };
}
