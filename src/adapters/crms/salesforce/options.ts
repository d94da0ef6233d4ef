import { z } from 'zod';
import type { Clock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { Fetch } from '../../../core/http/bounded-fetch.js';
import type { ClientCredentials } from '../../../core/http/oauth/oauth.js';
import type { TokenStore } from '../../../core/http/oauth/token-store.js';
import type { Attributes } from '../../../core/model/party.js';
import type { Scope } from '../../../core/model/scope.js';
import { problemIn } from '../../../core/problem-in.js';

/** Attributes that Salesforce has no field of its own for, and that a field of the organization's may hold. */
export type PlacedAttribute = Exclude<
  keyof Attributes,
  'name' | 'givenName' | 'familyName' | 'address' | 'alternateNames' | 'custom'
>;

/** Signing in through an app that is registered with the organization. */
export interface SalesforceOAuth {
  /** Who the app is; asked before each request for tokens. */
  credentials: () => Promise<ClientCredentials>;
  /** `refresh`: on behalf of the user who signed in. `app`: as the app's own user (client credentials). Defaults to `refresh`. */
  grant?: 'refresh' | 'app';
  /** Where tokens are kept. Defaults to memory, which does for `app` alone. */
  tokens?: TokenStore;
  /** The app's name of this sign-in in `tokens`. Defaults to the domain. */
  key?: string;
}

export interface SalesforceOptions {
  /** The organization's My Domain: `harborbikes.my.salesforce.com`. */
  domain: string;
  /** An access token, or what gives one: it is asked again when the last was refused. */
  accessToken?: string | (() => string | Promise<string>);
  /** Instead of an access token: kenning gets and renews it. */
  oauth?: SalesforceOAuth;
  /** The scope of the contacts' ids. Defaults to `salesforce/` and the first part of the domain. */
  source?: Scope;
  /** Of the REST API. Defaults to `67.0`. */
  apiVersion?: string;
  /**
   * The external-id field that holds our keys, on every object that is written: `Kenning_Key__c`. With it contacts, leads and cases can
   * be made, and nothing is ever doubled. Without it activities are found again by their field Call Object.
   */
  keyField?: string;
  /** The long text field that remembers what we filled in, so that it can be taken back: `Kenning_Log__c`. */
  logField?: string;
  /**
   * Fields for accounts on networks: `{ bluesky: 'Bluesky__c' }`. A field of the type URL gets the page, others the
   * handle. `website` names one for pages of their own, which contacts have no field for.
   */
  profiles?: Record<string, string>;
  /** Fields for attributes that Salesforce has none for: `{ location: 'Location__c', lifecycleStage: 'Stage__c' }`. */
  attributes?: Partial<Record<PlacedAttribute, string>>;
  /** Further fields that are read, and written, as `attributes.custom`: `['Industry', 'Customer_Number__c']`. */
  custom?: string[];
  /** The status of tasks that are done. Defaults to `Completed`. */
  taskStatus?: string;
  /** How long to wait when the organization's calls are used up, in milliseconds. Defaults to 900,000. */
  limitWaitMs?: number;
  /** For one request, in milliseconds. Defaults to 30,000. */
  timeoutMs?: number;
  fetch?: Fetch;
  clock?: Clock;
}

const able = <Type>(verb?: string) =>
  z.custom<Type>(
    (value) => typeof (verb ? (value as Record<string, unknown> | null)?.[verb] : value) === 'function',
    verb ? `must have ${verb}` : 'must be a function',
  );
const count = z.number().int().positive().optional();
/** Names of fields go into queries as they are. */
const field = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,79}$/, 'is no name of a field');
const placed = ['organization', 'title', 'bio', 'birthDate', 'location', 'language', 'timeZone', 'image'] as const;

const schema = z.strictObject({
  domain: z.string().min(1).max(300),
  accessToken: z.union([z.string().min(1).max(4000), able<() => string>()]).optional(),
  oauth: z
    .strictObject({
      credentials: able<SalesforceOAuth['credentials']>(),
      grant: z.enum(['refresh', 'app']).optional(),
      tokens: able<TokenStore>('update').optional(),
      key: z.string().min(1).max(200).optional(),
    })
    .refine(({ grant, tokens }) => grant === 'app' || tokens, 'needs tokens of somebody who signed in')
    .optional(),
  source: z.string().min(1).max(300).optional(),
  apiVersion: z
    .string()
    .regex(/^\d{2,3}\.0$/, 'is like 67.0')
    .optional(),
  keyField: field.optional(),
  logField: field.optional(),
  profiles: z.record(z.string().min(1).max(100), field).optional(),
  attributes: z.partialRecord(z.enum([...placed, 'lifecycleStage']), field).optional(),
  custom: z.array(field).max(200).optional(),
  taskStatus: z.string().min(1).max(255).optional(),
  limitWaitMs: count,
  timeoutMs: count,
  fetch: able<Fetch>().optional(),
  clock: able<Clock>('now').optional(),
});

/** Options with what they leave open. */
export type ParsedOptions = SalesforceOptions & {
  origin: string;
  source: Scope;
  apiVersion: string;
  limitWaitMs: number;
};

export function parseOptions(options: SalesforceOptions): ParsedOptions {
  const parsed = schema.safeParse(options);
  if (parsed.error) throw new KenningError('invalid', `salesforce: ${problemIn(parsed.error)}.`);
  const { domain, accessToken, oauth, source, apiVersion = '67.0' } = options;
  if ((accessToken === undefined) === (oauth === undefined))
    throw new KenningError('invalid', 'salesforce: give either accessToken or oauth.');
  const url = URL.parse(/^[a-z]+:\/\//i.test(domain) ? domain : `https://${domain}`);
  if (!url?.host || !/^https?:$/.test(url.protocol) || url.username || url.pathname !== '/' || url.search)
    throw new KenningError('invalid', 'salesforce: domain: give My Domain, such as harborbikes.my.salesforce.com.');
  const name = url.hostname.split('.')[0];
  return {
    ...options,
    origin: url.origin,
    apiVersion,
    source: source ?? `salesforce/${name}`,
    limitWaitMs: options.limitWaitMs ?? 15 * 60_000,
  };
}
