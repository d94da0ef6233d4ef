import { type Bytes, type Words, words32 } from '../columns/memory.js';
import { type CompareRows, type GlanceAtRows, level, open, orOpen } from './comparison.js';
import { editsAbove, similarityBelow } from './similarity.js';
import { lengthOf, signatureOf, type Texts } from './texts.js';

export const addressLevels = [
  level('missing', 1, 1),
  level('different', 0.1, 0.85),
  level('region', 0.05, 0.1),
  level('like-city', 0.02, 0.01),
  level('like-postal-code', 0.02, 0.003),
  level('street-elsewhere', 0.02, 0.0001),
  level('like-street', 0.05, 0.0001),
  level('other-unit', 0.02, 0.0001),
];
export const [different, sameRegion, likeCity, likePostalCode, elsewhere, likeStreet, otherUnit] = [
  1, 2, 3, 4, 5, 6, 7,
];
export const likeCityFrom = 0.88;

/** So many slips are allowed in streets of these lengths. */
export const editsAllowed = (ourLength: number, length: number): number =>
  Math.min(3, Math.floor(Math.min(ourLength, length) / 5));

/** Of an address at a glance: street, city and postal code by number and signature, the house, then lengths and levels. */
const glanceSize = 8;

export interface AddressCodes {
  street: Words;
  city: Words;
  postalCode: Words;
  streets: Texts;
  cities: Texts;
  postalCodes: Texts;
  /** The house number in each street. */
  houses: Words;
  streetExact: Bytes;
  cityExact: Bytes;
  postalCodeExact: Bytes;
}

/** What a glance at addresses needs, a few numbers a row that lie together. */
export function addressesAtGlance({ street, city, postalCode, ...of }: AddressCodes): Words {
  const glances = words32(glanceSize * street.length);
  for (let row = 0, at = 0; row < street.length; row += 1, at += glanceSize) {
    const [road, town, code] = [street[row] as number, city[row] as number, postalCode[row] as number];
    glances[at] = road;
    glances[at + 1] = signatureOf(of.streets, road);
    glances[at + 2] = town;
    glances[at + 3] = signatureOf(of.cities, town);
    glances[at + 4] = code;
    glances[at + 5] = signatureOf(of.postalCodes, code);
    glances[at + 6] = of.houses[road] as number;
    glances[at + 7] =
      (lengthOf(of.streets, road) << 25) |
      (lengthOf(of.cities, town) << 18) |
      ((of.streetExact[road] as number) << 12) |
      ((of.cityExact[town] as number) << 6) |
      (of.postalCodeExact[code] as number);
  }
  return glances;
}

/** What two addresses tell at a glance. */
export function glanceAtAddresses({ glances, region }: { glances: Words; region: Words }): GlanceAtRows {
  const glance: CompareRows = (left, right, levels, at) => {
    const ours = glanceSize * left;
    const theirs = glanceSize * right;
    const ourStreet = glances[ours] as number;
    const theirStreet = glances[theirs] as number;
    const ourCity = glances[ours + 2] as number;
    const theirCity = glances[theirs + 2] as number;
    const ourCode = glances[ours + 4] as number;
    const theirCode = glances[theirs + 4] as number;
    const ourInfo = glances[ours + 7] as number;
    const theirInfo = glances[theirs + 7] as number;
    const streetsKnown = ourStreet !== 0 && theirStreet !== 0;
    const citiesKnown = ourCity !== 0 && theirCity !== 0;
    const codesKnown = ourCode !== 0 && theirCode !== 0;
    const sameCode = codesKnown && ourCode === theirCode;
    const sameCity = citiesKnown && ourCity === theirCity;
    if (streetsKnown && ourStreet === theirStreet) {
      levels[at] = orOpen((ourInfo >>> 12) & 63);
      return;
    }
    let isLikeStreet = false;
    if (streetsKnown && (sameCode || sameCity || !(codesKnown || citiesKnown))) {
      const allowed = editsAllowed(ourInfo >>> 25, theirInfo >>> 25);
      const edits = editsAbove(glances[ours + 1] as number, glances[theirs + 1] as number);
      const sameHouse = glances[ours + 6] === glances[theirs + 6];
      isLikeStreet = allowed > 0 && edits <= (sameHouse ? allowed : 1);
    }
    if (sameCode) levels[at] = isLikeStreet ? orOpen(ourInfo & 63) : ourInfo & 63;
    else if (sameCity) levels[at] = isLikeStreet ? orOpen((ourInfo >>> 6) & 63) : (ourInfo >>> 6) & 63;
    else if (isLikeStreet) levels[at] = open;
    else if (codesKnown && editsAbove(glances[ours + 5] as number, glances[theirs + 5] as number) <= 1)
      levels[at] = open;
    else if (
      citiesKnown &&
      similarityBelow(
        (ourInfo >>> 18) & 127,
        glances[ours + 3] as number,
        (theirInfo >>> 18) & 127,
        glances[theirs + 3] as number,
      ) >= likeCityFrom
    )
      levels[at] = open;
    else {
      const ourRegion = region[left] as number;
      const theirRegion = region[right] as number;
      const regionsKnown = ourRegion !== 0 && theirRegion !== 0;
      if (regionsKnown && ourRegion === theirRegion) levels[at] = sameRegion;
      else levels[at] = streetsKnown || citiesKnown || codesKnown || regionsKnown ? different : 0;
    }
  };
  return (left, rights, count, levels, at, step) => {
    for (let index = 0, place = at; index < count; index += 1, place += step)
      glance(left, rights[index] as number, levels, place);
  };
}
