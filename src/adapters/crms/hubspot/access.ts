import { z } from 'zod';
import type { Access, Quota } from '../../../core/access.js';
import { isKenningError } from '../../../core/errors.js';
import type { CallOptions } from '../../../core/page.js';
import type { Desk } from './desk.js';
import { hubspotInstant } from './times.js';

const details = z.object({ portalId: z.coerce.string() });
const usage = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      currentUsage: z.number().optional(),
      usageLimit: z.number().optional(),
      resetsAt: z.string().optional(),
    }),
  ),
});
const appToken = z.object({ hubId: z.coerce.string(), scopes: z.array(z.string()) });
const signedIn = z.object({
  hub_id: z.coerce.string(),
  scopes: z.array(z.string()),
  expires_in: z.number().optional(),
});

/** The scopes that verbs need, of which HubSpot has another name for some tokens. */
const needs: readonly { scope: string; verbs: string[] }[] = [
  { scope: 'crm.objects.contacts.read', verbs: ['contacts', 'get', 'find', 'activities'] },
  { scope: 'crm.objects.contacts.write', verbs: ['upsert', 'logActivity', 'erase', 'merge', 'createLead'] },
  { scope: 'crm.objects.companies.read', verbs: ['contacts'] },
  { scope: 'crm.objects.companies.write', verbs: ['upsert'] },
  { scope: 'tickets', verbs: ['cases', 'openCase'] },
  { scope: 'crm.objects.deals.read', verbs: ['deals'] },
  { scope: 'sales-email-read', verbs: ['activities'] },
];
const leadNeeds = [
  { scope: 'crm.objects.leads.read', verbs: ['contacts'] },
  { scope: 'crm.objects.leads.write', verbs: ['createLead'] },
];

/** What the token may do, and how much of the day's calls is left. */
export async function accessOf({ portal, options, source }: Desk, { signal }: CallOptions = {}): Promise<Access> {
  const own = source.slice(source.indexOf('/') + 1);
  const notes: string[] = [];
  const from = <Answer>(path: string, schema: z.ZodType<Answer>) =>
    portal.request({ path, schema, ...(signal && { signal }) });
  const token = await tokenOf();
  const account = token?.portal ?? (await from(`account-info/${options.version}/details`, details)).data.portalId;
  if (account !== own) notes.push(`The token is of portal ${account}, and the option portal says ${own}: correct it.`);
  if (options.version === 'v3') notes.push('HubSpot ends version v3 in September 2027: move to a version by date.');
  const granted = token?.scopes;
  if (!granted) notes.push('HubSpot does not say which scopes this token has.');
  const has = (scope: string) => !granted || granted.includes(scope);
  return {
    account,
    ...(token?.until && { until: token.until }),
    ...(granted && { scopes: granted }),
    missing: [...needs, ...(options.leads ? leadNeeds : [])].filter(({ scope }) => !has(scope)),
    quotas: await quotas(),
    notes,
  };

  /** HubSpot tells of tokens of an account's own apps in one place, and of those that people signed in for in another. */
  async function tokenOf(): Promise<{ portal: string; scopes: string[]; until?: string } | undefined> {
    const { accessToken, authorize } = options;
    const bearer = authorize ? (await authorize())?.authorization?.replace(/^Bearer /, '') : undefined;
    const token = bearer ?? (typeof accessToken === 'function' ? await accessToken() : accessToken) ?? '';
    const more = { secrets: [token], ...(signal && { signal }) };
    try {
      const path = 'oauth/v2/private-apps/get/access-token-info';
      const request = { method: 'POST', path, json: { tokenKey: token }, schema: appToken, repeatable: true } as const;
      const { hubId, scopes } = (await portal.request({ ...request, ...more })).data;
      return { portal: hubId, scopes };
    } catch {
      signal?.throwIfAborted();
    }
    try {
      const path = `oauth/v1/access-tokens/${encodeURIComponent(token)}`;
      const { hub_id, scopes, expires_in = 0 } = (await portal.request({ path, schema: signedIn, ...more })).data;
      const until = expires_in > 0 && hubspotInstant(String(options.clock.now() + expires_in * 1000));
      return { portal: hub_id, scopes, ...(until && { until }) };
    } catch {
      signal?.throwIfAborted();
      return undefined;
    }
  }

  async function quotas(): Promise<Quota[]> {
    const search: Quota = { name: 'search', limit: 5, windowMs: 1000 };
    try {
      const { data } = await from(`account-info/${options.version}/api-usage/daily/private-apps`, usage);
      const daily = data.results.flatMap(({ name, currentUsage = 0, usageLimit, resetsAt }): Quota[] => {
        if (!usageLimit) return [];
        const reset = hubspotInstant(resetsAt);
        const remaining = Math.max(0, usageLimit - currentUsage);
        return [{ name, limit: usageLimit, remaining, windowMs: 86_400_000, ...(reset && { resetsAt: reset }) }];
      });
      return [...daily, search];
    } catch (error) {
      if (!isKenningError(error, 'forbidden') && !isKenningError(error, 'unsupported')) throw error;
      return [search];
    }
  }
}
