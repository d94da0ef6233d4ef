import { z } from 'zod';
import type { Fetch } from '../../../core/http/bounded-fetch.js';
import { type CaseOptions, caseOptions } from '../../casework/casework-options.js';
import { type RoutingRule, routingRules } from '../../casework/routing/routing-rule.js';
import type { Analyzer } from '../analysis/analyzer.js';
import type { StormOptions } from '../storms/storm-detector.js';
import type { AlertAddress } from './alert-address.js';
import type { Consultant } from './consultant.js';

/** What is looked for in everything that comes in. */
export interface ListenOptions {
  /** Saved searches, by names of the app's own. Each match is a signal of the type `query`. */
  queries?: Readonly<Record<string, string>>;
  /** Tell what texts say. Of several that tell a sentiment, saved searches see the first one's. */
  analyzers?: readonly Analyzer[];
  /** Asked behind everything else, a batch at a time, such as `languageModelAnalyzer()`. Saved searches do not see what they say. */
  consultants?: readonly Consultant[];
  /** The most posts that consultants are asked about on a day in UTC. Defaults to 10,000. */
  consultedADay?: number;
  /** Saved searches that are watched for storms, by their names. */
  series?: Readonly<Record<string, StormOptions>>;
  /** Where alerts go, by names of the app's own. Without any they stand in the change feed, and `on('alert')` tells them. */
  targets?: Readonly<Record<string, AlertAddress>>;
  /** Which team gets what was said, and which of it opens a case. */
  routing?: readonly RoutingRule[];
  /** How cases are dealt with: what is promised, when somebody is there, what goes first. */
  cases?: CaseOptions;
}

/** What stands as the analyzer beside a match of a saved search. */
export function queryAnalyzer(name: string): string {
  return `query ${name}`;
}

/** What no control character and no half of a pair stands in, so that every store can keep it. */
export const keepable = /^[^\p{Cc}\p{Cs}]*$/u;

const name = z.string().min(1).max(100).regex(keepable, 'it holds control characters');

const analyzer = z
  .custom<Analyzer>((value) => typeof (value as Analyzer | undefined)?.analyze === 'function', 'give an analyzer')
  .refine(({ id, version }) => name.safeParse(id).success && name.safeParse(version).success, 'it needs id and version')
  .refine(({ id }) => id !== 'network' && !id.startsWith(queryAnalyzer('')), 'its id is one of our own');

const consultant = z
  .custom<Consultant>((value) => typeof (value as Consultant | undefined)?.analyze === 'function', 'give a consultant')
  .refine(
    ({ id, version }) => name.safeParse(id).success && name.safeParse(version).success,
    'it needs id and version',
  );

const series = z.strictObject({
  everyMs: z.number().min(60_000).max(604_800_000).optional(),
  coolDownMs: z.number().min(0).max(31_449_600_000).optional(),
  fewest: z.number().min(1).max(1e9).optional(),
}) satisfies z.ZodType<StormOptions>;

const fetch = z.custom<Fetch>((value) => typeof value === 'function', 'give a function').optional();
const secret = z
  .string()
  .refine((value) => /^whsec_[A-Za-z0-9+/]{22,}={0,2}$/.test(value), 'it is whsec_ and 16 bytes or more in base64');
const address = z.union(
  [
    z.strictObject({ webhook: z.url(), secret, fetch }),
    z.strictObject({ chat: z.url(), form: z.enum(['slack', 'teams', 'discord']).optional(), fetch }),
    z.strictObject({ channel: z.string(), to: z.string().min(1).max(1000) }),
  ],
  'give { webhook, secret: whsec_ and 16 bytes or more in base64 }, { chat } or { channel, to }',
) satisfies z.ZodType<AlertAddress>;

const options = z.strictObject({
  queries: z.record(name, z.string()).optional(),
  analyzers: z
    .array(analyzer)
    .max(20)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'two analyzers have the same id')
    .optional(),
  consultants: z.array(consultant).max(20).optional(),
  consultedADay: z.int().min(0).optional(),
  series: z.record(name, series).optional(),
  targets: z.record(name, address).optional(),
  routing: routingRules.optional(),
  cases: caseOptions.optional(),
});

export const listenOptions = options
  .refine(({ analyzers = [], consultants = [] }) => {
    const ids = [...analyzers, ...consultants].map(({ id }) => id);
    return new Set(ids).size === ids.length;
  }, 'two analyzers or consultants have the same id')
  .refine(({ queries = {}, series = {} }) => Object.keys(series).every((watched) => Object.hasOwn(queries, watched)), {
    path: ['series'],
    message: 'each is the name of one of the queries',
  });
