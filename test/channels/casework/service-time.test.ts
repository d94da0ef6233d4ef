import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessHours } from '../../../src/channels/casework/hours/business-hours.js';
import { aroundTheClock, serviceTime } from '../../../src/channels/casework/hours/service-time.js';
import { arbitraryHours, isOpenAt, minuteMs } from './naive-hours.js';

const at = (text: string) => Date.parse(text);
const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const office = (timeZone: string, holidays: string[] = []) =>
  serviceTime({ timeZone, hours: Object.fromEntries(week.map((day) => [day, ['09:00-17:00']])), holidays });

describe('time in which somebody is there', () => {
  it('passes over nights, weekends and holidays', () => {
    const time = office('Europe/Berlin', ['2026-11-30']);
    // Friday 16:30 there; Monday is a holiday.
    expect(time.after(at('2026-11-27T15:30:00Z'), 60 * minuteMs)).toBe(at('2026-12-01T08:30:00Z'));
    expect(time.between(at('2026-11-27T15:30:00Z'), at('2026-12-01T08:30:00Z'))).toBe(60 * minuteMs);
    expect(time.between(at('2026-11-28T00:00:00Z'), at('2026-11-29T23:00:00Z'))).toBe(0);
    expect(time.after(at('2026-11-28T10:00:00Z'), 0)).toBe(at('2026-11-28T10:00:00Z'));
  });

  it('is an hour shorter or longer on the days on which clocks are set', () => {
    const always = serviceTime({ timeZone: 'Europe/Berlin', hours: { sunday: ['00:00-24:00'] } });
    expect(always.between(at('2026-03-28T12:00:00Z'), at('2026-03-30T12:00:00Z'))).toBe(23 * 60 * minuteMs);
    expect(always.between(at('2026-10-24T12:00:00Z'), at('2026-10-26T12:00:00Z'))).toBe(25 * 60 * minuteMs);
  });

  it('opens when clocks jump over the hour of opening', () => {
    const early = serviceTime({ timeZone: 'Europe/Berlin', hours: { sunday: ['02:30-04:00'] } });
    expect(early.after(at('2026-03-29T00:00:00Z'), 1)).toBe(at('2026-03-29T01:00:00Z') + 1);
  });

  it('ends where nobody will ever be there', () => {
    const once = serviceTime({ timeZone: 'UTC', hours: { monday: ['09:00-09:01'] } });
    expect(once.after(at('2026-11-27T00:00:00Z'), 600 * minuteMs)).toBeUndefined();
    expect(aroundTheClock.after(5, 7)).toBe(12);
  });

  it('agrees with counting every minute', () => {
    const seconds = fc.integer({
      min: at('2025-01-01T00:00:00Z') / minuteMs,
      max: at('2027-12-31T00:00:00Z') / minuteMs,
    });
    fc.assert(
      fc.property(arbitraryHours, seconds, fc.integer({ min: 0, max: 4 * 24 * 60 }), (hours, start, minutes) => {
        const time = serviceTime(hours);
        const isOpen = isOpenAt(hours);
        const from = start * minuteMs;
        let open = 0;
        let middle: number | undefined;
        for (let minute = 0; minute < minutes; minute += 1) {
          if (isOpen(from + minute * minuteMs)) open += 1;
          if (open === 30) middle ??= from + (minute + 1) * minuteMs;
        }
        expect(time.between(from, from + minutes * minuteMs)).toBe(open * minuteMs);
        if (middle !== undefined) expect(time.after(from, 30 * minuteMs)).toBe(middle);
      }),
      { numRuns: Number(process.env.KENNING_HISTORIES ?? 60) },
    );
  });
});

it('refuses hours that can not be', () => {
  const problems = [
    { timeZone: 'Mars/Olympus', hours: { monday: ['09:00-17:00'] } },
    { timeZone: 'UTC', hours: {} },
    { timeZone: 'UTC', hours: { monday: ['17:00-09:00'] } },
    { timeZone: 'UTC', hours: { monday: ['09:00-12:00', '11:00-13:00'] } },
    { timeZone: 'UTC', hours: { monday: ['9-5'] } },
    { timeZone: 'UTC', hours: { someday: ['09:00-12:00'] } },
    { timeZone: 'UTC', hours: { monday: ['09:00-12:00'] }, holidays: ['24.12.2026'] },
  ];
  for (const problem of problems) expect(businessHours.safeParse(problem).success, JSON.stringify(problem)).toBe(false);
  expect(businessHours.safeParse({ timeZone: 'Asia/Kolkata', hours: { monday: ['09:00-24:00'] } }).success).toBe(true);
});
