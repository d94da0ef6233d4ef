import fc from 'fast-check';
import { type BusinessHours, weekdays } from '../../../src/channels/casework/hours/business-hours.js';

export const minuteMs = 60_000;

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Opens and closes outside of the hours in which clocks are set. */
const spans = fc
  .uniqueArray(fc.oneof(fc.constantFrom(0, 1440), fc.integer({ min: 300, max: 1380 })), { minLength: 2, maxLength: 4 })
  .map((times) => times.toSorted((one, other) => one - other))
  .map((times) =>
    times.flatMap((time, index) => (index % 2 === 1 ? [`${clock(times[index - 1] as number)}-${clock(time)}`] : [])),
  );

export const arbitraryHours: fc.Arbitrary<BusinessHours> = fc.record({
  timeZone: fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/Santiago',
  ),
  hours: fc.dictionary(fc.constantFrom(...weekdays), spans, { minKeys: 1, noNullPrototype: true }),
  holidays: fc.array(
    fc.integer({ min: 20_089, max: 21_184 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
    { maxLength: 20 },
  ),
});

/** Whether somebody is there, by what clocks show. */
export function isOpenAt({ timeZone, hours, holidays = [] }: BusinessHours): (time: number) => boolean {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const named = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'long' });
  return (time) => {
    const [date = '', now = ''] = shown.format(time).split(' ');
    if (holidays.includes(date)) return false;
    const today = hours[named.format(time).toLowerCase() as (typeof weekdays)[number]] ?? [];
    return today.some((span) => {
      const [from = '', to = ''] = span.split('-');
      return from <= now && now < to;
    });
  };
}
