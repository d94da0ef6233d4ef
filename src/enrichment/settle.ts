import type { Resolver } from '../core/ports.js';
import { asRecord } from './as-record.js';
import type { Decided } from './decide.js';
import type { Subject } from './subject.js';

/** A contact with what was decided on its candidates. */
export interface Investigated {
  subject: Subject;
  decided: Decided[];
}

/**
 * An account has one owner. Where several contacts were linked with it that are not one person, the one with a proof keeps
 * it; without one, or with several, a person looks.
 */
export function settle(all: readonly Investigated[], resolver: Resolver): Investigated[] {
  const claimed = new Map<string, { subject: Subject; one: Decided }[]>();
  for (const { subject, decided } of all)
    for (const one of decided) {
      if (one.decision !== 'link') continue;
      const key = `${one.candidate.profile.source} ${one.profileId.toLowerCase()}`;
      claimed.set(key, [...(claimed.get(key) ?? []), { subject, one }]);
    }
  const doubtful = new Set<Decided>();
  for (const claims of claimed.values()) {
    if (areOne(claims, resolver)) continue;
    const proven = claims.filter(({ one }) => one.proof !== undefined);
    const keeps = areOne(proven, resolver) ? proven : [];
    for (const claim of claims) if (!keeps.includes(claim)) doubtful.add(claim.one);
  }
  return all.map(({ subject, decided }) => ({
    subject,
    decided: decided.map((one) => (doubtful.has(one) ? { ...one, decision: 'review', proof: undefined } : one)),
  }));
}

function areOne(claims: readonly { subject: Subject }[], resolver: Resolver): boolean {
  const [first, ...others] = claims;
  if (!first || others.length === 0) return true;
  const records = others.map(({ subject }) => asRecord(subject.contact));
  return resolver.decide(asRecord(first.subject.contact), records).every(({ outcome }) => outcome === 'link');
}
