import { z } from 'zod';
import { type Instant, instant } from './instant.js';
import { type PostalAddress, postalAddress } from './party.js';

/** What one field of a contact says; `''` when it says nothing. */
export type FieldValue = string | string[] | PostalAddress;

export const fieldValue: z.ZodType<FieldValue> = z.union([z.string(), z.array(z.string()), postalAddress]);

/** How a contact's field stands to those that are kept in step with it. */
export interface FieldState {
  /** What it said when it was last in step; what it says otherwise now is a change. */
  settled: FieldValue;
  /** What is to be written to it, and the key of the write. */
  want?: { value: FieldValue; key: string };
  /** What was last written to it. */
  gave?: {
    value: FieldValue;
    at: Instant;
    /** When the contact was last changed as we knew it then: while we know no later state, it says what we gave. */
    over: Instant;
    /** What the CRM made of it, once that was seen. */
    got?: FieldValue;
  };
  /** How often something was to be written on the last day, so that CRMs can not chase each other. */
  wants?: { day: string; count: number };
}

export const fieldState: z.ZodType<FieldState> = z.object({
  settled: fieldValue,
  want: z.object({ value: fieldValue, key: z.string() }).optional(),
  gave: z.object({ value: fieldValue, at: instant, over: instant, got: fieldValue.optional() }).optional(),
  wants: z.object({ day: z.string(), count: z.number() }).optional(),
});
