import { byValue, ofRows } from '../columns/dictionary.js';
import { type Bytes, type Words, words32 } from '../columns/memory.js';
import {
  different,
  editsAllowed,
  elsewhere,
  glanceAtAddresses,
  addressLevels as levels,
  likeCity,
  likeCityFrom,
  likePostalCode,
  likeStreet,
  otherUnit,
  sameRegion,
} from './addresses-at-glance.js';
import type { Census } from './census.js';
import { type CompareRows, type Comparer, hashOf, type Key, mixed, type Prepared } from './comparison.js';
import { type ExactLevels, exactLevels } from './exact-levels.js';
import { editsOf, jaroWinklerOf } from './similarity.js';
import { lengthOf, packTexts, type Texts } from './texts.js';

/** Addresses by row, each part by number, 0 where it is unknown; units and regions by numbers that their content gives. */
export interface Addresses {
  /** House number and street, without the unit. */
  street: Words;
  streets: readonly string[];
  unit: Words;
  city: Words;
  cities: readonly string[];
  postalCode: Words;
  postalCodes: readonly string[];
  region: Words;
}

export interface PreparedAddresses extends Prepared {
  compared: 'addresses';
  street: Words;
  unit: Words;
  city: Words;
  postalCode: Words;
  region: Words;
  streets: Texts;
  cities: Texts;
  postalCodes: Texts;
  /** The house number in each street. */
  houses: Words;
  streetExact: Bytes;
  cityExact: Bytes;
  postalCodeExact: Bytes;
}

/** Prepares addresses as one field, since street, postal code and city hang together. */
export function preparedAddresses(name: string, addresses: Addresses, census: Census): PreparedAddresses {
  const { street, unit, city, postalCode, region, streets, cities, postalCodes } = addresses;
  const part = (of: string, values: readonly string[]) => ({ name: `${name}: ${of}`, values, census });
  const byCity = exactLevels(part('city', cities), [city], levels.length, { m: 0.15, u: 0.02 });
  const afterCity = levels.length + byCity.levels.length;
  const byPostalCode = exactLevels(part('postal code', postalCodes), [postalCode], afterCity, { m: 0.15, u: 0.001 });
  const byStreet = exactLevels(part('street', streets), [street], afterCity + byPostalCode.levels.length, {
    m: 0.5,
    u: 0.000_1,
  });
  // Which part decides depends on the others, so that how often is drawn, not counted.
  const of = (part: string, { levels: exact }: ExactLevels) =>
    exact.map((one) => ({ ...one, name: `${part}: ${one.name}`, counted: false }));
  const area = byValue(postalCodes, (code) => (code.length > 3 ? hashOf(code.slice(0, 3)) : 0));
  const houses = byValue(streets, (text) => Number(/\d{1,8}/.exec(text)?.[0] ?? 0));
  const keyed = (codes: Words, values: readonly string[]): Words => ofRows(codes, byValue(values, hashOf));
  const streetKey = keyed(street, streets);
  const postalKey = keyed(postalCode, postalCodes);
  const keys: Key[] = [
    { name: `${name}: street`, slots: [streetKey], alone: true, agrees: { street: 0.55 } },
    { name: `${name}: postal code`, slots: [postalKey], alone: true, agrees: { place: 0.68 } },
    {
      name: `${name}: street and postal code`,
      slots: [mixed(streetKey, postalKey)],
      alone: false,
      agrees: { street: 0.55, place: 0.68 },
    },
    {
      name: `${name}: house and postal code`,
      slots: [mixed(ofRows(street, houses), postalKey)],
      alone: false,
      agrees: { street: 0.62, place: 0.68 },
    },
    { name: `${name}: city`, slots: [keyed(city, cities)], alone: false, agrees: { place: 0.72 } },
    { name: `${name}: postal area`, slots: [ofRows(postalCode, area)], alone: false, agrees: { place: 0.74 } },
  ];
  return {
    compared: 'addresses',
    fields: [
      {
        name,
        role: 'shared',
        levels: [...levels, ...of('city', byCity), ...of('postal code', byPostalCode), ...of('street', byStreet)],
        graded: levels.length,
      },
    ],
    keys,
    street,
    unit,
    city,
    postalCode,
    region,
    houses,
    streets: packTexts(streets),
    cities: packTexts(cities),
    postalCodes: packTexts(postalCodes),
    streetExact: byStreet.of,
    cityExact: byCity.of,
    postalCodeExact: byPostalCode.of,
  };
}

