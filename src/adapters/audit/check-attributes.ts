import type { Contact } from '../../core/model/source-record.js';
import { isCalendarDate } from '../../core/table/columns/dates.js';
import type { AuditTools } from './audit-tools.js';
import type { Found } from './check-identifiers.js';
import { mayBeCountry } from './countries.js';
import { hintOf } from './hint.js';

/** Fields in which a word that stands for nothing is no more than noise. */
const plainFields = ['organization', 'title', 'location', 'language'] as const;

/** Days that forms and imports fill in where none is known. */
const usualDays: ReadonlySet<string> = new Set(['1900-01-01', '1970-01-01', '1899-12-30', '1899-12-31', '2000-01-01']);
const longestLife = 120;

/** Whether names, dates and places are what they should be, and agree with each other. */
export function* checkAttributes(contact: Contact, tools: AuditTools, today: string): Generator<Found> {
  const { attributes, party } = contact;
  const names = [attributes.name, attributes.givenName, attributes.familyName].filter((name) => name?.trim());
  if (names.length === 0) yield { field: 'name', problem: 'missing-name' };
  const isNobody = (value: string) => tools.isMeaningless({ kind: 'name', value }, party);
  for (const name of new Set(names as string[]))
    if (isNobody(name) || name.includes('@')) yield { field: 'name', problem: 'placeholder-name', hint: hintOf(name) };
  for (const field of plainFields) {
    const value = attributes[field]?.trim();
    if (value && isNobody(value)) yield { field, problem: 'placeholder-value', hint: hintOf(value) };
  }
  const country = attributes.address?.country?.trim();
  if (country && !mayBeCountry(country)) yield { field: 'country', problem: 'unknown-country', hint: hintOf(country) };
  yield* checkBirthDate(attributes.birthDate, today);
  if (party === 'person') yield* checkMailbox(contact, tools);
}

function* checkBirthDate(birthDate: string | undefined, today: string): Generator<Found> {
  if (!birthDate) return;
  const field = 'birthDate';
  const earliest = `${Number(today.slice(0, 4)) - longestLife}${today.slice(4)}`;
  if (!isCalendarDate(birthDate)) yield { field, problem: 'malformed-date' };
  else if (birthDate > today) yield { field, problem: 'future-birth-date' };
  else if (birthDate < earliest || usualDays.has(birthDate)) yield { field, problem: 'unlikely-birth-date' };
}

/**
 * Whether a mailbox is called by another's first and last name: `john.smith@…` of Ann Brown. It says so only where both
 * words are long and neither begins as a word of the name does, since people marry and go by other names.
 */
function* checkMailbox({ attributes, identifiers }: Contact, tools: AuditTools): Generator<Found> {
  const { name = '', givenName = '', familyName = '', alternateNames = [] } = attributes;
  const known = tools.words([name, givenName, familyName, ...alternateNames].join(' '));
  if (known.length < 2) return;
  for (const { kind, value } of identifiers) {
    if (kind !== 'email') continue;
    const local = tools.email(value)?.local.split('+')[0] ?? '';
    const said = local.split(/[._-]/);
    if (said.length !== 2 || said.some((word) => !/^\p{L}{4,}$/u.test(word))) continue;
    const isKnown = said.some((word) => known.some((one) => word.slice(0, 3) === one.slice(0, 3)));
    if (!isKnown && !tools.isMeaningless({ kind, value }, 'person'))
      yield { field: 'email', problem: 'name-against-email', hint: hintOf(value) };
  }
}
