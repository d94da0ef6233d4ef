import { z } from 'zod';
import type { Access, Quota } from '../../../core/access.js';
import { isKenningError } from '../../../core/errors.js';
import type { CallOptions } from '../../../core/page.js';
import type { Desk } from './desk.js';
import { hubspotInstant } from './times.js';

const details = z.object({ portalId: z.coerce.string(), companyCurrency: z.string().optional() });
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
  const account = (await from(`account-info/${options.version}/details`, details)).data;
  if (account.portalId !== own)
    notes.push(`The token is of portal ${account.portalId}, and the option portal says ${own}: correct it.`);
  if (options.version === 'v3') notes.push('HubSpot ends version v3 in September 2027: move to a version by date.');
  const token = await tokenOf();
  const granted = token?.scopes;
  if (!granted) notes.push('HubSpot does not say which scopes this token has.');
  const has = (scope: string) => !granted || granted.includes(scope);
  return {
    account: account.portalId,
    ...(token?.until && { until: token.until }),
    ...(granted && { scopes: granted }),
    missing: [...needs, ...(options.leads ? leadNeeds : [])].filter(({ scope }) => !has(scope)),
    quotas: await quotas(),
    notes,
  };

  async function tokenOf(): Promise<{ scopes: string[]; until?: string } | undefined> {
    const { accessToken, authorize } = options;
    const bearer = authorize ? (await authorize())?.authorization?.replace(/^Bearer /, '') : undefined;
    const value = bearer ?? (typeof accessToken === 'function' ? await accessToken() : accessToken);
    if (!value) return undefined;
    try {
      if (accessToken !== undefined) {
        const path = 'oauth/v2/private-apps/get/access-token-info';
        const { data } = await portal.request({
          method: 'POST',
          path,
          json: { tokenKey: value },
          schema: appToken,
          repeatable: true,
          ...(signal && { signal }),
        });
        return { scopes: data.scopes };
      }
      const { data } = await portal.request({
        path: `oauth/v1/access-tokens/${encodeURIComponent(value)}`,
        schema: signedIn,
        secrets: [value],
        ...(signal && { signal }),
      });
      const until = data.expires_in && hubspotInstant(String(options.clock.now() + data.expires_in * 1000));
      return { scopes: data.scopes, ...(until && { until }) };
    } catch (error) {
      if (isKenningError(error, 'auth') || signal?.aborted) throw error;
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
