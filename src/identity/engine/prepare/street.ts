import { words } from '../../normalize/text.js';

/** Usual words of streets, shortened alike. */
const shortened = new Map(
  (
    'street st|avenue ave|av ave|road rd|drive dr|lane ln|court ct|boulevard blvd|place pl|circuit cct|crescent cres|close cl|' +
    'terrace tce|highway hwy|square sq|parkway pkwy|way wy|north n|south s|east e|west w|strasse str'
  )
    .split('|')
    .map((pair) => pair.split(' ') as [string, string]),
);

/** Words before the number of a flat, an office or a floor. */
const unitWords = new Set('apt apartment unit suite ste flat floor fl room rm bldg building'.split(' '));
const numberSign = /#\s*([\p{L}\p{N}-]{1,10})\s*$/u;

/**
 * A street with its usual words shortened, and the unit in its building.
 *
 * @example
 * readStreet('12 Elm Street, Unit 4') // { street: '12 elm st', unit: '4' }
 */
export function readStreet(text: string): { street: string; unit: string } {
  const written = text.slice(0, 300);
  const sign = written.includes('#') ? numberSign.exec(written) : null;
  const all = words(sign ? written.slice(0, sign.index) : written).map((word) => shortened.get(word) ?? word);
  if (sign) return { street: all.join(' '), unit: (sign[1] as string).toLowerCase() };
  const at = all.findIndex((word, index) => index > 0 && index + 1 < all.length && unitWords.has(word));
  if (at < 0) return { street: all.join(' '), unit: '' };
  return { street: [...all.slice(0, at), ...all.slice(at + 2)].join(' '), unit: all[at + 1] as string };
}
