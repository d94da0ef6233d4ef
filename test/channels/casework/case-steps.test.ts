import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answered,
  handedOver,
  heard,
  opened,
  passed,
  resolved,
  type Step,
  snoozed,
  taken,
} from '../../../src/channels/casework/case/case-steps.js';
import { type Promises, serviceLevels } from '../../../src/channels/casework/case/service-level.js';
import { somebody } from '../../../src/channels/casework/case/somebody.js';
import type { Case, ClockKind } from '../../../src/core/model/case.js';
import { caseSchema } from '../../../src/core/model/case.js';
import type { InteractionId, RecordId } from '../../../src/core/model/id.js';
import { arbitraryHours, isOpenAt, minuteMs } from './naive-hours.js';

const start = Date.parse('2026-11-23T09:00:00.000Z');
const at = (minutes: number) => new Date(start + minutes * minuteMs).toISOString();
const ann = { type: 'human', name: 'Ann' } as const;
const bot = { type: 'machine', name: 'bot' } as const;
const draft = {
  id: 'a',
  priority: 'normal' as const,
  team: 'service',
  record: '018f0000-0000-7000-8000-000000000001' as RecordId,
  interaction: '018f0000-0000-7000-8000-000000000002' as InteractionId,
  openedBy: 'complaints',
  queries: [],
};
const facts = { network: 'x', kind: 'post', channel: [], query: [], intent: [], topic: [], known: false };

function promisesOf(level: object, hours = {}): Promises {
  return serviceLevels([{ name: 'one', ...level }], hours).chosen({ team: 'service', priority: 'normal', facts });
}
const promises = promisesOf({ firstResponse: 60, nextResponse: 30, resolution: 240 });
const clock = (one: Case, kind: ClockKind) => one.clocks.find((found) => found.kind === kind);
const whats = ({ happened }: Step) => happened.map(({ what, clock: of }) => (of ? `${what} ${of}` : what));

describe('a case', () => {
  it('goes from new over open and waiting to resolved, and back when the customer speaks again', () => {
    const first = opened(draft, at(0), at(1), promises).case;
    expect(first).toMatchObject({ status: 'new', version: 1, unansweredSince: at(0) });
    const mine = taken(first, 'Ann', 'service', 'claimed', at(5)).case;
    expect(mine).toMatchObject({ status: 'open', assignee: 'Ann', takenAt: at(5) });
    const said = answered(mine, at(10), ann, promises).case;
    expect(said).toMatchObject({ status: 'waiting', answers: 1, firstAnsweredAt: at(10) });
    expect(said).not.toHaveProperty('unansweredSince');
    const over = resolved(said, ann, at(20), promises).case;
    expect(over).toMatchObject({ status: 'resolved', resolvedAt: at(20) });
    const back = heard(over, at(30), promises);
    expect(back.case).toMatchObject({ status: 'open', assignee: 'Ann', reopened: 1, unansweredSince: at(30) });
    expect(back.case).not.toHaveProperty('resolvedAt');
    expect(whats(back)).toEqual(['reopened']);
    expect(caseSchema.safeParse(back.case).success).toBe(true);
    expect(handedOver(back.case, 'sales').case).toMatchObject({ status: 'new', team: 'sales' });
  });

  it('sleeps until a moment, or until the customer speaks', () => {
    const one = snoozed(opened(draft, at(0), at(0), promises).case, at(100)).case;
    expect(passed(one, at(99)).case.status).toBe('snoozed');
    expect(whats(passed(one, at(100)))).toContain('woken');
    expect(heard(one, at(5), promises).case).toMatchObject({ status: 'new' });
  });
});

