import { splitHandle } from '../normalize/handle.js';
import { nicknamesOf } from '../normalize/nicknames.js';
import type { Traits } from './traits.js';

/** How many records have what, of how many. */
export interface Counts {
  total: number;
  counts: ReadonlyMap<string, number>;
}

/**
 * How often values occur in a set of records, so that agreeing on a rare one counts for more than on a common one.
 * Plain data: it may be kept and given to a later matcher.
 */
export interface Frequencies {
  /** How many records have a word in one of their names, by folded word. */
  words: Counts;
  /** How many records have a value in a field, by `field:value`: `city:york`, `birth-date:1970-01-01`. */
  values: Counts;
}

/** The share of records that have a word in a name, or a value in a field; `undefined` when too little was counted. */
export interface Shares {
  word(word: string): number | undefined;
  value(key: string): number | undefined;
}

/** Fewer records than this do not tell what is common. */
const fewest = 200;
/**
 * What was seen once is this often in as much of the world (Good and Turing: most of what was seen once is rarer than
 * that).
 */
const seenOnce = 0.4;

/** The shares that frequencies give; without any, none is known. */
export function sharesOf(frequencies?: Frequencies): Shares {
  const share = (known: Counts | undefined, key: string): number | undefined =>
    known && known.total >= fewest
      ? Math.max((known.counts.get(key) ?? 0) - (1 - seenOnce), seenOnce) / known.total
      : undefined;
  return { word: (word) => share(frequencies?.words, word), value: (key) => share(frequencies?.values, key) };
}

/** Counts the words of names and the values of records. */
export function frequenciesOf(records: readonly Traits[]): Frequencies {
  return { words: counted(records, wordsOfNames), values: counted(records, valuesOf) };
}

/**
 * Frequencies that also count the names of profiles, from their display names and from the words of their handles as
 * far as they are names of the records or other forms of these. A short list of contacts alone can not tell which names
 * are common; many profiles can. A form that no contact bears is not rare for that: in a list with a Charles and no Carl,
 * every Carl would seem to be Charles.
 */
export function alsoCounting({ words, values }: Frequencies, profiles: readonly Traits[]): Frequencies {
  const { counts: known } = words;
  const names = new Set(known.keys());
  for (const name of known.keys()) for (const form of nicknamesOf(name)) names.add(form);
  const isName = (word: string): boolean => word.length > 2 && names.has(word);
  const more = counted(profiles, (profile) => {
    const found = wordsOfNames(profile);
    for (const { words: parts } of profile.accounts)
      for (const part of parts) for (const word of splitHandle(part, isName)) if (isName(word)) found.add(word);
    return found;
  });
  const counts = new Map(known);
  for (const [word, count] of more.counts) if (names.has(word)) counts.set(word, (known.get(word) ?? 0) + count - 1);
  return { words: { total: words.total + more.total, counts }, values };
}

/** The words of a record's names, each once; initials are none. */
export function wordsOfNames({ names }: Traits): Set<string> {
  const found = new Set<string>();
  for (const { given, middle, family } of names)
    for (const word of [given, ...middle, ...family.split(' ')]) if (word.length > 1) found.add(word);
  return found;
}

/** The values of a record that are counted besides the words of its names. */
function valuesOf({ place, birthDate, employers, emails, organizationNames, title }: Traits): Set<string> {
  const values = new Set<string>();
  if (birthDate) values.add(`birth-date:${birthDate}`);
  for (const part of ['street', 'postalCode', 'city', 'region'] as const)
    if (place?.[part]) values.add(`${part}:${place[part]}`);
  for (const { value } of employers) values.add(`organization:${value}`);
  for (const { local } of emails) values.add(`local:${local}`);
  for (const { value } of organizationNames) values.add(`name:${value}`);
  if (title.length > 0) values.add(`title:${[...title].sort().join(' ')}`);
  return values;
}

function counted(records: readonly Traits[], of: (traits: Traits) => ReadonlySet<string>): Counts {
  const counts = new Map<string, number>();
  for (const traits of records) for (const key of of(traits)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return { total: records.length, counts };
}
