import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterComplaints } from '../../../../src/channels/listening/influence/after-complaints.js';
import type { Said } from '../../../../src/channels/listening/influence/said.js';

const hour = 3_600_000;
const start = Date.parse('2026-11-02T00:00:00.000Z');
const moment = (hours: number) => new Date(start + hours * hour).toISOString();
const until = moment(24 * 20);
let count = 0;
function by(person: string, hours: number, conversation: string, more: Partial<Said> = {}): Said {
  count += 1;
  return { id: `said-${count}`, at: moment(hours), conversation, person, direction: 'inbound', ...more };
}
const complains = { intent: 'complaint' };
const us = (hours: number, conversation: string, more: Partial<Said> = {}) =>
  by('us', hours, conversation, { direction: 'outbound', ...more });

it('holds what people said after an answer against what they said without one', () => {
  const told = afterComplaints(
    [
      // Thanked after an answer within 2 hours, with more said meanwhile.
      by('ann', 0, 'a', complains),
      by('ann', 1, 'a', complains),
      us(2, 'a'),
      by('ann', 3, 'a', { intent: 'question' }),
      by('ann', 4, 'a', { sentiment: 'positive' }),
      // Repeated after an answer, and that is a complaint of its own: silent without an answer.
      by('bob', 0, 'b', complains),
      us(6, 'b'),
      by('bob', 7, 'b', complains),
      // Left, in another conversation, without an answer.
      by('cem', 0, 'c', complains),
      by('cem', 9, 'elsewhere', { intent: 'churn-risk' }),
      // A machine is no answer; silent.
      by('dee', 0, 'd', complains),
      us(0.1, 'd', { automatic: true }),
      // Answered, then only an order number.
      by('eve', 0, 'e', complains),
      us(4, 'e'),
      by('eve', 5, 'e', { sentiment: 'neutral' }),
    ],
    { until },
  );
  const came = (complaints: number, of: number) => ({ complaints, share: complaints / of });
  expect(told).toEqual({
    answered: {
      complaints: 3,
      thanked: came(1, 3),
      silent: came(0, 3),
      repeated: came(1, 3),
      left: came(0, 3),
      other: came(1, 3),
    },
    unanswered: {
      complaints: 3,
      thanked: came(0, 3),
      silent: came(2, 3),
      repeated: came(0, 3),
      left: came(1, 3),
      other: came(0, 3),
    },
    answeredShare: 0.5,
    timeToAnswer: { of: 3, medianMs: 4 * hour, p90Ms: 6 * hour },
    waiting: 0,
  });
});

it('counts an answer for the person to whom it is', () => {
  const [ann, bob] = [by('ann', 0, 'thread', complains), by('bob', 0, 'thread', complains)];
  const told = afterComplaints([ann, bob, us(1, 'thread', { inReplyTo: bob.id })], { until });
  expect([told.answered.silent.complaints, told.unanswered.silent.complaints]).toEqual([1, 1]);
});

it('takes anger for a repeated complaint in the same conversation alone', () => {
  const complaints = [by('ann', 0, 'a', complains), by('bob', 0, 'b', complains)];
  const angry = { sentiment: 'negative' } as const;
  const told = afterComplaints([...complaints, by('ann', 1, 'a', angry), by('bob', 1, 'elsewhere', angry)], { until });
  expect([told.unanswered.repeated.complaints, told.unanswered.silent.complaints]).toEqual([1, 1]);
});

it('waits until it can be told', () => {
  const one = by('ann', 0, 'a', complains);
  expect(afterComplaints([one])).toMatchObject({ waiting: 1, answeredShare: 'unknown' });
  expect(afterComplaints([one, us(1, 'a')], { until: moment(2) })).toMatchObject({
    waiting: 1,
    timeToAnswer: { of: 1 },
  });
  expect(afterComplaints([one], { until, withinMs: hour }).unanswered.silent).toEqual({ complaints: 1, share: 1 });
  const late = [one, us(3, 'a')];
  expect(afterComplaints(late, { until, withinMs: hour }).unanswered.complaints).toBe(1);
  expect(() => afterComplaints([{ ...one, at: 'soon' }])).toThrow('at is a moment');
});

it('tells the same in every order, and loses no complaint', () => {
  const said = fc.record({
    person: fc.constantFrom('ann', 'bob', '__proto__'),
    hours: fc.integer({ min: 0, max: 400 }),
    conversation: fc.constantFrom('a', 'b'),
    intent: fc.constantFrom('complaint', 'praise', 'churn-risk', 'question'),
    direction: fc.constantFrom<Said['direction'][]>('inbound', 'outbound'),
  });
  fc.assert(
    fc.property(fc.array(said, { maxLength: 40 }), (drawn) => {
      const all = drawn.map(({ hours, person, conversation, ...more }) => by(person, hours, conversation, more));
      const told = afterComplaints(all, { until });
      expect(afterComplaints([...all].reverse(), { until })).toEqual(told);
      for (const { complaints, ...parts } of [told.answered, told.unanswered]) {
        const sum = Object.values(parts).reduce((total, part) => total + part.complaints, 0);
        expect(sum).toBe(complaints);
      }
      const any = all.some(({ direction, intent }) => direction === 'inbound' && intent === 'complaint');
      expect(told.answered.complaints + told.unanswered.complaints + told.waiting > 0).toBe(any);
    }),
  );
});
