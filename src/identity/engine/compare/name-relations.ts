import { nicknamesOf } from '../../normalize/nicknames.js';
import type { Bytes, Words } from '../columns/memory.js';
import { hashOf } from './comparison.js';
import { similarityBelow } from './similarity.js';

/** A name of each row, its parts by number in one dictionary, 0 where one is unknown. */
export interface NameSlot {
  given: Words;
  middle: Words;
  family: Words;
}

/** The level of two names that are compared as they stand. */
export const straightOrder = 1;

/** How two words are related, from worst to best; a level is one more. */
export const related = {
  missing: -1,
  different: 0,
  near: 1,
  initial: 2,
  middle: 3,
  part: 4,
  close: 5,
  nickname: 6,
  exact: 7,
};
/** The level of a relation; of equal words by how common they are. */
export const levelOf = (relation: number, value: number, exact: Bytes): number =>
  relation === related.exact ? (exact[value] as number) : relation + 1;

/** How much each relation speaks for one person, roughly, to choose among names and orders; the first is `missing`. */
const ranks = [0, -1, 0.5, 1, 2.5, 3, 3, 3, 4];
export const rankOf = (relation: number): number => ranks[relation + 1] as number;
/** From this rank on names agree as they stand, and nobody looks at them in each other's place. */
export const settled = 5;
/** What it costs two names to be read in each other's place. */
export const swapCost = 0.5;

/** From this similarity on words are alike. */
export const nearFrom = 0.8;
/** So many slips are allowed in words of which the shorter has so many letters. */
export const editsAllowed = (shorter: number): number => (shorter >= 8 ? 2 : 1);
/** So many letters at the beginning make a name a short form of another. */
export const shortForm = 3;

export const severalWords = 1;
export const hasNicknames = 2;
/** Above the two, a number for the first letters. */
const beginningShift = 2;

/** Whether a text is of several words, whether it has or is a nickname, and what it begins with. */
export const noted = (value: string): number =>
  (value.includes(' ') ? severalWords : 0) |
  (nicknamesOf(value).length > 0 ? hasNicknames : 0) |
  (hashOf(value.slice(0, shortForm)) << beginningShift);

/** Whether signatures, notes and lengths of two texts already tell them apart. */
export function areApart(
  our: number,
  their: number,
  ourNote: number,
  theirNote: number,
  ourLength: number,
  length: number,
): boolean {
  // Texts without a letter in common are no form of each other, nicknames aside that nobody would guess.
  if ((our & their) === 0) return true;
  if (((ourNote | theirNote) & (severalWords | hasNicknames)) !== 0) return false;
  if (Math.min(ourLength, length) < shortForm || ourNote === theirNote) return false;
  return similarityBelow(ourLength, our, length, their) < nearFrom;
}
