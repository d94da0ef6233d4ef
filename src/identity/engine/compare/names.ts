import { areNicknames } from '../../normalize/nicknames.js';
import { soundex } from '../../normalize/soundex.js';
import { byValue, ofRows } from '../columns/dictionary.js';
import { type Bytes, type Words, words32 } from '../columns/memory.js';
import type { Census } from './census.js';
import { type CompareRows, type Comparer, hashOf, type Key, level, mix, type Prepared } from './comparison.js';
import { exactLevels } from './exact-levels.js';
import {
  areApart,
  editsAllowed,
  hasNicknames,
  levelOf,
  type NameSlot,
  nearFrom,
  noted,
  rankOf,
  related,
  settled,
  severalWords,
  shortForm,
  straightOrder,
  swapCost,
} from './name-relations.js';
import { glanceAtNames } from './names-at-glance.js';
import { pairMemo } from './pair-memo.js';
import { editsOf, jaroWinklerOf } from './similarity.js';
import { lengthOf, noteOf, packTexts, signatureOf, startOf, type Texts, textOf } from './texts.js';
import { shareWord, type WordLists, wordLists } from './word-lists.js';

export interface PreparedNames extends Prepared {
  compared: 'names';
  /** The main name, then others that a row goes by. */
  slots: readonly NameSlot[];
  texts: Texts;
  words: WordLists;
  /** A number for the letters of each text without spaces. */
  joined: Words;
  givenExact: Bytes;
  familyExact: Bytes;
}

const givenLevels = [
  level('missing', 1, 1),
  level('different', 0.05, 0.894),
  level('near', 0.03, 0.03),
  level('initial', 0.04, 0.06),
  level('middle', 0.03, 0.002),
  level('part', 0.02, 0.002),
  level('close', 0.1, 0.004),
  level('nickname', 0.08, 0.002),
];
const familyLevels = [
  level('missing', 1, 1),
  level('different', 0.06, 0.916),
  level('near', 0.03, 0.02),
  level('initial', 0.02, 0.06),
  level('middle', 0.001, 0.001),
  level('part', 0.04, 0.001),
  level('close', 0.1, 0.002),
  level('nickname', 0.001, 0.001),
];
const orderLevels = [level('missing', 1, 1), level('straight', 0.92, 0.98), level('swapped', 0.08, 0.02)];
const swappedOrder = 2;

/** Prepares names; `values` are folded. */
export function preparedNames(slots: readonly NameSlot[], values: readonly string[], census: Census): PreparedNames {
  const given = exactLevels(
    { name: 'given', values, census },
    slots.map((slot) => slot.given),
    givenLevels.length,
    { m: 0.65, u: 0.008 },
  );
  const family = exactLevels(
    { name: 'family', values, census },
    slots.map((slot) => slot.family),
    familyLevels.length,
    { m: 0.75, u: 0.001 },
  );
  return {
    compared: 'names',
    fields: [
      { name: 'given', role: 'given', levels: [...givenLevels, ...given.levels], graded: givenLevels.length },
      { name: 'family', role: 'family', levels: [...familyLevels, ...family.levels], graded: familyLevels.length },
      { name: 'order', role: 'own', levels: orderLevels, graded: orderLevels.length },
    ],
    keys: keysOf(slots, values),
    slots,
    texts: packTexts(values, noted),
    words: wordLists(values),
    joined: byValue(values, (value) => hashOf(value.replaceAll(' ', ''))),
    givenExact: given.of,
    familyExact: family.of,
  };
}

function keysOf(slots: readonly NameSlot[], values: readonly string[]): Key[] {
  const long = (value: string, key: string): number => (value.length > 1 ? hashOf(key) : 0);
  const whole = byValue(values, (value) => long(value, value));
  const sounds = byValue(values, (value) => long(value, soundex(value)));
  const beginnings = byValue(values, (value) => long(value, value.slice(0, 3)));
  const part = (name: 'given' | 'family', of: Words): Words[] => slots.map((slot) => ofRows(slot[name], of));
  /** Both parts in one key, in whichever order they stand. */
  const both = (of: Words): Words[] =>
    slots.map(({ given, family }) => {
      const codes = words32(given.length);
      for (let row = 0; row < codes.length; row += 1) {
        const one = of[given[row] as number] as number;
        const two = of[family[row] as number] as number;
        if (one !== 0 && two !== 0) codes[row] = mix(Math.min(one, two), Math.max(one, two));
      }
      return codes;
    });
  return [
    { name: 'family', slots: part('family', whole), alone: true, agrees: { family: 0.75 } },
    { name: 'given', slots: part('given', whole), alone: true, agrees: { given: 0.65 } },
    { name: 'names', slots: both(whole), alone: true, agrees: { given: 0.65, family: 0.75 } },
    { name: 'names by sound', slots: both(sounds), alone: true, agrees: { given: 0.76, family: 0.84 } },
    { name: 'names by beginning', slots: both(beginnings), alone: true, agrees: { given: 0.78, family: 0.86 } },
    { name: 'given by sound', slots: part('given', sounds), alone: false, agrees: { given: 0.76 } },
    { name: 'family by sound', slots: part('family', sounds), alone: false, agrees: { family: 0.84 } },
  ];
}

