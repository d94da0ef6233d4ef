import type { Identifier } from '../core/model/identifier.js';
import { type Scope, scopeOf } from '../core/model/scope.js';
import { socialAccount } from '../identity/normalize/url.js';

/** Where an account was heard of, the most trusted first. */
export const sourceNames = ['row', 'gravatar', 'site', 'webfinger', 'atproto', 'name'] as const;
export type SourceName = (typeof sourceNames)[number];

/** An account that may be the contact's. */
export interface Lead {
  scope: Scope;
  /** What people call it, or its id there. */
  by: { handle: string } | { externalId: string };
  /** Where its page is, when that was told. */
  url?: string;
}

/** The account that an identifier names. */
export function leadOf({ kind, scope, value }: Pick<Identifier, 'kind' | 'scope' | 'value'>): Lead | undefined {
  if (kind === 'url') return leadTo(value);
  // A name of the fediverse without its server may be anybody's.
  if (scope === '' || scope === 'mastodon') return undefined;
  if (kind === 'handle') return { scope, by: { handle: value.replace(/^@/, '') } };
  return kind === 'account-id' ? { scope, by: { externalId: value } } : undefined;
}

/** The account whose page an address is. */
export function leadTo(url: string): Lead | undefined {
  const account = socialAccount(url);
  if (!account) return undefined;
  const { scope, handle } = account;
  const by = scope === 'bluesky' && handle.startsWith('did:') ? { externalId: handle } : { handle };
  return { scope, by, url: /^https?:\/\//i.test(url) ? url : `https://${url}` };
}

/** The account of the AT Protocol that has this id. */
export function leadToDid(did: string): Lead {
  return { scope: scopeOf('bluesky'), by: { externalId: did } };
}
