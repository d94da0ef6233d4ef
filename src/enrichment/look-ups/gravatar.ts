import { z } from 'zod';
import type { Clock } from '../../core/clock.js';
import { isKenningError } from '../../core/errors.js';
import type { Fetch } from '../../core/http/bounded-fetch.js';
import { httpClient } from '../../core/http/http-client.js';
import type { LookUp } from '../desk.js';
import type { EnrichmentService } from '../services.js';

/** What Gravatar's owner of an address says, and which accounts Gravatar has seen to be theirs. */
export interface GravatarProfile {
  hash: string;
  name?: string | undefined;
  organization?: string | undefined;
  title?: string | undefined;
  location?: string | undefined;
  /** Pages of accounts, each confirmed by signing in there. */
  accounts: string[];
}

export interface GravatarOptions {
  /** Ten times as many look-ups an hour. Without one, at most four accounts are told. */
  key?: string | undefined;
  fetch?: Fetch | undefined;
  serviceOf(name: string): EnrichmentService;
  clock: Clock;
  userAgent: string;
}

const text = z.string().max(1000).optional().catch(undefined);
const account = z.object({ url: z.url({ protocol: /^https?$/ }).max(2000), is_hidden: z.boolean().catch(false) });
const answer = z.object({
  display_name: text,
  company: text,
  job_title: text,
  location: text,
  verified_accounts: z.array(z.unknown()).max(200).catch([]),
});
const gravatarProfile: z.ZodType<GravatarProfile> = z.object({
  hash: z.string(),
  name: text,
  organization: text,
  title: text,
  location: text,
  accounts: z.array(z.string()),
});

/** Makes look-ups of Gravatar's profiles by address. Only a hash of the address leaves. */
export function gravatar(options: GravatarOptions): (email: string) => Promise<LookUp<GravatarProfile | null>> {
  const { key, fetch, serviceOf, clock, userAgent } = options;
  const service = key ? 'gravatar with a key' : 'gravatar';
  const client = httpClient({
    name: 'Gravatar',
    baseUrl: 'https://api.gravatar.com/v3/',
    headers: { 'user-agent': userAgent },
    clock,
    ...(fetch && { fetch }),
    ...(key && { authorize: async (refused) => (refused ? undefined : { authorization: `Bearer ${key}` }) }),
  });
  return async (email) => {
    const hash = await sha256(email.trim().toLowerCase());
    return {
      service,
      limits: serviceOf(service).limits,
      key: `gravatar ${hash}`,
      schema: gravatarProfile.nullable(),
      async send(signal) {
        try {
          const request = { path: `profiles/${hash}`, schema: answer };
          const { data } = await client.request({ ...request, ...(signal && { signal }) });
          return profileOf(hash, data);
        } catch (error) {
          if (isKenningError(error, 'not-found')) return null;
          throw error;
        }
      },
    };
  };
}

function profileOf(hash: string, data: z.infer<typeof answer>): GravatarProfile {
  const accounts = data.verified_accounts.flatMap((one) => {
    const { success, data: found } = account.safeParse(one);
    return success && !found.is_hidden ? found.url : [];
  });
  const { display_name: name, company: organization, job_title: title, location } = data;
  return { hash, name, organization, title, location, accounts: [...new Set(accounts)].slice(0, 20) };
}

async function sha256(value: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
