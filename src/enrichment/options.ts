import { z } from 'zod';
import { able } from '../channels/able.js';
import type { Clock } from '../core/clock.js';
import { KenningError } from '../core/errors.js';
import type { Fetch } from '../core/http/bounded-fetch.js';
import { type LocalDate, localDate } from '../core/model/instant.js';
import type { Contact } from '../core/model/source-record.js';
import { type Terms, terms } from '../core/model/terms.js';
import type { Resolver } from '../core/ports.js';
import { problemIn } from '../core/problem-in.js';
import type { Wait } from '../core/wait.js';
import type { Journal } from './journal.js';
import type { ResolveTexts } from './look-ups/atproto.js';
import type { AskedNetwork } from './look-ups/networks.js';
import type { EnrichmentService } from './services.js';

/** What is asked. Everything is, unless it is switched off. */
export interface EnrichSources {
  /** Where accounts are looked up and people searched for, by the network's name in scopes: `{ bluesky: bluesky() }`. */
  networks?: Record<string, AskedNetwork>;
  /** Gravatar, by a hash of the address. A key makes it ten times as fast. */
  gravatar?: boolean | { key: string };
  /** The contacts' own sites and those of their companies. */
  sites?: boolean;
  /** The servers of addresses that may be of the fediverse too. */
  webfinger?: boolean;
  /** Domains that may be handles of the AT Protocol. */
  atproto?: boolean;
  /** Search by name. What it alone finds is at most for review. */
  names?: boolean;
}

export interface EnrichOptions {
  contacts: Iterable<Contact> | AsyncIterable<Contact>;
  sources?: EnrichSources;
  /** Addresses, domains and ids of whom nothing is ever asked. */
  suppress?: Iterable<string>;
  /** Where answers are kept, so that nothing is asked twice: the path of a file, or a place of your own. Defaults to memory. */
  journal?: string | Journal;
  /** How long an answer is kept, in days; less where a network's terms say so. Defaults to 30. */
  keepDays?: number;
  /** How owners of sites reach you: an address or a page. It stands in the `User-Agent`. */
  contact?: string;
  /** Who decides which records are one. Defaults to `matcher()`. */
  resolver?: Resolver;
  /** An app's own contracts with networks, in place of their terms. */
  terms?: Record<string, Terms>;
  /** Limits and prices of services, in place of those that are known. */
  services?: Record<string, EnrichmentService>;
  /** How many contacts are worked on side by side. Defaults to 8. */
  concurrency?: number;
  /** For one request to a site, in milliseconds. Defaults to 15,000. */
  timeoutMs?: number;
  /** Called as contacts are finished. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** How services are reached. Defaults to the global one. */
  fetch?: Fetch;
  /** How addresses that came from outside are reached. Defaults to `outsideFetch()`, which checks where it connects. */
  outsideFetch?: Fetch;
  /** Defaults to the system's DNS. */
  resolveTexts?: ResolveTexts;
  clock?: Clock;
  wait?: Wait;
}

const flag = z.boolean().optional();
const service: z.ZodType<EnrichmentService> = z.strictObject({
  limits: z.array(z.strictObject({ requests: z.number().int().positive(), perMs: z.number().positive() })),
  price: z.strictObject({ perCall: z.number().nonnegative(), currency: z.string().min(1).max(10) }).optional(),
  source: z.string(),
  checkedOn: localDate as z.ZodType<LocalDate>,
});

const optionsSchema = z.strictObject({
  contacts: z.custom<EnrichOptions['contacts']>(
    (value) =>
      typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value),
    'must be a list of contacts',
  ),
  sources: z
    .strictObject({
      networks: z
        .record(
          z.string().regex(/^[a-z0-9-]{1,100}$/),
          z.custom<AskedNetwork>(
            (value) =>
              typeof value === 'function' || (typeof value === 'object' && value !== null && 'network' in value),
            'must be a connector or a function that makes one',
          ),
        )
        .optional(),
      gravatar: z.union([z.boolean(), z.strictObject({ key: z.string().min(1) })]).optional(),
      sites: flag,
      webfinger: flag,
      atproto: flag,
      names: flag,
    })
    .optional(),
  suppress: z
    .custom<Iterable<string>>(
      (value) => typeof value === 'object' && value !== null && Symbol.iterator in value,
      'must be a list of texts',
    )
    .optional(),
  journal: z.union([z.string().min(1), able<Journal>('entries', 'append', 'keepOnly')]).optional(),
  keepDays: z.number().positive().max(3650).optional(),
  contact: z
    .string()
    .regex(/^[\x21-\x7e]{3,200}$/, 'must be an address or a page, without spaces')
    .optional(),
  resolver: able<Resolver>('keys', 'decide').optional(),
  terms: z.record(z.string(), terms).optional(),
  services: z.record(z.string(), service).optional(),
  concurrency: z.number().int().min(1).max(100).optional(),
  timeoutMs: z.number().int().positive().optional(),
  onProgress: able<(done: number, total: number) => void>().optional(),
  signal: z.instanceof(AbortSignal).optional(),
  fetch: able<Fetch>().optional(),
  outsideFetch: able<Fetch>().optional(),
  resolveTexts: able<ResolveTexts>().optional(),
  clock: able<Clock>('now').optional(),
  wait: able<Wait>().optional(),
});

/** @throws KenningError `invalid` for an option that is unknown or of the wrong kind */
export function checkEnrichOptions(options: EnrichOptions): EnrichOptions {
  const { error } = optionsSchema.safeParse(options);
  if (!error) return options;
  throw new KenningError('invalid', `enrich: ${problemIn(error)}.`);
}
