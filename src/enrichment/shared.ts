import type { Identifier } from '../core/model/identifier.js';
import type { Contact } from '../core/model/source-record.js';
import type { Resolver } from '../core/ports.js';
import { normalizeEmail } from '../identity/normalize/email.js';
import { normalizeUrl, socialAccount } from '../identity/normalize/url.js';
import { asRecord } from './as-record.js';
import { domainsOf } from './web/domains-of.js';

/** What several people of a list have in common: switchboards, mailboxes of a family, sites and accounts of companies. */
export interface Shared {
  has(identifier: Identifier): boolean;
  hasDomain(domain: string): boolean;
}

/** So many contacts of one value are compared; of more, nobody is the one whose it is. */
const mostCompared = 4;

/**
 * Finds what identifies no single person of a list. Two rows of one person, as the resolver sees it, share nothing.
 */
export function sharedAmong(contacts: readonly Contact[], resolver: Pick<Resolver, 'decide'>): Shared {
  const holders = new Map<string, Contact[]>();
  const add = (key: string, contact: Contact): void => {
    const known = holders.get(key);
    if (!known) holders.set(key, [contact]);
    else if (known.length <= mostCompared && known.at(-1) !== contact) known.push(contact);
  };
  for (const contact of contacts) {
    for (const identifier of contact.identifiers) add(keyOf(identifier), contact);
    for (const domain of domainsOf(contact)) add(`domain ${domain}`, contact);
  }
  const shared = new Set<string>();
  for (const [key, [first, ...others]] of holders)
    if (first && (others.length >= mostCompared || !areOne(first, others, resolver))) shared.add(key);
  return {
    has: (identifier) => shared.has(keyOf(identifier)),
    hasDomain: (domain) => shared.has(`domain ${domain}`),
  };
}

function areOne(first: Contact, others: readonly Contact[], resolver: Pick<Resolver, 'decide'>): boolean {
  if (others.length === 0) return true;
  const verdicts = resolver.decide(asRecord(first), others.map(asRecord));
  return verdicts.every(({ outcome }) => outcome === 'link');
}

function keyOf({ kind, scope, value }: Identifier): string {
  if (kind === 'email') return `email ${normalizeEmail(value)?.value ?? value}`;
  if (kind === 'url') {
    const account = socialAccount(value);
    if (account) return `account ${account.scope} ${account.handle}`;
    return `url ${normalizeUrl(value)?.value ?? value}`;
  }
  return kind === 'handle'
    ? `account ${scope} ${value.toLowerCase().replace(/^@/, '')}`
    : `${kind} ${scope} ${value.toLowerCase()}`;
}
