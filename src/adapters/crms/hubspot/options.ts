import { z } from 'zod';
import { type Clock, systemClock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { Fetch } from '../../../core/http/bounded-fetch.js';
import type { HttpClientOptions } from '../../../core/http/http-client.js';
import { scopeOf } from '../../../core/model/scope.js';
import { problemIn } from '../../../core/problem-in.js';

export interface HubspotOptions {
  /** The number of the account (Hub ID). Ids are valid in it and nowhere else. */
  portal: string | number;
  /** A token of a service key or an app, or what gives one: it is asked again when HubSpot refuses the last. */
  accessToken?: string | (() => string | Promise<string>);
  /** In place of a token: the `authorize` of `accessTokens`, for an app that people sign in to. */
  authorize?: HttpClientOptions['authorize'];
  /** A version by its date, or `v3`, which HubSpot ends in September 2027. Defaults to `2026-09`. */
  version?: string;
  /** Properties of your own that are read into `attributes.custom`, by HubSpot's names. */
  properties?: { contacts?: string[]; companies?: string[]; leads?: string[] };
  /** Where handles and pages on networks stand, where it is not found out: `{ bluesky: { handle: 'bsky_name' } }`. */
  profiles?: Record<string, { handle?: string; url?: string }>;
  /** A property other than `email` by whose value a new contact is recognized. It must be unique in HubSpot. */
  idProperty?: string;
  /** Reads leads, and makes one beside the contact. It needs Sales Hub. Defaults to false. */
  leads?: boolean;
  /** The pipeline that tickets are opened in. Defaults to the first. */
  ticketPipeline?: string;
  /** Tickets are opened for this owner, notes are written in his name. */
  owner?: string;
  /** What webhooks are signed with: the secret of the app. Absent, there is no webhook. */
  clientSecret?: string | readonly string[];
  /** The address that HubSpot was given, where a proxy rewrites it. */
  publicUrl?: string;
  /** How far a reading of changes goes back behind the last, since the index is behind, in milliseconds. Defaults to 300,000. */
  overlapMs?: number;
  /**
   * How often a reading of changes asks for what was deleted, in milliseconds. It costs a call for each hundred records that
   * were deleted in the last 90 days. Defaults to 0: each time.
   */
  deletionsEveryMs?: number;
  /** Defaults to `https://api.hubapi.com`. */
  baseUrl?: string;
  /** For one request, in milliseconds. Defaults to 15,000. */
  timeoutMs?: number;
  fetch?: Fetch;
  clock?: Clock;
}

const names = z.array(z.string().regex(/^\w{1,200}$/)).max(500);
const name = z.string().regex(/^\w{1,200}$/);
const func = <Type>() => z.custom<Type>((value) => typeof value === 'function', 'must be a function');

const schema = z.strictObject({
  portal: z.union([z.number().int().positive(), z.string().regex(/^\d{1,20}$/)]),
  accessToken: z.union([z.string().min(1).max(4000), func<() => string>()]).optional(),
  authorize: func<NonNullable<HubspotOptions['authorize']>>().optional(),
  version: z
    .string()
    .regex(/^(v3|\d{4}-\d{2}(-beta)?)$/, 'must be v3 or a date such as 2026-09')
    .optional(),
  properties: z
    .strictObject({ contacts: names.optional(), companies: names.optional(), leads: names.optional() })
    .optional(),
  profiles: z.record(z.string(), z.strictObject({ handle: name.optional(), url: name.optional() })).optional(),
  idProperty: name.optional(),
  leads: z.boolean().optional(),
  ticketPipeline: z.string().min(1).max(200).optional(),
  owner: z.string().min(1).max(100).optional(),
  clientSecret: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
  publicUrl: z.url().optional(),
  overlapMs: z.number().int().min(0).max(86_400_000).optional(),
  deletionsEveryMs: z
    .number()
    .int()
    .min(0)
    .max(30 * 86_400_000)
    .optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  timeoutMs: z.number().int().positive().optional(),
  fetch: func<Fetch>().optional(),
  clock: z
    .custom<Clock>((clock) => typeof (clock as Clock | undefined)?.now === 'function', 'must have now')
    .optional(),
});

/** Options with their defaults. */
export type ParsedOptions = HubspotOptions &
  Required<Pick<HubspotOptions, 'version' | 'overlapMs' | 'deletionsEveryMs' | 'baseUrl' | 'clock' | 'idProperty'>> & {
    source: string;
  };

export function parseOptions(options: HubspotOptions): ParsedOptions {
  const parsed = schema.safeParse(options);
  if (parsed.error) throw new KenningError('invalid', `hubspot: ${problemIn(parsed.error)}.`);
  if ((options.accessToken === undefined) === (options.authorize === undefined))
    throw new KenningError('invalid', 'hubspot: give either accessToken or authorize.');
  return {
    ...options,
    version: options.version ?? '2026-09',
    overlapMs: options.overlapMs ?? 300_000,
    deletionsEveryMs: options.deletionsEveryMs ?? 0,
    baseUrl: options.baseUrl ?? 'https://api.hubapi.com',
    idProperty: options.idProperty ?? 'email',
    clock: options.clock ?? systemClock,
    source: scopeOf('hubspot', String(options.portal)),
  };
}
