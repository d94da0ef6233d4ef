import type { Contact, SourceRecordDraft } from '../core/model/source-record.js';
import { normalizeEmail } from '../identity/normalize/email.js';
import { normalizeUrl } from '../identity/normalize/url.js';

/** Who is never looked up. */
export interface Suppression {
  /** Why nothing may be asked about a contact; undefined when it may. */
  why(contact: Contact): 'suppressed' | 'opted-out' | undefined;
  /** Whether an account belongs to somebody who is not to be found. */
  hides(profile: SourceRecordDraft): boolean;
}

/**
 * Reads a list of addresses, domains and ids, of contacts or of accounts. A domain stands for everybody on it and on what
 * lies beneath it.
 */
export function suppression(list: Iterable<string>): Suppression {
  const emails = new Set<string>();
  const domains = new Set<string>();
  const ids = new Set<string>();
  for (const line of list) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    ids.add(text);
    const email = normalizeEmail(text);
    const domain = email ? undefined : normalizeUrl(text.replace(/^@/, ''))?.host;
    if (email) emails.add(email.value);
    if (domain) domains.add(domain);
  }
  const isOnDomain = (host: string): boolean => {
    for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1))
      if (domains.has(rest)) return true;
    return false;
  };
  const names = ({ externalId, identifiers }: SourceRecordDraft): boolean =>
    ids.has(externalId) ||
    identifiers.some(({ kind, value }) => {
      const email = kind === 'email' ? normalizeEmail(value) : undefined;
      if (email) return emails.has(email.value) || isOnDomain(email.domain);
      const page = kind === 'url' || kind === 'domain' ? normalizeUrl(value) : undefined;
      return (page !== undefined && isOnDomain(page.host)) || ids.has(value) || ids.has(`@${value}`);
    });
  return {
    why(contact) {
      if (names(contact)) return 'suppressed';
      return contact.consents?.some(({ state }) => state !== 'granted') ? 'opted-out' : undefined;
    },
    hides: names,
  };
}