describe('clocks', () => {
  it('stop for a person and for no machine', () => {
    const one = opened(draft, at(0), at(0), promises).case;
    const byMachine = answered(one, at(1), bot, promises).case;
    expect(byMachine).toMatchObject({ status: 'new', answers: 1, unansweredSince: at(0) });
    expect(clock(byMachine, 'first-response')).toEqual(clock(one, 'first-response'));
    const byPerson = answered(byMachine, at(50), ann, promises).case;
    expect(clock(byPerson, 'first-response')).toMatchObject({ metAt: at(50), isRunning: false, usedMs: 50 * minuteMs });
    const closed = resolved(one, bot, at(50), promises).case;
    for (const { metAt, isRunning } of closed.clocks) expect([metAt, isRunning]).toEqual([undefined, false]);
  });

  it('warn once and break once, whoever notices it first', () => {
    const one = opened(draft, at(0), at(0), promises).case;
    expect(whats(passed(one, at(44)))).toEqual([]);
    const warned = passed(one, at(45));
    expect(whats(warned)).toEqual(['warned first-response']);
    expect(whats(passed(warned.case, at(59)))).toEqual([]);
    const broken = passed(warned.case, at(60));
    expect(whats(broken)).toEqual(['breached first-response']);
    expect(clock(broken.case, 'first-response')).toMatchObject({ breachedAt: at(60) });
    expect(whats(answered(broken.case, at(90), ann, promises))).toEqual(['answered']);
    expect(whats(answered(warned.case, at(90), ann, promises))).toEqual(['answered', 'breached first-response']);
  });

  it('rest while we wait for the customer', () => {
    const one = answered(opened(draft, at(0), at(0), promises).case, at(40), ann, promises).case;
    expect(clock(one, 'resolution')).toMatchObject({ isRunning: false, usedMs: 40 * minuteMs });
    const back = heard(one, at(1000), promises).case;
    expect(clock(back, 'resolution')).toMatchObject({ dueAt: at(1200) });
    expect(clock(back, 'next-response')).toMatchObject({ startedAt: at(1000), dueAt: at(1030) });
    // The oldest unanswered message counts.
    expect(clock(heard(back, at(1010), promises).case, 'next-response')).toMatchObject({ dueAt: at(1030) });
    const done = resolved(one, ann, at(2000), promises).case;
    expect(clock(done, 'resolution')).toMatchObject({ metAt: at(2000), usedMs: 40 * minuteMs });
  });

  it('an answer that is older than the last message leaves it unanswered', () => {
    const one = heard(opened(draft, at(0), at(0), promises).case, at(20), promises).case;
    const late = answered(one, at(10), ann, promises).case;
    expect(late).toMatchObject({ status: 'open', unansweredSince: at(20) });
    expect(clock(late, 'first-response')).toMatchObject({ metAt: at(10) });
    expect(clock(late, 'next-response')).toMatchObject({ startedAt: at(20), dueAt: at(50) });
  });
});

it('an answer that is heard of after the end kept its promise', () => {
  const one = resolved(opened(draft, at(0), at(0), promises).case, ann, at(20), promises).case;
  const late = answered(one, at(10), ann, promises).case;
  expect(late).toMatchObject({ status: 'resolved', answers: 1, firstAnsweredAt: at(10) });
  expect(clock(late, 'first-response')).toMatchObject({ metAt: at(10), usedMs: 10 * minuteMs });
  expect(clock(late, 'resolution')).toMatchObject({ metAt: at(20) });
});

it('an answer of nobody known gives the case to nobody', () => {
  const one = answered(
    opened(draft, at(0), at(0), promises).case,
    at(10),
    { type: 'human', name: somebody },
    promises,
  ).case;
  expect(one).toMatchObject({ status: 'waiting' });
  expect(one).not.toHaveProperty('assignee');
});

type Act = { type: 'heard' | 'answered' | 'machine' | 'resolved'; after: number };

it('clocks agree with counting every minute', () => {
  const act: fc.Arbitrary<Act> = fc.record({
    type: fc.constantFrom('heard', 'answered', 'machine', 'resolved'),
    after: fc.integer({ min: 1, max: 700 }),
  });
  fc.assert(
    fc.property(arbitraryHours, fc.array(act, { maxLength: 8 }), (hours, acts) => {
      const given = promisesOf({ firstResponse: 90, resolution: 600, hours: 'office' }, { office: hours });
      const isOpen = isOpenAt(hours);
      let one = opened(draft, at(0), at(0), given).case;
      let now = 0;
      const used = { 'first-response': 0, resolution: 0 };
      const runs = { 'first-response': true, resolution: true };
      for (const { type, after } of acts) {
        for (let minute = 0; minute < after; minute += 1, now += 1)
          for (const kind of ['first-response', 'resolution'] as const)
            if (runs[kind] && isOpen(start + now * minuteMs)) used[kind] += 1;
        if (type === 'heard') {
          const isBack = one.status === 'resolved';
          const isMet = clock(one, 'first-response')?.metAt !== undefined;
          if (isBack) used.resolution = 0;
          runs.resolution = true;
          runs['first-response'] ||= !isMet;
          one = heard(one, at(now), given).case;
        } else if (type === 'resolved') {
          runs.resolution = false;
          runs['first-response'] = false;
          one = resolved(one, ann, at(now), given).case;
        } else {
          if (type === 'answered') runs.resolution = runs['first-response'] = false;
          one = answered(one, at(now), type === 'answered' ? ann : bot, given).case;
        }
        for (const kind of ['first-response', 'resolution'] as const) {
          const found = clock(one, kind);
          expect(found?.isRunning, kind).toBe(runs[kind]);
          if (!found || found.isRunning) continue;
          expect(found.usedMs, kind).toBe(used[kind] * minuteMs);
          expect(found.breachedAt !== undefined, kind).toBe(used[kind] * minuteMs >= found.targetMs);
        }
      }
    }),
    { numRuns: Number(process.env.KENNING_HISTORIES ?? 60) },
  );
});