/** Compares addresses: how small a place they share. */
export function compareAddresses(prepared: PreparedAddresses): Comparer {
  const { street, unit, city, postalCode, region, streets, cities, postalCodes, houses } = prepared;
  const { streetExact, cityExact, postalCodeExact } = prepared;
  const areCitiesAlike = (a: number, b: number): boolean =>
    a !== 0 && b !== 0 && (a === b || jaroWinklerOf(cities, a, b, likeCityFrom) >= likeCityFrom);
  const arePostalCodesAlike = (a: number, b: number): boolean =>
    a !== 0 && b !== 0 && editsOf(postalCodes, a, b, 1) <= 1;
  /** Streets that differ by a few letters are one when their house numbers are. */
  const areStreetsAlike = (a: number, b: number): boolean => {
    const allowed = editsAllowed(lengthOf(streets, a), lengthOf(streets, b));
    if (allowed === 0) return false;
    const edits = editsOf(streets, a, b, allowed);
    return edits <= allowed && (edits === 1 || houses[a] === houses[b]);
  };
  const compare: CompareRows = (left, right, levels, at) => {
    const ourStreet = street[left] as number;
    const theirStreet = street[right] as number;
    const ourCity = city[left] as number;
    const theirCity = city[right] as number;
    const ourCode = postalCode[left] as number;
    const theirCode = postalCode[right] as number;
    const streetsKnown = ourStreet !== 0 && theirStreet !== 0;
    const citiesKnown = ourCity !== 0 && theirCity !== 0;
    const codesKnown = ourCode !== 0 && theirCode !== 0;
    const sameCode = codesKnown && ourCode === theirCode;
    const sameCity = citiesKnown && ourCity === theirCity;
    const apart = !sameCode && !sameCity && (codesKnown || citiesKnown);
    if (streetsKnown && ourStreet === theirStreet) {
      const ours = unit[left] as number;
      const theirs = unit[right] as number;
      if (apart && !areCitiesAlike(ourCity, theirCity) && !arePostalCodesAlike(ourCode, theirCode))
        levels[at] = elsewhere;
      else levels[at] = ours !== 0 && theirs !== 0 && ours !== theirs ? otherUnit : (streetExact[ourStreet] as number);
    } else if (streetsKnown && !apart && areStreetsAlike(ourStreet, theirStreet)) levels[at] = likeStreet;
    else if (sameCode) levels[at] = postalCodeExact[ourCode] as number;
    else if (sameCity) levels[at] = cityExact[ourCity] as number;
    else if (arePostalCodesAlike(ourCode, theirCode)) levels[at] = likePostalCode;
    else if (areCitiesAlike(ourCity, theirCity)) levels[at] = likeCity;
    else {
      const ours = region[left] as number;
      const theirs = region[right] as number;
      const regionsKnown = ours !== 0 && theirs !== 0;
      if (regionsKnown && ours === theirs) levels[at] = sameRegion;
      else levels[at] = streetsKnown || citiesKnown || codesKnown || regionsKnown ? different : 0;
    }
  };
  const { glances } = prepared;
  return { ...(glances && { glance: glanceAtAddresses({ glances, region }) }), compare };
}

/** Where a table has no such column. */
export const noAddressPart = (size: number): { codes: Words; values: string[] } => ({
  codes: words32(size),
  values: [''],
});
