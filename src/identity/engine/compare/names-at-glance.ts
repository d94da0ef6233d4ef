import { type Bytes, type Words, words32 } from '../columns/memory.js';
import { anything, type CompareRows, type GlanceAtRows, open, orOpen } from './comparison.js';
import {
  areApart,
  editsAllowed,
  hasNicknames,
  levelOf,
  type NameSlot,
  nearFrom,
  rankOf,
  related,
  settled,
  severalWords,
  shortForm,
  straightOrder,
  swapCost,
} from './name-relations.js';
import { editsAbove, similarityBelow } from './similarity.js';
import { lengthOf, noteOf, signatureOf, type Texts } from './texts.js';

/** Of a text at a glance: its number, its signature, its note and its length. */
const textSize = 4;
/** A row's given and family name. */
const nameSize = 2 * textSize;

/** What a glance at names needs, a few numbers a row that lie together. */
export function namesAtGlance(slots: readonly NameSlot[], texts: Texts): Words | undefined {
  const [{ given, family }] = slots as readonly [NameSlot];
  if (slots.length > 1) return undefined;
  const glances = words32(nameSize * given.length);
  const put = (at: number, text: number): void => {
    if (text === 0) return;
    glances[at] = text;
    glances[at + 1] = signatureOf(texts, text);
    glances[at + 2] = noteOf(texts, text);
    glances[at + 3] = lengthOf(texts, text);
  };
  for (let row = 0; row < given.length; row += 1) {
    put(nameSize * row, given[row] as number);
    put(nameSize * row + textSize, family[row] as number);
  }
  return glances;
}

interface Glanced {
  middle: Words;
  glances: Words;
  givenExact: Bytes;
  familyExact: Bytes;
}

/** What two names tell at a glance. */
export function glanceAtNames({ middle, glances, givenExact, familyExact }: Glanced): GlanceAtRows {
  const hasMiddle = middle.some(Boolean);
  const glance: CompareRows = (left, right, levels, at) => {
    const ours = nameSize * left;
    const theirs = nameSize * right;
    let given = relationAtGlance(glances, ours, theirs);
    const family = relationAtGlance(glances, ours + textSize, theirs + textSize);
    if (given === related.different && hasMiddle && (middle[left] !== 0 || middle[right] !== 0)) given = unsure;
    const first = given === unsure ? open : levelOf(given, glances[ours] as number, givenExact);
    const last = family === unsure ? open : levelOf(family, glances[ours + textSize] as number, familyExact);
    const order = given === related.missing || family === related.missing ? 0 : straightOrder;
    levels[at] = first;
    levels[at + 1] = last;
    levels[at + 2] = order;
    const straight = leastRank(given) + leastRank(family);
    if (straight >= settled) return;
    const one = relationAtGlance(glances, ours, theirs + textSize);
    const two = relationAtGlance(glances, theirs, ours + textSize);
    if (mostRank(one) + mostRank(two) - swapCost <= Math.max(straight, 0)) return;
    // They may be in each other's place.
    const isExact = one === related.exact || two === related.exact;
    levels[at] = isExact ? anything : orOpen(first);
    levels[at + 1] = isExact ? anything : orOpen(last);
    levels[at + 2] = anything;
  };
  return (left, rights, count, levels, at, step) => {
    for (let index = 0, place = at; index < count; index += 1, place += step)
      glance(left, rights[index] as number, levels, place);
  };
}

const unsure = -2;
const leastRank = (relation: number): number => (relation === unsure ? rankOf(related.different) : rankOf(relation));
const mostRank = (relation: number): number => (relation === unsure ? rankOf(related.nickname) : rankOf(relation));

/** How two texts are related, by what lies in their glances; {@link unsure} where that does not say. */
function relationAtGlance(glances: Words, ours: number, theirs: number): number {
  const a = glances[ours] as number;
  const b = glances[theirs] as number;
  if (a === 0 || b === 0) return related.missing;
  const length = glances[ours + 3] as number;
  if (a === b) return length > 1 ? related.exact : related.initial;
  const otherLength = glances[theirs + 3] as number;
  const our = glances[ours + 1] as number;
  const their = glances[theirs + 1] as number;
  const ourNote = glances[ours + 2] as number;
  const theirNote = glances[theirs + 2] as number;
  if (areApart(our, their, ourNote, theirNote, length, otherLength)) return related.different;
  const shorter = Math.min(length, otherLength);
  if (shorter < shortForm) return unsure;
  if (ourNote === theirNote || ((ourNote | theirNote) & (severalWords | hasNicknames)) !== 0) return unsure;
  // Beginnings that differ are at most two letters alike.
  if (editsAbove(our, their) <= editsAllowed(shorter)) return unsure;
  return similarityBelow(length, our, otherLength, their, shortForm - 1) < nearFrom ? related.different : unsure;
}
