import { normalizeDate } from '../../normalize/date.js';
import { normalizeEmail } from '../../normalize/email.js';
import { isMeaningless } from '../../normalize/meaningless.js';
import { normalizeOrganization } from '../../normalize/organization.js';
import { fold, words } from '../../normalize/text.js';
import { normalizeUrl } from '../../normalize/url.js';
import type { Column, Kind, Table } from '../columns/column.js';
import { byValue, ofRows } from '../columns/dictionary.js';
import { type Words, words32 } from '../columns/memory.js';
import { compareAddresses, type PreparedAddresses } from '../compare/addresses.js';
import { addressesAtGlance } from '../compare/addresses-at-glance.js';
import type { Census } from '../compare/census.js';
import { type Comparer, mix } from '../compare/comparison.js';
import { compareDates, datesAtGlance, type PreparedDates, preparedDates } from '../compare/dates.js';
import { compareEmails, emailsAtGlance, type PreparedEmails, preparedEmails } from '../compare/emails.js';
import {
  compareIdentifiers,
  identifiersAtGlance,
  type PreparedIdentifiers,
  preparedIdentifiers,
} from '../compare/identifiers.js';
import { compareNames, type PreparedNames } from '../compare/names.js';
import { namesAtGlance } from '../compare/names-at-glance.js';
import { comparePhrases, type PreparedPhrases, phrasesAtGlance, preparedPhrases } from '../compare/phrases.js';
import { addressesOf } from './addresses-of.js';
import { countedCensus } from './counted-census.js';
import { namesOf } from './names-of.js';
import { withoutShared } from './shared-values.js';
import { brought, byName, type Slots } from './texts-of.js';

/** Columns brought into the form in which they are compared. */
export type PreparedColumns =
  | PreparedNames
  | PreparedDates
  | PreparedEmails
  | PreparedIdentifiers
  | PreparedAddresses
  | PreparedPhrases;

/**
 * Brings the columns of a table into the form in which they are compared; each value once.
 *
 * @param census what is known of values by counting them. Defaults to counting those of the table.
 */
export function prepare({ size, columns: given }: Table, census: Census = countedCensus): PreparedColumns[] {
  const columns = census.columns(given, size);
  const of = (kind: Kind): Column[] => columns.filter((column) => column.kind === kind);
  const names = namesOf(size, of, census);
  const person = names && peopleOf(names);
  const own = (slots: Slots): Slots => ({
    ...slots,
    slots: slots.slots.map((codes) => withoutShared(codes, census.shared(slots.name, slots.values, codes, person))),
  });
  const prepared: PreparedColumns[] = names ? [names] : [];
  for (const group of byName(of('date')))
    prepared.push(preparedDates((group[0] as Column).name, group.map(datesOf), census));
  for (const group of byName(of('email'))) {
    const { name, slots, values } = own(brought(group, emailText));
    prepared.push(preparedEmails(name, slots, values, census));
  }
  for (const group of byName(of('phone'))) {
    const { name, slots, values } = own(brought(group, phoneText));
    prepared.push(preparedIdentifiers(name, 'shared', slots, values, census));
  }
  for (const group of byName(of('identifier'))) {
    const { name, slots, values } = own(brought(group, lettersAndDigits));
    prepared.push(preparedIdentifiers(name, 'own', slots, values, census));
  }
  for (const group of byName(of('url'))) {
    const { name, slots, values } = own(brought(group, (text) => normalizeUrl(text)?.value ?? ''));
    prepared.push(preparedPhrases(name, 'shared', slots, values, { census, alone: true }));
  }
  for (const group of byName(of('organization-name'))) {
    const { name, slots, values } = brought(group, organizationText);
    prepared.push(preparedPhrases(name, 'given', slots, values, { census, alone: true }));
  }
  const addresses = addressesOf(size, of, census);
  if (addresses) prepared.push(addresses);
  for (const kind of ['organization', 'text'] as const)
    for (const group of byName(of(kind))) {
      const { name, slots, values } = brought(group, kind === 'text' ? wordsText : organizationText);
      prepared.push(preparedPhrases(name, kind === 'text' ? 'own' : 'shared', slots, values, { census }));
    }
  return prepared;
}

/** With what glances at rows need; the rows must stay as they are. */
export function withGlances(prepared: PreparedColumns): PreparedColumns {
  return { ...prepared, glances: glancesOf(prepared) };
}

function glancesOf(prepared: PreparedColumns): Words | undefined {
  switch (prepared.compared) {
    case 'names':
      return namesAtGlance(prepared.slots, prepared.texts);
    case 'dates':
      return datesAtGlance(prepared);
    case 'emails':
      return emailsAtGlance(prepared);
    case 'identifiers':
      return identifiersAtGlance(prepared);
    case 'addresses':
      return addressesAtGlance(prepared);
    case 'phrases':
      return phrasesAtGlance(prepared);
  }
}

/** How prepared columns are compared. */
export function comparing(prepared: PreparedColumns): Comparer {
  switch (prepared.compared) {
    case 'names':
      return compareNames(prepared);
    case 'dates':
      return compareDates(prepared);
    case 'emails':
      return compareEmails(prepared);
    case 'identifiers':
      return compareIdentifiers(prepared);
    case 'addresses':
      return compareAddresses(prepared);
    case 'phrases':
      return comparePhrases(prepared);
  }
}

function peopleOf({ slots }: PreparedNames): Words {
  const [main] = slots as [PreparedNames['slots'][number]];
  const people = words32(main.given.length);
  for (let row = 0; row < people.length; row += 1)
    people[row] = mix(main.given[row] as number, main.family[row] as number);
  return people;
}

function datesOf({ codes, values }: Column): Words {
  return ofRows(
    codes,
    byValue(values, (text) => Number((normalizeDate(text) ?? '').replaceAll('-', ''))),
  );
}

function emailText(text: string): string {
  const address = /<([^<>\s]{1,320})>/.exec(text.slice(0, 600))?.[1] ?? text;
  return isMeaningless({ kind: 'email', value: address }) ? '' : (normalizeEmail(address)?.value ?? '');
}

/** What is left of a number is the same with its country in front and without. */
const nationalDigits = 10;
const fewestDigits = 6;
const extension = /x|ext|#/i;

function phoneText(text: string): string {
  const digits = (text.slice(0, 100).split(extension)[0] as string).replace(/\D/g, '').slice(-nationalDigits);
  return digits.length < fewestDigits || isFiller(digits) ? '' : digits;
}

/** One digit over and over, or digits in a row: typed where a number was asked for and none was given. */
function isFiller(digits: string): boolean {
  const step = (digits.charCodeAt(1) - digits.charCodeAt(0) + 10) % 10;
  if (step !== 0 && step !== 1 && step !== 9) return false;
  for (let index = 2; index < digits.length; index += 1)
    if ((digits.charCodeAt(index) - digits.charCodeAt(index - 1) + 10) % 10 !== step) return false;
  return true;
}

const wordsText = (text: string): string => words(text.slice(0, 200)).join(' ');

const organizationText = (text: string): string => normalizeOrganization(text)?.value ?? '';

const lettersAndDigits = (text: string): string => fold(text.slice(0, 200)).replace(/[^\p{L}\p{N}]/gu, '');
