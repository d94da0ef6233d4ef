import { z } from 'zod';
import { type QueryDialect, queryDialect } from './query-dialect.js';
import { type Terms, terms } from './terms.js';

/** How a network counts the length of a text. */
export type LengthUnit = 'graphemes' | 'code-points' | 'utf-16' | 'utf-8-bytes' | 'x-weighted';

/** A limit on what can be sent. */
export interface TextLimit {
  unit: LengthUnit;
  max: number;
  /** Every link counts as so many, however long it is. */
  linkLength?: number;
}

/** A system on which people speak: its handles' rules, limits and terms, as data that the core reads. */
export interface Network {
  /** Its name in scopes, kebab-case: `bluesky`. */
  id: string;
  name: string;
  /** Who sets its rules: the network and its users, or we. */
  controlledBy: 'customer' | 'company';
  handles?: {
    /** Whether `Ann` and `ann` are one. */
    caseSensitive: boolean;
    /** Whether an account may change its handle, so that a handle only hints. */
    changeHands: boolean;
  };
  limits?: {
    /** All must hold. */
    text?: TextLimit[];
    /** A free answer is possible only this long after the customer's last message. */
    replyWithinHours?: number;
  };
  /** Absent means the strictest: nothing but our own data is kept, passed on or analysed. */
  terms?: Terms;
  /** How its own search is written. Absent when it has none. */
  queryDialect?: QueryDialect;
  /** How its listings run; decides how a checkpoint is saved. */
  order?: 'oldest-first' | 'newest-first';
}

export const network: z.ZodType<Network> = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,100}$/),
  name: z.string().min(1).max(200),
  controlledBy: z.enum(['customer', 'company']),
  handles: z.object({ caseSensitive: z.boolean(), changeHands: z.boolean() }).optional(),
  limits: z
    .object({
      text: z
        .array(
          z.object({
            unit: z.enum(['graphemes', 'code-points', 'utf-16', 'utf-8-bytes', 'x-weighted']),
            max: z.number().int().positive(),
            linkLength: z.number().int().nonnegative().optional(),
          }),
        )
        .optional(),
      replyWithinHours: z.number().positive().optional(),
    })
    .optional(),
  terms: terms.optional(),
  queryDialect: queryDialect.optional(),
  order: z.enum(['oldest-first', 'newest-first']).optional(),
});
