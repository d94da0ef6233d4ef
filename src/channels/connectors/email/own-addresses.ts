import { KenningError } from '../../../core/errors.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Profile } from '../../../core/model/source-record.js';
import { domainOf, type NamedAddress, normalizeAddress } from './address.js';
import { profileOf } from './participants.js';

/** Which addresses are ours. */
export interface OwnAddresses {
  has(address: string): boolean;
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
    const open = entry.endsWith('>') ? entry.lastIndexOf('<') : -1;
    const written = open < 0 ? entry.trim() : entry.slice(open + 1, -1);
    const name = open < 0 ? '' : entry.slice(0, open).trim();
    if (written.startsWith('@') && normalizeAddress(`x${written}`)) domains.add(written.slice(1).toLowerCase());
    else {
      const address = normalizeAddress(written);
      if (!address)
        throw new KenningError('invalid', `own: ${JSON.stringify(entry)} is no e-mail address and no "@domain"`);
      addresses.set(address, { address, ...(name && { name }) });
    }
  }
  return {
    has: (address) => addresses.has(address) || domains.has(domainOf(address)),
    profiles: (at) => [...addresses.values()].map((named) => ({ ...profileOf(named, true), observedAt: at })),
  };
}
