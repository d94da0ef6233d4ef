import { z } from 'zod';

/** A moment in UTC with milliseconds, such as `2026-11-24T09:30:00.000Z`. As text it sorts by time. */
export type Instant = string;
/** A day without a time zone, such as `1984-02-29`. */
export type LocalDate = string;

export const instant: z.ZodType<Instant> = z.iso.datetime({ precision: 3 });
export const localDate: z.ZodType<LocalDate> = z.iso.date();
