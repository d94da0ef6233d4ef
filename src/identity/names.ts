import type { SourceRecordDraft } from '../core/model/source-record.js';
import type { Name, NamedIdentifier } from '../core/ports.js';
import { normalizeEmail } from './normalize/email.js';
import { handleParts } from './normalize/handle.js';
import { isMeaningless } from './normalize/meaningless.js';
import { normalizePhone, type PhoneCountry } from './normalize/phone.js';
import { normalizeUrl, socialAccount } from './normalize/url.js';

/** Every name of a record: its source's id of it and its identifiers, each with and without the system it is valid in. */
export function namesOfRecord(record: SourceRecordDraft, country?: PhoneCountry): Name[] {
  const { source, externalId, identifiers, permalink } = record;
  const own = [
    { text: `ref ${source} ${externalId}`, lasting: true },
    { text: `id ${externalId}`, lasting: false },
  ];
  const links = permalink ? [{ kind: 'url', scope: '', value: permalink }] : [];
  const itself = source === 'email' || source === 'phone' ? [{ kind: source, scope: '', value: externalId }] : [];
  return [...own, ...[...identifiers, ...links, ...itself].flatMap((one) => namesOfIdentifier(one, country))];
}

/** What an identifier is called; nothing when it can not be read. A scope that is not given means any. */
export function namesOfIdentifier(identifier: NamedIdentifier, country?: PhoneCountry): Name[] {
  const { kind, scope, value } = identifier;
  const lasting = !isMeaningless(identifier);
  if (kind === 'email') {
    const email = normalizeEmail(value);
    return email ? [{ text: `email ${email.value}`, lasting }] : [];
  }
  if (kind === 'phone') {
    const phone = normalizePhone(value, country);
    return phone ? [{ text: `phone ${phone.value}`, lasting }] : [];
  }
  if (kind === 'handle') return handleNames(scope, value);
  if (kind === 'url') {
    const account = socialAccount(value);
    const page = normalizeUrl(value);
    return [
      ...(account ? handleNames(account.scope, account.handle) : []),
      ...(page ? [{ text: `url ${page.value}`, lasting: false }] : []),
    ];
  }
  const plain = value.trim();
  if (kind === 'domain') return [{ text: `domain ${plain.toLowerCase()}`, lasting: false }];
  const scoped = scope === undefined ? [] : [{ text: `${kind} ${scope} ${plain}`, lasting }];
  return [...scoped, { text: `id ${plain}`, lasting: false }];
}

function handleNames(scope: string | undefined, value: string): Name[] {
  const handle = handleParts(value).value;
  if (!handle) return [];
  if (scope) return [{ text: `handle ${scope} ${handle}`, lasting: false }, ...handleNames(undefined, value)];
  return [{ text: `handle ${handle}`, lasting: false }];
}

/** What a text may be of which nobody says what it is: an address, a number, a link, a handle, an id. */
export function readingsOf(text: string, country?: PhoneCountry): NamedIdentifier[] {
  const value = text.trim().slice(0, 2000);
  const email = /^mailto:/i.test(value) ? value.slice('mailto:'.length) : value;
  if (normalizeEmail(email))
    return [
      { kind: 'email', scope: '', value: email },
      { kind: 'handle', value },
    ];
  const readings: NamedIdentifier[] = [{ kind: 'id', value }];
  const isNumber = /^(?:tel:)?[+(\d][\d\s()./-]{5,}$/i.test(value);
  if (isNumber && normalizePhone(value, country)) readings.push({ kind: 'phone', scope: '', value });
  if (value.includes('/')) readings.push({ kind: 'url', scope: '', value });
  else if (!isNumber) readings.push({ kind: 'handle', value });
  return readings;
}
