import { z } from 'zod';
import type { Access } from '../../../core/access.js';
import { isKenningError } from '../../../core/errors.js';
import { quotasOf } from '../../../core/http/quotas-of.js';
import type { CallOptions } from '../../../core/page.js';
import type { Calls } from './calls.js';
import { listOf } from './views.js';

/** What each verb needs. A scope includes those beneath it: `write` includes `write:statuses`. */
const needs: readonly {
  scope: string;
  verbs: string[];
  probe?: [path: string, query: Record<string, string | number>];
}[] = [
  { scope: 'read:notifications', verbs: ['mentions'], probe: ['api/v1/notifications', { limit: 1 }] },
  { scope: 'read:statuses', verbs: ['posts', 'thread', 'stream'], probe: ['api/v1/timelines/home', { limit: 1 }] },
  { scope: 'write:statuses', verbs: ['reply', 'publish', 'message', 'remove'] },
  { scope: 'write:favourites', verbs: ['like'] },
];

const application = z.object({ scopes: z.array(z.string()).max(100).optional() });

/**
 * What our token may do. What it may read is tried; what it may write is what its app was registered for, which servers
 * tell since Mastodon 4.3.
 */
export async function access(calls: Calls, { signal }: CallOptions = {}): Promise<Access> {
  const account = await calls.account(signal);
  const { domain } = await calls.instance(signal);
  const scopes = await registered(calls, signal);
  const missing: Access['missing'] = [];
  for (const { scope, verbs, probe } of needs) {
    const may = probe ? await mayRead(calls, probe, signal) : scopes === undefined || includes(scopes, scope);
    if (!may) missing.push({ scope, verbs });
  }
  return {
    account: `@${account?.username ?? ''}@${domain}`,
    ...(scopes && { scopes }),
    missing,
    quotas: quotasOf(calls.rateLimit),
    notes: scopes ? [] : ['This server does not say what the token may write.'],
  };
}

async function registered(calls: Calls, signal: AbortSignal | undefined): Promise<string[] | undefined> {
  try {
    return (await calls.get('api/v1/apps/verify_credentials', {}, application, signal)).scopes;
  } catch (error) {
    if (isKenningError(error, 'not-found') || isKenningError(error, 'forbidden')) return undefined;
    throw error;
  }
}

async function mayRead(
  calls: Calls,
  [path, query]: [string, Record<string, string | number>],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await calls.get(path, query, listOf, signal);
    return true;
  } catch (error) {
    if (isKenningError(error, 'forbidden')) return false;
    throw error;
  }
}

function includes(granted: readonly string[], scope: string): boolean {
  return granted.some((given) => scope === given || scope.startsWith(`${given}:`));
}
