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

export interface DecideOptions {
  resolver: Resolver;
  /** The contact's own sites that show its name. Others may be its company's, which has accounts of its own. */
  named: ReadonlySet<OwnSite>;
}

/**
 * Asks the resolver whether a contact and an account are one. What others were seen to say is told to it as identifiers that
 * they verified:
 *
 * - A site that is the contact's own and claims the account vouches for the link from the profile to it. With the same name
 *   that links; it is no proof, since a site may name anybody.
 * - Where the profile names that site too, or its handle is the contact's own domain, or Gravatar or the server of its address
 *   vouch for it, the contact lists the account, and the resolver finds the proof.
 * - An account of another name is the contact's only where one of its sites shows the contact's name, or Gravatar vouches for it.
 * - What the profile alone says was chosen by whoever has it, and never links.
 */
export function decideOn(subject: Subject, candidate: Candidate, { resolver, named }: DecideOptions): Decided {
  const { profile, claims } = candidate;
  const { proof, sites } = proofOf(candidate, subject);
  // A site that does not show the contact's name may be its company's, as the accounts are that it names.
  const mayBeCalledAnything = claims.gravatar || sites.some((site) => named.has(site));
  const vouched = [...claims.sites, ...claims.domains];
  const handle = handleOf(profile);
  const listed: Identifier[] = proof && handle ? [{ kind: 'handle', ...handle, verifiedBy: proof }] : [];
  const near = subject.sites.filter(({ isStated }) => !isStated).map(({ url }) => urlOf(url));
  const contact = asRecord({ ...subject.record, identifiers: [...subject.record.identifiers, ...near, ...listed] });
  const pages = vouched.map(({ url }) => urlOf(url, 'site'));
  const account = asRecord({ ...profile, identifiers: [...profile.identifiers, ...pages] });
  const [verdict] = resolver.decide(contact, [account]);
  const outcome = verdict?.outcome === 'link' || verdict?.outcome === 'review' ? verdict.outcome : 'none';
  const isDoubtful = outcome === 'link' && !mayBeCalledAnything && !isOfTheName(verdict?.evidence ?? [], candidate);
  return {
    candidate,
    network: networkOf(profile.source),
    profileId: profile.externalId,
    decision: isDoubtful ? 'review' : outcome,
    probability: verdict?.probability ?? 0,
    proof: outcome === 'link' && !isDoubtful ? proof : undefined,
    evidence: verdict?.evidence ?? [],
  };
}

/** What proves that an account is the contact's, and the own sites that it rests on. */
function proofOf(
  { profile, claims }: Candidate,
  { sites }: Subject,
): { proof: Proof | undefined; sites: readonly OwnSite[] } {
  const pages = profile.identifiers.filter(({ kind }) => kind === 'url');
  // The network may have seen the link lead back.
  const namedBoth = sites.filter((site) =>
    pages.some(
      ({ value, verifiedBy }) => isOn(value, site) && (verifiedBy === 'network' || claims.sites.includes(site)),
    ),
  );
  const bothWays = namedBoth.filter(({ isStated }) => isStated);
  if (bothWays.length > 0) return { proof: 'both-ways', sites: bothWays };
  const domains = claims.domains.filter(({ isStated }) => isStated);
  if (domains.length > 0) return { proof: 'domain', sites: domains };
  if (claims.gravatar) return { proof: 'gravatar', sites: [] };
  return claims.webfinger ? { proof: 'webfinger', sites } : { proof: undefined, sites: [] };
}

/** Whether an address is a site's, or on it where all of it is one person's. */
function isOn(url: string, { value, host, isWhole }: OwnSite): boolean {
  const page = normalizeUrl(url);
  return page?.value === value || (isWhole && page?.host === host);
}

function urlOf(value: string, verifiedBy?: string): Identifier {
  return { kind: 'url', scope: '', value, ...(verifiedBy && { verifiedBy }) };
}

/** Handles change hands and rows grow old: what a row names must not bear another name, what others name must bear the contact's. */
function isOfTheName(evidence: readonly Evidence[], { source }: Candidate): boolean {
  const ofNames = evidence.filter(({ field }) => nameFields.has(field));
  if (ofNames.some(({ field, level }) => level === 'different' && field !== 'handle-against-name')) return false;
  return source === 'row' || ofNames.some(({ level }) => level !== 'different');
}

const nameFields = new Set(['given', 'family', 'organization-name', 'handle-against-name']);