/** Compares names by their parts, also in each other's place; of several names those that agree best. */
export function compareNames(prepared: PreparedNames): Comparer {
  const { slots, givenExact, familyExact } = prepared;
  const relate = relation(prepared);
  // In the other's place a word is as common as in the one where it is commoner. Values may come while rows are compared.
  const crossedLevelOf = (relation: number, value: number): number =>
    Math.min(levelOf(relation, value, givenExact), levelOf(relation, value, familyExact));
  const found = new Uint8Array(3);
  let rank = 0;
  const read = (ours: NameSlot, left: number, theirs: NameSlot, right: number): void => {
    const ourGiven = ours.given[left] as number;
    const theirGiven = theirs.given[right] as number;
    const ourFamily = ours.family[left] as number;
    const theirFamily = theirs.family[right] as number;
    let first = relate(ourGiven, theirGiven);
    if (first === related.different || first === related.near) {
      const our = ours.middle[left] as number;
      const their = theirs.middle[right] as number;
      if ((our !== 0 && our === theirGiven) || (their !== 0 && their === ourGiven)) first = related.middle;
    }
    let second = relate(ourFamily, theirFamily);
    rank = rankOf(first) + rankOf(second);
    if (rank < settled) {
      const one = withoutInitials(relate(ourGiven, theirFamily));
      const two = withoutInitials(relate(theirGiven, ourFamily));
      const crossed = rankOf(one) + rankOf(two) - swapCost;
      if (crossed > Math.max(rank, 0)) {
        rank = crossed;
        // Which of the two is called the given name must not depend on which record comes first, nor on how values are numbered.
        const ourLevel = crossedLevelOf(one, ourGiven);
        const theirLevel = crossedLevelOf(two, theirGiven);
        const turned = rankOf(two) > rankOf(one) || (one === two && ourLevel > theirLevel);
        first = turned ? two : one;
        second = turned ? one : two;
        found[0] = turned ? theirLevel : ourLevel;
        found[1] = turned ? ourLevel : theirLevel;
        found[2] = first === related.missing || second === related.missing ? 0 : swappedOrder;
        return;
      }
    }
    found[0] = levelOf(first, ourGiven, givenExact);
    found[1] = levelOf(second, ourFamily, familyExact);
    found[2] = first === related.missing || second === related.missing ? 0 : straightOrder;
  };
  const [main] = slots as readonly [NameSlot];
  const compare: CompareRows = (left, right, levels, at) => {
    let best = Number.NEGATIVE_INFINITY;
    let bestLevels = 0;
    for (const ours of slots) {
      if (ours !== main && isEmpty(ours, left)) continue;
      for (const theirs of slots) {
        if (theirs !== main && isEmpty(theirs, right)) continue;
        read(ours, left, theirs, right);
        const all = ((found[0] as number) << 16) | ((found[1] as number) << 8) | (found[2] as number);
        if (rank < best || (rank === best && all <= bestLevels)) continue;
        best = rank;
        bestLevels = all;
      }
    }
    levels[at] = bestLevels >>> 16;
    levels[at + 1] = (bestLevels >>> 8) & 255;
    levels[at + 2] = bestLevels & 255;
  };
  const { glances } = prepared;
  const glance = glances && glanceAtNames({ middle: main.middle, glances, givenExact, familyExact });
  return { ...(glance && { glance }), compare };
}

const isEmpty = ({ given, family }: NameSlot, row: number): boolean => given[row] === 0 && family[row] === 0;

const withoutInitials = (relation: number): number => (relation === related.initial ? related.different : relation);

const closeFrom = 0.93;
/** Below this similarity no edit distance makes two words close. */
const hopeless = 0.65;
/** How two texts of a name are related; each two that may be are compared once. */
function relation({ texts, words, joined }: PreparedNames): (a: number, b: number) => number {
  const { units } = texts;
  const memo = pairMemo();
  const beginAlike = (a: number, b: number, length: number): boolean => {
    const ours = startOf(texts, a);
    const theirs = startOf(texts, b);
    for (let at = 0; at < length; at += 1) if (units[ours + at] !== units[theirs + at]) return false;
    return true;
  };
  const anew = (a: number, b: number): number => {
    const ourLength = lengthOf(texts, a);
    const theirLength = lengthOf(texts, b);
    const shorter = Math.min(ourLength, theirLength);
    if (shorter === 1) return beginAlike(a, b, 1) ? related.initial : related.different;
    if (joined[a] === joined[b]) return related.close;
    const kinds = noteOf(texts, a) & noteOf(texts, b);
    if (kinds & hasNicknames && areNicknames(textOf(texts, a), textOf(texts, b))) return related.nickname;
    if ((noteOf(texts, a) | noteOf(texts, b)) & severalWords && shareWord(words, a, b)) return related.part;
    const similarity = jaroWinklerOf(texts, a, b, hopeless);
    if (similarity >= closeFrom) return related.close;
    if (similarity < hopeless) return related.different;
    const allowed = editsAllowed(shorter);
    if (shorter >= 4 && editsOf(texts, a, b, allowed) <= allowed) return related.close;
    if (shorter >= shortForm && beginAlike(a, b, shorter)) return related.nickname;
    return similarity >= nearFrom ? related.near : related.different;
  };
  return (a, b) => {
    if (a === 0 || b === 0) return related.missing;
    if (a === b) return lengthOf(texts, a) > 1 ? related.exact : related.initial;
    // Most pairs are told apart by their letters: they need no memory.
    const our = signatureOf(texts, a);
    const their = signatureOf(texts, b);
    if (areApart(our, their, noteOf(texts, a), noteOf(texts, b), lengthOf(texts, a), lengthOf(texts, b)))
      return related.different;
    const smaller = Math.min(a, b);
    const larger = Math.max(a, b);
    const known = memo.get(smaller, larger);
    if (known >= 0) return known;
    const found = anew(smaller, larger);
    memo.set(smaller, larger, found);
    return found;
  };
}
