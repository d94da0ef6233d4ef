import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { Instant } from '../../../core/model/instant.js';
import { scopeOf } from '../../../core/model/scope.js';
import type { Profile } from '../../../core/model/source-record.js';
import type { LogEntry } from './log-fields.js';

/** Somebody whom a log names. */
export interface LoggedPerson {
  name?: string;
  email?: string;
  phone?: string;
  company?: string;
}

const mostPeople = 1000;
const short = z.coerce.string().max(1000).optional().catch(undefined);
const personObject = z.object({ name: short, email: short, phone: short, company: short });

/**
 * The people whom fields of a row name. Lists are parted at `;`, `|` and line ends; names, addresses and numbers in lists
 * of the same length belong together.
 */
export function peopleIn({
  who,
  email,
  phone,
  company,
}: Pick<LogEntry, 'who' | 'email' | 'phone' | 'company'>): LoggedPerson[] {
  const named = listOf(who).flatMap(personOf);
  const lists = { email: textsOf(email), phone: textsOf(phone), company: textsOf(company) };
  const count = Math.max(named.length, lists.email.length, lists.phone.length);
  const people: LoggedPerson[] = [];
  for (let at = 0; at < Math.min(count, mostPeople); at += 1) {
    const person: LoggedPerson = { ...named[at] };
    for (const field of ['email', 'phone', 'company'] as const) {
      const list = lists[field];
      // What stands once belongs to all who are named only where it is a company.
      const value = list.length === count || count === 1 ? list[at] : field === 'company' ? list[0] : list[at];
      if (value && !person[field]) person[field] = value;
    }
    people.push(person);
  }
  return people.filter((person) => person.name || emailOf(person.email) || phoneOf(person.phone));
}

function personOf(said: unknown): LoggedPerson[] {
  if (typeof said === 'object' && said !== null) {
    const parsed = personObject.safeParse(said).data ?? {};
    const known = Object.entries(parsed).flatMap(([key, value]) => (value?.trim() ? [[key, value.trim()]] : []));
    return [Object.fromEntries(known) as LoggedPerson];
  }
  return textsOf(said).map((text) => {
    const [, name, address] = /^([^<]*)<([^<>]+)>$/.exec(text) ?? [];
    if (address) return { ...(name?.trim() && { name: name.trim() }), ...contactOf(address.trim()) };
    return contactOf(text);
  });
}

/** An address, a number, else a name. */
function contactOf(text: string): LoggedPerson {
  if (emailOf(text)) return { email: text };
  return phoneOf(text) ? { phone: text } : { name: text };
}

const listOf = (said: unknown): unknown[] => (Array.isArray(said) ? said.slice(0, mostPeople) : [said]);

function textsOf(said: unknown): string[] {
  return listOf(said).flatMap((one) =>
    typeof one === 'string' || typeof one === 'number'
      ? String(one)
          .split(/[;|\n]/)
          .map((part) => part.trim())
          .filter((part) => part !== '' && part.length <= 1000)
      : [],
  );
}

export function emailOf(text: string | undefined): string | undefined {
  const address = text?.trim().normalize('NFC').toLowerCase();
  return address && address.length <= 320 && /^[^\s@<>"(),:;]+@[^\s@<>"(),:;]+\.[^\s@<>"(),:;.]{2,}$/.test(address)
    ? address
    : undefined;
}

/** A number by its digits, with the plus of one that names its country. */
export function phoneOf(text: string | undefined): string | undefined {
  if (!text || !/^(?:tel:)?\s*\+?[\d\s()./-]+$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, '');
  if (digits.length < 5 || digits.length > 20) return undefined;
  if (text.includes('+')) return `+${digits}`;
  return digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
}

/** Whether somebody is one of us. */
export type IsOwn = (person: LoggedPerson) => boolean;

/**
 * Reads who we are: addresses, `@domain` for everybody there, numbers, names.
 *
 * @throws KenningError `invalid` for an empty entry.
 */
export function ownPeople(list: readonly string[]): { isOwn: IsOwn; people: LoggedPerson[] } {
  const known = new Set<string>();
  const domains = new Set<string>();
  const people: LoggedPerson[] = [];
  for (const entry of list) {
    if (/^@[^\s@]+$/.test(entry.trim())) domains.add(entry.trim().slice(1).toLowerCase());
    else {
      const [person] = personOf(entry);
      if (!person)
        throw new KenningError('invalid', `logbook.own: ${JSON.stringify(entry.slice(0, 100))} names nobody`);
      people.push(person);
      for (const key of keysOf(person)) known.add(key);
    }
  }
  const isOwn: IsOwn = (person) => {
    const domain = emailOf(person.email)?.split('@').at(-1);
    return keysOf(person).some((key) => known.has(key)) || (domain !== undefined && domains.has(domain));
  };
  return { isOwn, people };
}

function keysOf({ name, email, phone }: LoggedPerson): string[] {
  return [emailOf(email), phoneOf(phone), name && folded(name)].filter(
    (key) => key !== undefined && key !== '',
  ) as string[];
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** The profile of somebody: by address, else by number, else by the name in this log alone. */
export function profileOf(
  person: LoggedPerson,
  { own, at, realm }: { own: boolean; at: Instant; realm: string },
): Profile {
  const { name, company } = person;
  const [email, phone] = [emailOf(person.email), phoneOf(person.phone)];
  const source = email ? 'email' : phone ? 'phone' : scopeOf('logbook', realm);
  return {
    kind: 'profile',
    source,
    externalId: (email ?? phone ?? `name:${folded(name ?? '')}`).slice(0, 1000),
    party: 'person',
    ...(own && { own: true }),
    identifiers: [
      ...(email ? [{ kind: 'email', scope: '', value: email }] : []),
      ...(phone && person.phone ? [{ kind: 'phone', scope: '', value: person.phone.trim() }] : []),
    ],
    attributes: { ...(name && { name }), ...(company && { organization: company }) },
    origin: 'import',
    observedAt: at,
    partial: true,
  };
}
