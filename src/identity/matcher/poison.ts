import { soundex } from '../normalize/soundex.js';
import type { Traits } from './traits.js';

/** A mailbox, number or page under which so many different people stand identifies none of them. */
const mostPeople = 10;

/**
 * The same records without identifiers that too many different people share: switchboards, placeholders that no list
 * knows, the
 * page of an organization. People are told apart by their names, so that copies of one person poison nothing.
 */
export function withoutShared(records: readonly Traits[]): Traits[] {
  const people = new Map<string, Set<string>>();
  for (const traits of records) {
    const person = personOf(traits);
    for (const key of identifierKeys(traits)) {
      const known = people.get(key);
      if (known) known.add(person);
      else people.set(key, new Set([person]));
    }
  }
  const shared = new Set([...people].filter(([, names]) => names.size > mostPeople).map(([key]) => key));
  if (shared.size === 0) return [...records];
  return records.map((traits) => ({
    ...traits,
    emails: traits.emails.filter(({ value }) => !shared.has(`email:${value}`)),
    phones: traits.phones.filter(({ value }) => !shared.has(`phone:${value}`)),
    pages: traits.pages.filter(({ value }) => !shared.has(`url:${value}`)),
  }));
}

function* identifierKeys({ emails, phones, pages }: Traits): Generator<string> {
  for (const { value } of emails) yield `email:${value}`;
  for (const { value } of phones) yield `phone:${value}`;
  for (const { value } of pages) yield `url:${value}`;
}

/** Misspelled copies of a name sound alike, so they count once; so do records without any name. */
function personOf({ names, organizationNames }: Traits): string {
  const [name] = names;
  if (!name) return organizationNames[0]?.value ?? '';
  return [soundex(name.given), soundex(name.family.split(' ').at(-1) ?? '')].sort().join(' ');
}
