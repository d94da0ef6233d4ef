import type { Instant } from '../core/model/instant.js';
import type { Profile } from '../core/model/source-record.js';
import { networkOf } from '../core/privacy/terms-book.js';
import { type Lead, type SourceName, sourceNames } from './lead.js';
import type { OwnSite } from './subject.js';

/** Who else than the account says that it is the contact's. */
export interface Claims {
  /** Own sites that show it as their owner's account. */
  sites: OwnSite[];
  /** Own domains that are its handle, checked both ways. */
  domains: OwnSite[];
  /** Gravatar has seen the owner of the contact's address sign in there. */
  gravatar: boolean;
  /** The server of the contact's own address says that it is the account of this address. */
  webfinger: boolean;
}

/** An account that may be the contact's, with all that is known of it. */
export interface Candidate {
  /** As its network tells; else only what named it. */
  profile: Profile;
  /** Whether the network was asked, and has it. */
  isKnown: boolean;
  /** Where its page is, where it was named by one. */
  url: string | undefined;
  /** Where it was heard of first, in the order of trust. */
  source: SourceName;
  /** When it was retrieved; undefined where the row alone tells of it. */
  at: Instant | undefined;
  claims: Claims;
}

export const noClaims: Claims = { sites: [], domains: [], gravatar: false, webfinger: false };

/** The profile of an account of which only the name is known. */
export function bareProfile({ scope, by, url }: Lead, observedAt: Instant): Profile {
  const [kind, value] = 'handle' in by ? (['handle', by.handle] as const) : (['account-id', by.externalId] as const);
  return {
    kind: 'profile',
    source: scope,
    externalId: value,
    party: 'person',
    identifiers: [{ kind, scope, value }],
    attributes: {},
    ...(url && { permalink: url }),
    origin: 'public-feed',
    observedAt,
  };
}

/** The handle by which a profile goes on its own network. */
export function handleOf({ source, identifiers }: Profile): { scope: string; value: string } | undefined {
  const network = networkOf(source);
  const handles = identifiers.filter(({ kind, scope }) => kind === 'handle' && networkOf(scope) === network);
  return handles.find(({ scope }) => scope === source) ?? handles[0];
}

/** One account is one candidate, however many tell of it. */
export class Candidates {
  readonly #found = new Map<string, Candidate>();

  add(candidate: Candidate): void {
    const { source, externalId } = candidate.profile;
    const key = `${source} ${externalId.toLowerCase()}`;
    const known = this.#found.get(key);
    this.#found.set(key, known ? merged(known, candidate) : candidate);
  }

  all(): Candidate[] {
    return [...this.#found.values()];
  }
}

function merged(left: Candidate, right: Candidate): Candidate {
  const [first, second] =
    sourceNames.indexOf(left.source) <= sourceNames.indexOf(right.source) ? [left, right] : [right, left];
  const best = first.isKnown || !second.isKnown ? first : second;
  return {
    ...best,
    url: first.url ?? second.url,
    source: first.source,
    claims: {
      sites: [...new Set([...left.claims.sites, ...right.claims.sites])],
      domains: [...new Set([...left.claims.domains, ...right.claims.domains])],
      gravatar: left.claims.gravatar || right.claims.gravatar,
      webfinger: left.claims.webfinger || right.claims.webfinger,
    },
  };
}
