import { byValue, dictionary, ofRows } from '../columns/dictionary.js';
import type { Words } from '../columns/memory.js';
import type { Census } from './census.js';
import { type Comparer, hashOf, level, open } from './comparison.js';
import { editsAbove, editsOf, jaroWinklerOf, similarityBelow } from './similarity.js';
import { lengthOf, packTexts, signatureOf, type Texts } from './texts.js';
import { compareValues, type GlanceAtValues, type PreparedValues, preparedValues, valuesAtGlance } from './values.js';

export interface PreparedEmails extends PreparedValues {
  compared: 'emails';
  /** What stands before the `@`, by the number of the address. */
  local: Words;
  domain: Words;
  /** The local part without its digits, by the number of the local part. */
  letters: Words;
  locals: Texts;
  domains: Texts;
}

const levels = [
  level('missing', 1, 1),
  level('different', 0.3, 0.995),
  level('near', 0.04, 0.002),
  level('other-number', 0.01, 0.0002),
  level('same-local', 0.06, 0.0001),
  level('close', 0.08, 0.00002),
];
const [different, near, otherNumber, sameLocal, close] = [1, 2, 3, 4, 5];
const nearFrom = 0.88;
const shortestLocal = 4;
const beginning = 5;

/** Prepares normalized addresses of e-mail. */
export function preparedEmails(
  name: string,
  slots: readonly Words[],
  values: readonly string[],
  census: Census,
): PreparedEmails {
  const locals = dictionary();
  const domains = dictionary();
  const local = byValue(values, (text) => locals.code(text.slice(0, text.lastIndexOf('@'))));
  const domain = byValue(values, (text) => domains.code(text.slice(text.lastIndexOf('@') + 1)));
  const letters = byValue(locals.values, (text) => hashOf(text.replace(/\d+/g, '')));
  const beginnings = byValue(locals.values, (text) => (text.length > beginning ? hashOf(text.slice(0, beginning)) : 0));
  const locally = slots.map((codes) => ofRows(codes, local));
  const keyed = (rows: readonly Words[], texts: readonly string[]): Words[] => {
    const hashes = byValue(texts, hashOf);
    return rows.map((codes) => ofRows(codes, hashes));
  };
  const keys = [
    { name, slots: keyed(slots, values), alone: true, agrees: { [name]: 0.5 } },
    { name: `${name}: before the @`, slots: keyed(locally, locals.values), alone: true, agrees: { [name]: 0.56 } },
    {
      name: `${name}: beginning`,
      slots: locally.map((codes) => ofRows(codes, beginnings)),
      alone: false,
      agrees: { [name]: 0.62 },
    },
    {
      name: `${name}: domain`,
      slots: keyed(
        slots.map((codes) => ofRows(codes, domain)),
        domains.values,
      ),
      alone: false,
      agrees: { [name]: 0.6 },
    },
  ];
  return {
    ...preparedValues({ name, role: 'own', levels, m: 0.5, u: 0.000_001 }, slots, values, census),
    keys,
    compared: 'emails',
    local,
    domain,
    letters,
    locals: packTexts(locals.values),
    domains: packTexts(domains.values),
  };
}

export const emailsAtGlance = (prepared: PreparedEmails): Words | undefined =>
  valuesAtGlance(prepared, {
    signature: (address) => signatureOf(prepared.locals, prepared.local[address] as number),
    length: (address) => lengthOf(prepared.locals, prepared.local[address] as number),
  });

/** Compares addresses of e-mail, each side of the `@` by itself. */
export function compareEmails(prepared: PreparedEmails): Comparer {
  const { local, domain, letters, locals, domains } = prepared;
  // Most addresses are told apart by their letters.
  const glanceAt: GlanceAtValues = (ourLength, ours, length, theirs) =>
    similarityBelow(ourLength, ours, length, theirs) < nearFrom && editsAbove(ours, theirs) > 2 ? different : open;
  const levelOf = (left: number, right: number): number => {
    const ours = local[left] as number;
    const theirs = local[right] as number;
    const our = domain[left] as number;
    const their = domain[right] as number;
    const longEnough = lengthOf(locals, ours) >= shortestLocal;
    if (ours === theirs) return editsOf(domains, our, their, 2) <= 2 ? close : longEnough ? sameLocal : near;
    const apart = our === their ? 0 : editsOf(domains, our, their, 1);
    if (apart <= 1) {
      // `ann.lee1` and `ann.lee2` were made to be told apart.
      if (letters[ours] === letters[theirs]) return otherNumber;
      if (longEnough && editsOf(locals, ours, theirs, 2 - apart) <= 2 - apart) return close;
    }
    if (jaroWinklerOf(locals, ours, theirs, nearFrom) < nearFrom) return different;
    return apart === 0 || jaroWinklerOf(domains, our, their, 0.8) >= 0.8 ? near : different;
  };
  return compareValues(prepared, levelOf, glanceAt);
}
