import type { Contact, SourceRecord } from '../core/model/source-record.js';
import { isMeaningless } from '../identity/normalize/meaningless.js';
import { normalizeUrl, socialAccount } from '../identity/normalize/url.js';
import { asRecord } from './as-record.js';
import { type Lead, leadOf } from './lead.js';
import type { Shared } from './shared.js';
import { domainsOf } from './web/domains-of.js';

/** A site that is the contact's own, as far as the list of contacts tells: no other contact has it. */
export interface OwnSite {
  url: string;
  /** As identifiers are compared. */
  value: string;
  host: string;
  /** Whether it is a whole site and not a page on one. */
  isWhole: boolean;
  /** Whether the contact's row names it. Else it is the domain of its e-mail address. */
  isStated: boolean;
}

/** A contact as it is investigated. */
export interface Subject {
  contact: Contact;
  /** The contact as it is compared, without what it shares with other people of the list. */
  record: SourceRecord;
  /** Its full name; undefined when it has no given and family name. */
  name: string | undefined;
  /** Addresses of its own, in lower case. */
  emails: string[];
  sites: OwnSite[];
  /** Sites that it has in common with others: those of companies. */
  companySites: string[];
  /** The accounts that its row names. */
  accounts: Lead[];
}

const most = { emails: 2, sites: 3, accounts: 10, companySites: 1 };

export function subjectOf(contact: Contact, shared: Shared): Subject {
  const own = contact.identifiers.filter((one) => !shared.has(one) && !isMeaningless(one, contact.party));
  const emails = [...new Set(own.flatMap(({ kind, value }) => (kind === 'email' ? value.trim().toLowerCase() : [])))];
  const pages = contact.identifiers.filter(({ kind, value }) => kind === 'url' && !socialAccount(value));
  const stated = pages.filter((page) => !shared.has(page)).flatMap(({ value }) => siteOf(value, true) ?? []);
  const domains = domainsOf(contact);
  const near = domains.filter((domain) => !shared.hasDomain(domain)).flatMap((domain) => siteOf(domain, false) ?? []);
  const companies = [
    ...pages.filter((page) => shared.has(page)).map(({ value }) => value),
    ...domains.filter((domain) => shared.hasDomain(domain)),
  ].flatMap((text) => siteOf(text, false)?.url ?? []);
  const sites = [...stated, ...near].filter(
    ({ value }, place, all) => all.findIndex((other) => other.value === value) === place,
  );
  return {
    contact,
    record: asRecord({ ...contact, identifiers: own }),
    name: nameOf(contact),
    emails: emails.slice(0, most.emails),
    sites: sites.slice(0, most.sites),
    companySites: [...new Set(companies)].slice(0, most.companySites),
    accounts: own.flatMap((one) => leadOf(one) ?? []).slice(0, most.accounts),
  };
}

function siteOf(text: string, isStated: boolean): OwnSite | undefined {
  const page = normalizeUrl(text);
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  if (!page || !url || url.username || url.password) return undefined;
  url.hash = '';
  return { url: url.href, value: page.value, host: page.host, isWhole: page.value === page.host, isStated };
}

function nameOf({ party, attributes }: Contact): string | undefined {
  const { name, givenName, familyName } = attributes;
  const full = givenName && familyName ? `${givenName} ${familyName}` : name?.trim();
  if (!full || full.length > 100) return undefined;
  return party === 'organization' || /\S\s+\S{2}/.test(full) ? full : undefined;
}
