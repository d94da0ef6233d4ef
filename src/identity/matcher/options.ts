import { z } from 'zod';
import { KenningError } from '../../core/errors.js';
import { problemIn } from '../../core/problem-in.js';
import type { PhoneCountry } from '../normalize/phone.js';
import type { SocialSite } from '../normalize/social-sites.js';
import type { Frequencies } from './frequencies.js';

/** What a matcher may be told. */
export interface MatcherOptions {
  /** From this probability on two records are linked. Defaults to 0.95. */
  linkAt?: number;
  /** From this probability on a person is asked. Defaults to 0.5. */
  reviewAt?: number;
  /**
   * Whether what a stranger can choose (handle, display name, bio) may link by itself. Defaults to false: a person is
   * asked.
   */
  trustHandles?: boolean;
  /** The country of phone numbers without a prefix, as ISO 3166 has it: `US`. Defaults to none. */
  country?: PhoneCountry;
  /** How often names and values occur, so that agreeing on a rare one counts for more. Defaults to usual shares. */
  frequencies?: Frequencies;
  /** The sites whose pages are profiles. Defaults to the usual ones. */
  sites?: readonly SocialSite[];
}

const probability = z.number().min(0).max(1);

export const matcherShape = {
  linkAt: probability.optional(),
  reviewAt: probability.optional(),
  trustHandles: z.boolean().optional(),
  country: z
    .custom<PhoneCountry>(
      (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value),
      'two capital letters, such as US',
    )
    .optional(),
  frequencies: z
    .custom<Frequencies>(
      (value) => typeof value === 'object' && value !== null && 'words' in value,
      'what learnFrequencies gives',
    )
    .optional(),
  sites: z.array(z.object({ network: z.string(), hosts: z.array(z.string()), before: z.array(z.string()) })).optional(),
};

const matcherOptions = z.strictObject(matcherShape);

/** Checks options of a function; an unknown one is an error that names it. */
export function checked<Options>(schema: z.ZodType<Options>, options: unknown, of: string): Options {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new KenningError(
    'invalid',
    `${of} was given options it can not use: ${problemIn(parsed.error)}. Correct or leave them out.`,
  );
}

/** The options of a matcher with the defaults filled in. */
export function matcherSettings(
  options: unknown,
): MatcherOptions & { linkAt: number; reviewAt: number; trustHandles: boolean } {
  const {
    linkAt = 0.95,
    reviewAt = 0.5,
    trustHandles = false,
    ...rest
  } = checked<MatcherOptions>(matcherOptions as z.ZodType<MatcherOptions>, options, 'matcher');
  return { linkAt, reviewAt: Math.min(reviewAt, linkAt), trustHandles, ...rest };
}
