import { z } from 'zod';
import { type LocalDate, localDate } from './instant.js';
import type { Origin } from './source-record.js';

/** What data is, as networks' terms tell it apart. */
export type DataKind = 'content' | 'others-profiles' | 'own-data' | 'ids' | 'derived';

/** What may be done with data, or to a network, that terms can forbid. */
export type Act =
  | 'keep'
  | 'enrich'
  | 'derive'
  | 'pass-on'
  | 'export'
  | 'analyze'
  | 'train'
  | 'publish'
  | 'answer-by-machine';

/**
 * One rule of a network's terms. What no rule speaks of is forbidden to others' data and allowed to own data; what one
 * rule forbids no other allows; of several times the shortest counts.
 */
export interface Term {
  /** A short name that a refusal can quote, such as `no-crm-enrichment`. */
  name: string;
  /** The kinds of data it is about; all when absent. */
  data?: DataKind[];
  /** How the data was got; any way when absent. */
  origin?: Origin[];
  /** Only where the person turned to us, by an answer or a mention (true), or did not (false); both when absent. */
  asked?: boolean;
  /** What it says, in a sentence that a refusal quotes. */
  says?: string;
  /** Where this rule is written down, when not where the others are. */
  source?: string;
  allow?: Act[];
  forbid?: Act[];
  /** It must be gone after this many hours, counted from when it was got. */
  keepForHours?: number;
  /** It must be looked up again at least this often, or go. */
  recheckWithinHours?: number;
  /** Once it is gone there, it must be gone here within this many hours. */
  vanishWithinHours?: number;
  /** The author and a link must be shown with it. */
  attribute?: boolean;
}

/** What a network allows, as data that one gate enforces. */
export interface Terms {
  /** Where they are written down. */
  source: string;
  checkedOn: LocalDate;
  rules: Term[];
}

const act = z.enum([
  'keep',
  'enrich',
  'derive',
  'pass-on',
  'export',
  'analyze',
  'train',
  'publish',
  'answer-by-machine',
]);
const hours = z.number().positive();

export const term: z.ZodType<Term> = z.object({
  name: z.string().min(1).max(100),
  data: z
    .array(z.enum(['content', 'others-profiles', 'own-data', 'ids', 'derived']))
    .min(1)
    .optional(),
  origin: z
    .array(z.enum(['api', 'import', 'public-feed', 'human']))
    .min(1)
    .optional(),
  asked: z.boolean().optional(),
  says: z.string().min(1).max(1000).optional(),
  source: z.string().min(1).max(2000).optional(),
  allow: z.array(act).optional(),
  forbid: z.array(act).optional(),
  keepForHours: hours.optional(),
  recheckWithinHours: hours.optional(),
  vanishWithinHours: hours.optional(),
  attribute: z.boolean().optional(),
});

export const terms: z.ZodType<Terms> = z.object({
  source: z.string().min(1).max(2000),
  checkedOn: localDate,
  rules: z.array(term).max(100),
});
