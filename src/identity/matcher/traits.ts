import type { Identifier } from '../../core/model/identifier.js';
import type { SourceRecordDraft } from '../../core/model/source-record.js';
import { normalizeDate } from '../normalize/date.js';
import { type EmailAddress, normalizeEmail } from '../normalize/email.js';
import { type HandleParts, handleParts } from '../normalize/handle.js';
import { isMeaningless } from '../normalize/meaningless.js';
import { nameOfParts, type PersonName, parseName } from '../normalize/name.js';
import { normalizeOrganization, type OrganizationName } from '../normalize/organization.js';
import { normalizePhone, type PhoneCountry, type PhoneNumber } from '../normalize/phone.js';
import type { SocialSite } from '../normalize/social-sites.js';
import { words } from '../normalize/text.js';
import { normalizeUrl, type PageAddress, socialAccount } from '../normalize/url.js';
import { type Place, placeOf } from './place.js';

/** What an identifier is worth. */
export interface Standing {
  /** Somebody checked it, or the record is that very account, mailbox or number. */
  verified: boolean;
  /** No stranger chose it: a CRM states it, or it is verified. */
  firm: boolean;
}

/** A record as it is compared: normalized once, without values that mean nothing. */
export interface Traits {
  record: SourceRecordDraft;
  person: boolean;
  /** Whether what it says of itself was not chosen by a stranger: true of contacts and human edits. */
  firm: boolean;
  /** The name and other names it goes by, the main one first; empty of an organization. */
  names: readonly PersonName[];
  organizationNames: readonly OrganizationName[];
  emails: readonly (EmailAddress & Standing)[];
  phones: readonly (PhoneNumber & Standing)[];
  pages: readonly (PageAddress & Standing)[];
  /** Accounts it is or lists; `own` is the one it is. */
  accounts: readonly (HandleParts & Standing & { scope: string; own: boolean })[];
  /** Stable ids, of every kind that kenning does not know better. */
  ids: readonly (Standing & { kind: string; scope: string; value: string })[];
  employers: readonly OrganizationName[];
  title: readonly string[];
  /** Its folded words with a space around; empty when there is none. */
  bio: string;
  birthDate: string | undefined;
  place: Place | undefined;
}

export interface TraitsOptions {
  /** The country that phone numbers without a prefix are of. */
  country?: PhoneCountry | undefined;
  sites?: readonly SocialSite[] | undefined;
}

const mostNames = 12;

/** Normalizes a record for comparison. */
export function traitsOf(record: SourceRecordDraft, options: TraitsOptions = {}): Traits {
  const { attributes } = record;
  const person = record.party === 'person';
  const firm = record.kind !== 'profile';
  const employers = [attributes.organization, ...(record.affiliations ?? []).map((one) => one.organizationName)];
  return {
    record,
    person,
    firm,
    names: person ? namesOf(record) : [],
    organizationNames: person
      ? []
      : organizations([attributes.name, ...(attributes.alternateNames ?? []), attributes.organization]),
    ...identifiersOf(record, firm, options),
    employers: person ? organizations(employers) : [],
    title: words(attributes.title ?? record.affiliations?.find((one) => one.title)?.title ?? ''),
    bio: attributes.bio ? ` ${words(attributes.bio.slice(0, 2000)).join(' ')} ` : '',
    birthDate: attributes.birthDate && normalizeDate(attributes.birthDate),
    place: placeOf(attributes),
  };
}

function namesOf({ attributes }: SourceRecordDraft): PersonName[] {
  const names: PersonName[] = [];
  if (attributes.givenName || attributes.familyName)
    names.push(nameOfParts(attributes.givenName, attributes.familyName));
  for (const text of [attributes.name, ...(attributes.alternateNames ?? [])])
    if (text && names.length < mostNames && !isMeaningless({ kind: 'name', value: text })) names.push(parseName(text));
  const seen = new Set<string>();
  return names.filter(({ given, middle, family }) => {
    const key = `${given}|${middle.join(' ')}|${family}`;
    return (given || family) && !seen.has(key) && seen.add(key);
  });
}

function organizations(texts: readonly (string | undefined)[]): OrganizationName[] {
  const found = texts.flatMap((text) => (text && normalizeOrganization(text)) || []);
  return found.filter((one, index) => found.findIndex((other) => other.value === one.value) === index);
}

type Identified = Pick<Traits, 'emails' | 'phones' | 'pages' | 'accounts' | 'ids'>;

function identifiersOf(record: SourceRecordDraft, firm: boolean, options: TraitsOptions): Identified {
  const network = record.source.split('/')[0] as string;
  const own = (value: string) => record.kind === 'profile' && value.toLowerCase() === record.externalId.toLowerCase();
  const emails = new Map<string, Traits['emails'][number]>();
  const phones = new Map<string, Traits['phones'][number]>();
  const pages = new Map<string, Traits['pages'][number]>();
  const accounts = new Map<string, Traits['accounts'][number]>();
  const ids = new Map<string, Traits['ids'][number]>();
  const addAccount = (scope: string, handle: string, standing: Standing, isOwn = false): void => {
    const parts = handleParts(handle);
    const key = `${scope}:${parts.value}`;
    const known = accounts.get(key);
    accounts.set(key, {
      ...parts,
      scope,
      own: isOwn || known?.own === true,
      verified: standing.verified || known?.verified === true,
      firm: standing.firm || isOwn || known?.firm === true,
    });
  };
  const addUrl = (value: string, standing: Standing): void => {
    const account = socialAccount(value, options.sites);
    if (account) {
      addAccount(account.scope, account.handle, standing);
      return;
    }
    const page = normalizeUrl(value);
    if (page) pages.set(page.value, { ...page, ...standing });
  };
  const add = (identifier: Identifier): void => {
    const { kind, scope, value, validUntil } = identifier;
    // What was valid once may be somebody else's now.
    if (validUntil || isMeaningless(identifier, record.party)) return;
    const itself = own(value) && (kind === network || kind === 'account-id');
    const verified = identifier.verifiedBy !== undefined || itself;
    const standing = { verified, firm: firm || verified };
    if (kind === 'email') {
      const email = normalizeEmail(value);
      if (email) emails.set(email.value, { ...email, ...standing });
    } else if (kind === 'phone') {
      const phone = normalizePhone(value, options.country);
      if (phone) phones.set(phone.value, { ...phone, ...standing });
    } else if (kind === 'handle') {
      // The network gave a profile this handle; an address among its links may name anybody's account.
      addAccount(scope, value, standing, record.kind === 'profile' && (scope === record.source || scope === network));
    } else if (kind === 'url') addUrl(value, standing);
    else if (kind !== 'domain') ids.set(`${kind}:${scope}:${value}`, { kind, scope, value: value.trim(), ...standing });
  };
  for (const identifier of record.identifiers) add(identifier);
  // A profile of e-mail or phone is that address or number, whether or not it says so again.
  if (record.kind === 'profile' && (network === 'email' || network === 'phone'))
    add({ kind: network, scope: '', value: record.externalId });
  return {
    emails: [...emails.values()],
    phones: [...phones.values()],
    pages: [...pages.values()],
    accounts: [...accounts.values()].filter(({ squashed }) => squashed.length > 0),
    ids: [...ids.values()],
  };
}
