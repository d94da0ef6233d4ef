import { damerauLevenshtein } from '../compare/damerau-levenshtein.js';
import { tokenSet } from '../compare/token-set.js';
import { type Agreement, agreement } from './agreement.js';
import type { Shares } from './frequencies.js';
import type { Place } from './place.js';
import type { Traits } from './traits.js';
import { wordLevel } from './word-level.js';

/** Compares dates of birth: their three parts, allowing for day and month in each other's place and for slips. */
export function compareBirthDates(a: Traits, b: Traits, shares: Shares, out: Agreement[]): void {
  if (!a.birthDate || !b.birthDate) return;
  const level = dateLevel(a.birthDate, b.birthDate);
  const share = level === 'exact' ? shares.value(`birth-date:${a.birthDate}`) : undefined;
  out.push(agreement('birth-date', level, a.firm && b.firm, share));
}

/** Both are `YYYY-MM-DD`. */
function dateLevel(a: string, b: string): string {
  if (a === b) return 'exact';
  const year = a.startsWith(b.slice(0, 4));
  const month = a.slice(5, 7);
  const day = a.slice(8);
  const otherMonth = b.slice(5, 7);
  const otherDay = b.slice(8);
  if (year && month === otherDay && day === otherMonth) return 'swapped';
  const edits = damerauLevenshtein(a, b, 2);
  if (edits <= 1) return 'slip';
  if (Number(year) + Number(month === otherMonth) + Number(day === otherDay) === 2) return 'two-parts';
  return edits === 2 ? 'two-slips' : 'different';
}

/** Compares addresses: how small a place they share. What is only a place in words counts as a location. */
export function comparePlaces(a: Traits, b: Traits, shares: Shares, out: Agreement[]): void {
  if (!a.place || !b.place) return;
  const firm = a.firm && b.firm;
  const found = addressLevel(a.place, b.place);
  if (found) {
    const value = found.of && a.place[found.of];
    out.push(agreement('address', found.level, firm, value ? shares.value(`${found.of}:${value}`) : undefined));
    return;
  }
  const levels = [locationLevel(a.place, b.place), locationLevel(b.place, a.place)];
  const level = levels.includes('same') ? 'same' : (levels[0] ?? levels[1]);
  if (level) out.push(agreement('location', level, firm));
}

/** A level, and the part of the address whose rarity counts. */
interface AddressLevel {
  level: string;
  of?: 'street' | 'postalCode' | 'city' | 'region';
}

function addressLevel(a: Place, b: Place): AddressLevel | undefined {
  const samePostalCode = a.postalCode !== '' && a.postalCode === b.postalCode;
  const city = a.city && b.city ? wordLevel(a.city, b.city) : undefined;
  if (a.street && b.street) {
    const apart = (a.postalCode && b.postalCode && !samePostalCode) || city === 'different' || city === 'near';
    const nearby = samePostalCode || city === 'exact' || city === 'close' || !apart;
    const level = nearby ? streetLevel(a.street, b.street) : undefined;
    if (level) return level === 'same' ? { level, of: 'street' } : { level };
  }
  if (a.text.length > 12 && a.text === b.text) return { level: 'same' };
  if (samePostalCode) return { level: 'postal-code', of: 'postalCode' };
  if (city === 'exact') return { level: 'city', of: 'city' };
  if (city === 'close' || city === 'near') return { level: 'like-city' };
  if (a.region && b.region) return a.region === b.region ? { level: 'region', of: 'region' } : { level: 'different' };
  return (a.street && b.street) || (a.postalCode && b.postalCode) || city ? { level: 'different' } : undefined;
}

/** Streets that differ by a few letters are one when their house numbers are. */
function streetLevel(a: string, b: string): 'same' | 'street' | undefined {
  if (a === b) return 'same';
  const allowed = Math.min(3, Math.floor(Math.min(a.length, b.length) / 5));
  if (allowed === 0) return undefined;
  const edits = damerauLevenshtein(a, b, allowed);
  if (edits > allowed) return undefined;
  return edits === 1 || /\d+/.exec(a)?.[0] === /\d+/.exec(b)?.[0] ? 'street' : undefined;
}

/** A text such as `Juneau, AK` against a city or another text. */
function locationLevel(a: Place, b: Place): 'same' | 'different' | undefined {
  if (!a.text) return undefined;
  if (b.city) return a.text.includes(` ${b.city} `) ? 'same' : 'different';
  if (!b.text) return undefined;
  const left = a.text.trim().split(' ');
  const right = b.text.trim().split(' ');
  return left[0] === right[0] || tokenSet(left, right) >= 0.6 ? 'same' : 'different';
}
