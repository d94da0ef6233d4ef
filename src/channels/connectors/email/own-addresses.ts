import { KenningError } from '../../../core/errors.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Profile } from '../../../core/model/source-record.js';
import { domainOf, type NamedAddress, normalizeAddress } from './address.js';
import { profileOf } from './participants.js';

/** Which addresses are ours. */
export interface OwnAddresses {
  has(address: string): boolean;
  /** One that was named, with its name; undefined for those of which only the domain was. */
  named(address: string): NamedAddress | undefined;
  /** The first that was named. */
  readonly first: NamedAddress | undefined;
  profiles(at: Instant): Profile[];
}

/**
 * Reads what the app says of its own addresses: `support@example.com`, `Example Support <support@example.com>`, or
 * `@example.com` for everybody at a domain.
 */
export function ownAddresses(list: readonly string[]): OwnAddresses {
  const addresses = new Map<string, NamedAddress>();
  const domains = new Set<string>();
  for (const entry of list) {
    if (entry.trim().startsWith('@') && normalizeAddress(`x${entry.trim()}`))
      domains.add(entry.trim().slice(1).toLowerCase());
    else {
      const named = ownAddress(entry);
      if (!named)
        throw new KenningError('invalid', `own: ${JSON.stringify(entry)} is no e-mail address and no "@domain"`);
      addresses.set(named.address, named);
    }
  }
  const [first] = addresses.values();
  return {
    has: (address) => addresses.has(address) || domains.has(domainOf(address)),
    named: (address) => addresses.get(address),
    first,
    profiles: (at) => [...addresses.values()].map((named) => ({ ...profileOf(named, true), observedAt: at })),
  };
}

/** Reads `support@example.com` or `Example Support <support@example.com>`. */
export function ownAddress(entry: string): NamedAddress | undefined {
  const open = entry.endsWith('>') ? entry.lastIndexOf('<') : -1;
  const address = normalizeAddress(open < 0 ? entry : entry.slice(open + 1, -1));
  const name = open < 0 ? '' : entry.slice(0, open).trim();
  return address === undefined ? undefined : { address, ...(name && { name }) };
}
