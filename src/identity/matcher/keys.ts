import type { PersonName } from '../normalize/name.js';
import { fullNames } from '../normalize/nicknames.js';
import { soundex } from '../normalize/soundex.js';
import type { Traits } from './traits.js';

/** A record has no more keys than this; those that say most come first. */
export const mostKeys = 20;

/**
 * The keys under which a record is found, the most telling first: identifiers as they are compared, then what of name,
 * date of birth and place survives a slip of a key. Each begins with its kind.
 */
export function keysOf(traits: Traits): string[] {
  const keys = new Set<string>();
  for (const { kind, scope, value } of traits.ids)
    keys.add(kind === 'account-id' ? `account:${scope}:${value}` : `${kind}:${scope}:${value}`);
  for (const { value } of traits.emails.slice(0, 4)) keys.add(`email:${value}`);
  for (const { ending } of traits.phones.slice(0, 4)) keys.add(`phone:${ending}`);
  for (const { squashed } of traits.accounts.slice(0, 8)) keys.add(`handle:${squashed}`);
  for (const { value, path } of traits.pages.slice(0, 3)) if (value.length > 4 || path) keys.add(`url:${value}`);
  for (const key of traits.person ? personKeys(traits) : organizationKeys(traits)) keys.add(key);
  return [...keys].slice(0, mostKeys);
}

function personKeys(traits: Traits): string[] {
  const { names, birthDate, place } = traits;
  const keys: string[] = [];
  const [main] = names;
  if (birthDate && main)
    for (const initial of new Set([main.given[0], main.family[0]]))
      if (initial) keys.push(`born:${birthDate}:${initial}`);
  for (const name of names.slice(0, 3)) {
    const full = fullKey(name);
    if (full) keys.push(full);
  }
  if (main?.given && main.family) {
    const last = main.family.split(' ').at(-1) as string;
    const joined = main.family.replaceAll(' ', '');
    keys.push(`handle:${main.given}${joined}`, `handle:${main.given[0]}${joined}`);
    // Sorted, so that names in each other's place meet.
    keys.push(`nb:${[`${soundex(main.given)}`, soundex(last)].sort().join(':')}`);
    keys.push(`nb:${main.given[0]}:${soundex(last)}`);
    if (birthDate) keys.push(`nb:${soundex(last)}:${birthDate.slice(0, 4)}`);
    if (place?.postalCode) keys.push(`nb:${soundex(last)}:${place.postalCode}`);
    if (place?.city) keys.push(`nb:${soundex(last)}:${place.city}`);
  }
  if (place?.street) keys.push(`street:${place.street}:${place.postalCode || place.city}`);
  for (const { local } of traits.emails.slice(0, 2)) {
    // People call their mailbox as they call themselves elsewhere.
    const box = local.replace(/[^\p{L}\p{N}]/gu, '');
    if (box.length >= 5) keys.push(`handle:${box}`);
  }
  return keys;
}

function organizationKeys({ organizationNames, place }: Traits): string[] {
  const keys: string[] = [];
  for (const { value, words, acronym } of organizationNames.slice(0, 4)) {
    keys.push(`org:${value.replaceAll(' ', '')}`, `org:${[...words].sort().slice(0, 2).join(' ')}`);
    if (acronym.length > 1) keys.push(`org:${acronym}`);
    if (place?.postalCode) keys.push(`org:${(words[0] as string).slice(0, 3)}:${place.postalCode}`);
  }
  return keys;
}

/**
 * The words of a name in order, a nickname as the first full name it stands for: `bill smith` and `Smith, William`
 * meet.
 */
function fullKey({ given, family }: PersonName): string | undefined {
  if (!given || !family || given.length < 2 || family.length < 2) return undefined;
  const full = fullNames(given);
  const formal = full.length > 1 ? (full.slice(1).sort()[0] as string) : given;
  return `name:${[formal, ...family.split(' ')].sort().join(' ')}`;
}
