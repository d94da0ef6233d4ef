import type { Evidence } from '../core/model/evidence.js';
import type { Identifier } from '../core/model/identifier.js';
import type { Resolver } from '../core/ports.js';
import { networkOf } from '../core/privacy/terms-book.js';
import { normalizeUrl } from '../identity/normalize/url.js';
import { asRecord } from './as-record.js';
import { type Candidate, handleOf } from './candidate.js';
import type { OwnSite, Subject } from './subject.js';

/** What shows, checked, that an account is the contact's. `both-ways`: its own site and the profile name each other. */
export type Proof = 'both-ways' | 'domain' | 'gravatar' | 'webfinger';

/** A candidate with the resolver's word on it. */
export interface Decided {
  candidate: Candidate;
  network: string;
  profileId: string;
  decision: 'link' | 'review' | 'none';
  probability: number;
  proof: Proof | undefined;
  evidence: Evidence[];
}

/**
 * Asks the resolver whether a contact and an account are one. What others were seen to say is told to it as identifiers that
 * they verified:
 *
 * - A site that is the contact's own and claims the account vouches for the link from the profile to it. With the same name
 *   that links; it is no proof, since a site may name anybody.
 * - Where the profile names that site too, or its handle is the contact's own domain, or Gravatar or the server of its address
 *   vouch for it, the contact lists the account, and the resolver finds the proof.
 * - What the profile alone says was chosen by whoever has it, and never links.
 */
export function decideOn(subject: Subject, candidate: Candidate, resolver: Resolver): Decided {
  const { profile, claims } = candidate;
  const proof = proofOf(candidate, subject);
  const vouched = [...claims.sites, ...claims.domains];
  const handle = handleOf(profile);
  const listed: Identifier[] = proof && handle ? [{ kind: 'handle', ...handle, verifiedBy: proof }] : [];
  const near = subject.sites.filter(({ isStated }) => !isStated).map(({ url }) => urlOf(url));
  const contact = asRecord({ ...subject.record, identifiers: [...subject.record.identifiers, ...near, ...listed] });
  const pages = vouched.map(({ url }) => urlOf(url, 'site'));
  const account = asRecord({ ...profile, identifiers: [...profile.identifiers, ...pages] });
  const [verdict] = resolver.decide(contact, [account]);
  const outcome = verdict?.outcome === 'link' || verdict?.outcome === 'review' ? verdict.outcome : 'none';
  // Handles change hands, and rows grow old.
  const isByRowAlone = candidate.source === 'row' && !proof && vouched.length === 0;
  const isDoubtful = outcome === 'link' && isByRowAlone && isOfAnotherName(verdict?.evidence ?? []);
  return {
    candidate,
    network: networkOf(profile.source),
    profileId: profile.externalId,
    decision: isDoubtful ? 'review' : outcome,
    probability: verdict?.probability ?? 0,
    proof: outcome === 'link' ? proof : undefined,
    evidence: verdict?.evidence ?? [],
  };
}

function proofOf({ profile, claims }: Candidate, { sites }: Subject): Proof | undefined {
  const stated = (site: OwnSite) => site.isStated;
  const names = (site: OwnSite) => profile.identifiers.some((one) => one.kind === 'url' && isOn(one.value, site));
  if (claims.sites.some((site) => stated(site) && names(site))) return 'both-ways';
  // The network has seen the link lead back.
  const seen = profile.identifiers.filter(({ kind, verifiedBy }) => kind === 'url' && verifiedBy === 'network');
  if (sites.some((site) => stated(site) && seen.some(({ value }) => isOn(value, site)))) return 'both-ways';
  if (claims.domains.some(stated)) return 'domain';
  if (claims.gravatar) return 'gravatar';
  return claims.webfinger ? 'webfinger' : undefined;
}

/** Whether an address is a site's, or on it where all of it is one person's. */
function isOn(url: string, { value, host, isWhole }: OwnSite): boolean {
  const page = normalizeUrl(url);
  return page?.value === value || (isWhole && page?.host === host);
}

function urlOf(value: string, verifiedBy?: string): Identifier {
  return { kind: 'url', scope: '', value, ...(verifiedBy && { verifiedBy }) };
}

function isOfAnotherName(evidence: readonly Evidence[]): boolean {
  return evidence.some(({ field, level }) => level === 'different' && nameFields.has(field));
}

const nameFields = new Set(['given', 'family', 'organization-name']);
