import type { Evidence } from '../../core/model/evidence.js';
import { type Identified, vetoBetween } from '../veto.js';
import type { Traits } from './traits.js';

const proof = (field: string, level: string): Evidence => ({ type: 'proof', field, level });

/** What was checked and shows that two records are one; none of it can be made up by a stranger. */
export function proofsOf(a: Traits, b: Traits): Evidence[] {
  const proofs: Evidence[] = [];
  if (
    a.emails.some(
      ({ value, verified }) => verified && b.emails.some((other) => other.verified && other.value === value),
    )
  )
    proofs.push(proof('email', 'verified-on-both'));
  const sameAccount = a.ids.some(
    ({ kind, scope, value, firm }) =>
      kind === 'account-id' &&
      scope &&
      firm &&
      b.ids.some((id) => id.firm && id.kind === kind && id.scope === scope && id.value === value),
  );
  if (sameAccount) proofs.push(proof('account-id', 'same'));
  if (showsBack(a, b) || showsBack(b, a)) proofs.push(proof('verified-link', 'both-ways'));
  if (holdsHandle(a, b) || holdsHandle(b, a)) proofs.push(proof('verified-handle', 'stands-for-account-id'));
  return proofs;
}

/** One links to the other's page, which was checked, and the other lists its account. */
function showsBack(profile: Traits, other: Traits): boolean {
  const links = profile.pages.some(
    ({ value, verified }) => verified && other.pages.some((page) => page.value === value && page.firm),
  );
  return links && listsOwn(profile, other, () => true);
}

/** A handle that was checked stands for the stable id beside it; the other lists that handle. */
function holdsHandle(profile: Traits, other: Traits): boolean {
  return listsOwn(
    profile,
    other,
    (scope) => profile.ids.some((id) => id.kind === 'account-id' && id.scope === scope && id.firm),
    true,
  );
}

function listsOwn(profile: Traits, other: Traits, suits: (scope: string) => boolean, verified = false): boolean {
  return profile.accounts.some(
    (own) =>
      own.own &&
      (!verified || own.verified) &&
      suits(own.scope) &&
      other.accounts.some(
        (listed) => listed.firm && !listed.own && listed.scope === own.scope && listed.value === own.value,
      ),
  );
}

/** Why two records can not be one, if so. */
export function vetoOf(a: Traits, b: Traits): Evidence | undefined {
  if (a.person !== b.person) return { type: 'veto', field: 'party', level: 'different' };
  return vetoOfRecords([a.record], [b.record]);
}

/** A veto between two groups of records, the same both ways: one stable id in common lifts it. */
export function vetoOfRecords(left: readonly Identified[], right: readonly Identified[]): Evidence | undefined {
  return vetoBetween(right, left) && vetoBetween(left, right);
}
