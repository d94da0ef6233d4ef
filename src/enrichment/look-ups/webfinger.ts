import { z } from 'zod';
import { scopeOf } from '../../core/model/scope.js';
import type { LookUp } from '../desk.js';
import type { Lead } from '../lead.js';
import { polite } from '../services.js';
import type { OutsideWeb } from '../web/outside-web.js';

/** An account of the fediverse, as its server tells. */
export interface FediverseAccount {
  user: string;
  host: string;
  /** Its page for people. */
  page?: string | undefined;
}

const url = z.url({ protocol: /^https?$/ }).max(2000);
const fediverseAccount: z.ZodType<FediverseAccount> = z.object({
  user: z.string(),
  host: z.string(),
  page: url.optional(),
});
const link = z.object({ rel: z.string(), type: z.string().optional(), href: url });
const answer = z.object({ subject: z.string().max(500), links: z.array(z.unknown()).max(200).catch([]) });

const longest = 100_000;
const accountShape = /^(?:acct:)?@?([a-z0-9_](?:[a-z0-9_.-]{0,98}[a-z0-9_])?)@([a-z0-9.-]{1,250}\.[a-z0-9-]{2,63})$/i;

/**
 * Asks a server by WebFinger (RFC 7033) for the account that an address names: `ann@social.example`. Undefined for what is no
 * such address.
 */
export function webfingerLookUp(address: string, web: OutsideWeb): LookUp<FediverseAccount | null> | undefined {
  const [, user = '', host = ''] = accountShape.exec(address.trim()) ?? [];
  if (!user) return undefined;
  const [name, server] = [user.toLowerCase(), host.toLowerCase()];
  return {
    service: 'webfinger',
    lane: `webfinger ${server}`,
    limits: polite.limits,
    key: `webfinger ${name}@${server}`,
    schema: fediverseAccount.nullable(),
    async send(signal) {
      const resource = encodeURIComponent(`acct:${name}@${server}`);
      const options = { accept: 'application/jrd+json, application/json', maxBytes: longest, signal };
      const found = await web.read(`https://${server}/.well-known/webfinger?resource=${resource}`, options);
      return found ? accountIn(new TextDecoder().decode(found.bytes)) : null;
    },
  };
}

function accountIn(text: string): FediverseAccount | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = answer.safeParse(data);
  const [, user, host] = accountShape.exec(parsed.data?.subject ?? '') ?? [];
  const links = parsed.data?.links.flatMap((one) => link.safeParse(one).data ?? []) ?? [];
  const isActor = links.some(({ rel, type }) => rel === 'self' && /activity\+json|activitystreams/.test(type ?? ''));
  if (!user || !host || !isActor) return null;
  const page = links.find(({ rel }) => rel === 'http://webfinger.net/rel/profile-page')?.href;
  return { user: user.toLowerCase(), host: host.toLowerCase(), ...(page && { page }) };
}

export function leadOfAccount({ user, host, page }: FediverseAccount): Lead {
  return { scope: scopeOf('mastodon', host), by: { handle: user }, ...(page && { url: page }) };
}
