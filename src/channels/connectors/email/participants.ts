import type { Address, Email } from 'postal-mime';
import type { Instant } from '../../../core/model/instant.js';
import type { ParticipantRole } from '../../../core/model/interaction.js';
import type { Profile } from '../../../core/model/source-record.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import { addressesOf, domainOf, type NamedAddress } from './address.js';

/** The most participants that a mail keeps; what is more is left out with a note. */
export const mostParticipants = 1000;

export interface MailParticipants {
  participants: { role: ParticipantRole; of: SourceRef }[];
  profiles: Profile[];
  /** How many addresses were left out. */
  leftOut: number;
}

/**
 * Who takes part in a mail. `From` (else `Sender`) are authors, `To` recipients, `Cc` and `Bcc` copied. A `Reply-To` that
 * names somebody else is copied too: the answer goes there, but anyone can write anybody's address into it, so it never
 * counts as the author's.
 *
 * @param from - The addresses of the header `From`, all of them.
 */
export function participantsOf(
  mail: Email,
  from: readonly Address[],
  at: Instant,
  { isOwn, fromUs = false }: { isOwn(address: string): boolean; fromUs?: boolean | undefined },
): MailParticipants | undefined {
  const authors = addressesOf(from, 50);
  if (authors.addresses.length === 0 && mail.sender) authors.addresses = addressesOf([mail.sender], 1).addresses;
  if (authors.addresses.length === 0) return undefined;

  const taken: MailParticipants['participants'] = [];
  const profiles = new Map<string, Profile>();
  const seen = new Set<string>();
  let leftOut = authors.leftOut;
  const take = (role: ParticipantRole, list: readonly NamedAddress[]) => {
    for (const named of list) {
      const key = `${role} ${named.address}`;
      if (seen.has(key)) continue;
      if (taken.length >= mostParticipants) {
        leftOut += 1;
        continue;
      }
      seen.add(key);
      taken.push({ role, of: { source: 'email', externalId: named.address } });
      if (profiles.has(named.address)) continue;
      const profile = profileOf(named, isOwn(named.address) || (fromUs && role === 'author'));
      profiles.set(named.address, role === 'author' && named.name ? { ...profile, observedAt: at } : profile);
    }
  };
  const list = (addresses: readonly Address[] | undefined) => {
    const found = addressesOf(addresses ?? [], mostParticipants);
    leftOut += found.leftOut;
    return found.addresses;
  };
  take('author', authors.addresses);
  take('recipient', list(mail.to));
  take('copied', list(mail.cc));
  take('copied', list(mail.bcc));
  const replyTo = list(mail.replyTo).filter(({ address }) => !profiles.has(address));
  take('copied', replyTo);
  return { participants: taken, profiles: [...profiles.values()], leftOut };
}

/** What says nothing of a person, and what others say of one, never outdates what they say themselves. */
const unnamedAt: Instant = '1970-01-01T00:00:00.000Z';
const namedByOthersAt: Instant = '1970-01-01T00:00:00.001Z';

/** The profile of an address. An address without a dotted domain is valid on one machine only and identifies nobody. */
export function profileOf({ address, name }: NamedAddress, own: boolean): Profile {
  return {
    kind: 'profile',
    source: 'email',
    externalId: address,
    party: 'person',
    ...(own && { own: true }),
    identifiers: /[^.]\.[^.\]]+$/.test(domainOf(address)) ? [{ kind: 'email', scope: '', value: address }] : [],
    attributes: name ? { name } : {},
    origin: 'import',
    observedAt: name ? namedByOthersAt : unnamedAt,
    partial: true,
  };
}
