import { z } from 'zod';
import { type LocalDate, localDate } from '../../../core/model/instant.js';

export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof weekdays)[number];

/** When somebody is there to answer. */
export interface BusinessHours {
  /** An IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  /** Opening hours as the zone's clocks show them, such as `['09:00-12:30', '13:30-18:00']`; a day ends at `24:00`. */
  hours: Partial<Record<Weekday, readonly string[]>>;
  /** Days on which nobody is there. */
  holidays?: readonly LocalDate[];
}

const opening = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, {
  error: 'write opening hours like 09:00-17:30',
});

const day = z
  .array(opening)
  .max(20)
  .refine((list) => {
    const times = list.flatMap((span) => span.split('-'));
    return times.every((time, index) => index === 0 || (times[index - 1] as string) <= time);
  }, 'opening hours overlap or are not in order');

export const businessHours: z.ZodType<BusinessHours> = z.strictObject({
  timeZone: z.string().refine(isZone, 'is no time zone: write one like Europe/Berlin'),
  hours: z
    .partialRecord(z.enum(weekdays), day)
    .refine((week) => Object.values(week).some((spans) => spans && spans.length > 0), 'it is never open'),
  holidays: z.array(localDate).max(10_000).optional(),
});

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
