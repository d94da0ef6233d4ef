import type { PersonName } from '../normalize/name.js';
import { areNicknames } from '../normalize/nicknames.js';
import { type Agreement, agreement } from './agreement.js';
import type { Shares } from './frequencies.js';
import type { Traits } from './traits.js';
import { wordLevel } from './word-level.js';

type Level = 'exact' | 'nickname' | 'middle' | 'part' | 'initial' | 'close' | 'near' | 'different';

/** How much each level speaks for one person, roughly: to choose among names and orders. */
const rank: Readonly<Record<Level, number>> = {
  exact: 4,
  nickname: 3,
  part: 3,
  close: 3,
  middle: 2.5,
  initial: 1,
  near: 0.5,
  different: -1,
};
/** From this rank on names agree as they stand, and nobody looks at them in each other's place. */
const settled = 5;

/** How two names read against each other. */
interface Reading {
  given: Level | undefined;
  family: Level | undefined;
  swapped: boolean;
  rank: number;
  /** What agrees, to look up how rare it is. */
  givenWord: string;
  familyWord: string;
}

/** Compares the names of two persons: of all they go by, those that agree best. */
export function compareNames(a: Traits, b: Traits, shares: Shares, out: Agreement[]): void {
  const first = a.names[0];
  const main = b.names[0];
  if (!first || !main) return;
  let best = readingOf(first, main);
  for (let index = 1; index < a.names.length; index += 1)
    best = better(best, readingOf(a.names[index] as PersonName, main));
  for (let index = 1; index < b.names.length; index += 1)
    best = better(best, readingOf(first, b.names[index] as PersonName));
  const { given, family, swapped, givenWord, familyWord } = best;
  const firm = a.firm && b.firm;
  if (given) out.push(agreement('given', given, firm, given === 'exact' ? shareOfWords(givenWord, shares) : undefined));
  if (family)
    out.push(agreement('family', family, firm, family === 'exact' ? shareOfWords(familyWord, shares) : undefined));
  if (given && family) out.push(agreement('order', swapped ? 'swapped' : 'straight', firm));
}

function readingOf(a: PersonName, b: PersonName): Reading {
  const given = a.given && b.given ? givenLevel(a, b) : undefined;
  const family = a.family && b.family ? familyLevel(a.family, b.family) : undefined;
  const straight = (given ? rank[given] : 0) + (family ? rank[family] : 0);
  const asTheyStand = { given, family, swapped: false, rank: straight, givenWord: a.given, familyWord: a.family };
  if (straight >= settled) return asTheyStand;
  const one = a.given && b.family ? crossLevel(a.given, b.family) : undefined;
  const two = a.family && b.given ? crossLevel(b.given, a.family) : undefined;
  const crossed = (one ? rank[one] : 0) + (two ? rank[two] : 0) - 0.5;
  if (crossed <= Math.max(straight, 0)) return asTheyStand;
  // Which of the two is called the given name must not depend on which record comes first.
  const turned = one && two && (rank[one] > rank[two] || (one === two && a.given > b.given));
  return turned || (!one && two)
    ? { given: two, family: one, swapped: true, rank: crossed, givenWord: b.given, familyWord: a.given }
    : { given: one, family: two, swapped: true, rank: crossed, givenWord: a.given, familyWord: b.given };
}

/** The better of two readings; of equals the one whose text is smaller, so that the order of names decides nothing. */
function better(left: Reading, right: Reading): Reading {
  if (left.rank !== right.rank) return right.rank > left.rank ? right : left;
  return textOf(right) < textOf(left) ? right : left;
}

function textOf({ given, family, swapped, givenWord, familyWord }: Reading): string {
  return `${given}|${family}|${swapped}|${givenWord}|${familyWord}`;
}

function givenLevel(a: PersonName, b: PersonName): Level {
  if (a.given === b.given) return a.given.length > 1 ? 'exact' : 'initial';
  if (a.given.length === 1 || b.given.length === 1) return a.given[0] === b.given[0] ? 'initial' : 'different';
  if (areNicknames(a.given, b.given)) return 'nickname';
  if (a.middle.includes(b.given) || b.middle.includes(a.given)) return 'middle';
  const level = wordLevel(a.given, b.given);
  if (level === 'close') return level;
  return isShortFor(a, b) || isShortFor(b, a) ? 'nickname' : level;
}

/** `Em` for `Emerson`, and `Mary Jo` for `Maryjo`. */
function isShortFor(short: PersonName, long: PersonName): boolean {
  if (short.given.length >= 3 && long.given.startsWith(short.given)) return true;
  return short.middle.length > 0 && [short.given, ...short.middle].join('') === long.given;
}

function familyLevel(a: string, b: string): Level {
  if (a === b) return a.length > 1 ? 'exact' : 'initial';
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? 'initial' : 'different';
  if (a.includes(' ') || b.includes(' ')) {
    const left = a.split(' ');
    const right = b.split(' ');
    if (left.join('') === right.join('')) return 'exact';
    if (left.some((word) => word.length > 2 && right.includes(word))) return 'part';
  }
  return wordLevel(a, b);
}

function crossLevel(given: string, family: string): Level {
  return given.length === 1 || family.length === 1 ? 'different' : familyLevel(given, family);
}

/** A name of several words is as rare as its rarest. */
function shareOfWords(name: string, shares: Shares): number | undefined {
  if (!name.includes(' ')) return shares.word(name);
  let least: number | undefined;
  for (const word of name.split(' ')) {
    const share = shares.word(word);
    if (share !== undefined && (least === undefined || share < least)) least = share;
  }
  return least;
}
