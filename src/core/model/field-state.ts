import { z } from 'zod';
import { type Instant, instant } from './instant.js';
import { type PostalAddress, postalAddress } from './party.js';

/** What one field of a contact says; `''` when it says nothing. */
export type FieldValue = string | string[] | PostalAddress;

export const fieldValue: z.ZodType<FieldValue> = z.union([z.string(), z.array(z.string()), postalAddress]);

/** How a contact's field stands to those that are kept in step with it. */
export interface FieldState {
  /** What it said when it was last in step; what it says otherwise now is a change. */
  settled?: FieldValue;
  /** What we last wrote to it, what the CRM made of that, and when. */
  gave?: FieldValue;
  got?: FieldValue;
  gaveAt?: Instant;
  /** What is to be written to it. */
  want?: FieldValue;
  /** How often something was wanted of it on the day of the last time, so that CRMs can not chase each other. */
  wants?: { day: string; count: number };
}

export const fieldState: z.ZodType<FieldState> = z.object({
  settled: fieldValue.optional(),
  gave: fieldValue.optional(),
  got: fieldValue.optional(),
  gaveAt: instant.optional(),
  want: fieldValue.optional(),
  wants: z.object({ day: z.string(), count: z.number() }).optional(),
});
