import type { HandleParts } from '../normalize/handle.js';
import { fillers, officeWords } from './handle-words.js';

/** A word that a handle of somebody may hold. */
export interface Atom {
  text: string;
  role: 'given' | 'family' | 'other';
  /** How much it says when it is found, in bits. */
  bits: number;
}

/** What somebody's handle may be made of. */
export interface Atoms {
  names: readonly Atom[];
  /** Words that say something of them and are no names: where they are, whom they work for. */
  others: readonly Atom[];
  /** What a word for an office says of them; of words not listed nothing. */
  offices: ReadonlyMap<string, number>;
  /** First letters of given names, and of any name. */
  givenInitials: ReadonlySet<string>;
  initials: ReadonlySet<string>;
}

/** How a handle reads as somebody's name. */
export interface Alignment {
  level: 'full' | 'initial' | 'family' | 'given' | 'different';
  bits: number;
}

const given = 1;
const family = 2;
const initial = 4;
const skipping = 8;
const states = 16;

/** Bits that a letter costs which nothing explains: the first of a run, and each further one. */
const skipFirst = 2.2;
const skipNext = 0.8;
/** Bits that a word costs whose edge lies inside a run of letters: it may be there by chance. */
const edgeOfShort = 1.6;
const edgeOfLong = 0.4;
/** Bits that it costs to cut a name out of a longer word, where a handle shows its words: hardly anybody parts it elsewhere. */
const cutOut = 4;
/** What an initial says: one in twelve has it, but a letter is easily found. */
const firstInitialBits = 2.6;
const otherInitialBits = 1;
const longest = 60;
/** Reused: the most that any reading up to a place says, by place and state. */
const best = new Float64Array((longest + 1) * states);

/**
 * Reads a handle as made of somebody's names, initials and other words: of all ways to part its letters, the one that
 * says most for
 * it being theirs. Letters that no word explains speak against it.
 *
 * @returns the best reading, or `undefined` for a handle without letters.
 */
export function alignHandle(handle: HandleParts, atoms: Atoms): Alignment | undefined {
  const text = handle.squashed;
  if (text.length < 2 || text.length > longest || !/\p{L}/u.test(text)) return undefined;
  const hits = hitsAt(handle, atoms);
  if (!hits) return { level: 'different', bits: 0 };
  best.fill(Number.NEGATIVE_INFINITY, 0, (text.length + 1) * states);
  best[0] = 0;
  const isParted = handle.words.filter((word) => /\p{L}/u.test(word)).length > 1;
  for (let at = 0; at < text.length; at += 1)
    for (let state = 0; state < states; state += 1) {
      const bits = best[at * states + state] as number;
      if (bits === Number.NEGATIVE_INFINITY) continue;
      const kept = state & ~skipping;
      const isCut = isParted && !handle.borders.includes(at);
      const cut = isCut && state & skipping ? cutOut : 0;
      const letter = text[at] as string;
      if (letter >= '0' && letter <= '9') {
        reach(at + 1, kept, bits);
        continue;
      }
      reach(at + 1, kept | skipping, bits - (state & skipping ? skipNext : skipFirst + (isCut ? cutOut : 0)));
      // A second given or family name was not found by its rarity: it says a little.
      for (const hit of hits[at] ?? [])
        reach(hit.end, kept | hit.flag, bits - cut + hit.cost + (hit.flag & state ? Math.min(hit.bits, 1) : hit.bits));
      const cost = edgeOfLong * inside(handle, at, at + 1) + (isCut ? cutOut : 0);
      if (!(state & (given | initial)) && atoms.givenInitials.has(letter))
        reach(at + 1, kept | initial, bits + firstInitialBits - cost);
      else if (state & (given | initial | family) && atoms.initials.has(letter))
        reach(at + 1, kept, bits + otherInitialBits - cost);
    }
  return bestReading(text.length);
}

interface Hit {
  end: number;
  flag: number;
  bits: number;
  cost: number;
}

/** Where in a handle which words begin; `undefined` when none of them is a name. */
function hitsAt(handle: HandleParts, atoms: Atoms): (Hit[] | undefined)[] | undefined {
  const text = handle.squashed;
  const hits: (Hit[] | undefined)[] = [];
  const add = (start: number, length: number, flag: number, bits: number): void => {
    const end = start + length;
    const hit = { end, flag, bits, cost: -inside(handle, start, end) * (length > 3 ? edgeOfLong : edgeOfShort) };
    const there = hits[start];
    if (there) there.push(hit);
    else hits[start] = [hit];
  };
  const search = ({ text: word, role, bits }: Atom): void => {
    const flag = role === 'given' ? given : role === 'family' ? family : 0;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) add(at, word.length, flag, bits);
  };
  for (const atom of atoms.names) search(atom);
  if (hits.length === 0) return undefined;
  for (const atom of atoms.others) search(atom);
  for (const { start, word } of usualWords(handle)) add(start, word.length, 0, atoms.offices.get(word) ?? 0);
  return hits;
}

/** How many edges of a piece lie inside a run of letters. */
function inside({ borders }: HandleParts, start: number, end: number): number {
  return (borders.includes(start) ? 0 : 1) + (borders.includes(end) ? 0 : 1);
}

const usualByLetter = Map.groupBy([...fillers, ...officeWords], (word) => word[0] as string);
const usualKnown = new WeakMap<HandleParts, { start: number; word: string }[]>();

/** The words in a handle that many put there; the same for every comparison of it. */
function usualWords(handle: HandleParts): { start: number; word: string }[] {
  let found = usualKnown.get(handle);
  if (found) return found;
  found = [];
  for (let start = 0; start < handle.squashed.length; start += 1)
    for (const word of usualByLetter.get(handle.squashed[start] as string) ?? [])
      if (handle.squashed.startsWith(word, start)) found.push({ start, word });
  usualKnown.set(handle, found);
  return found;
}

function reach(end: number, state: number, bits: number): void {
  const index = end * states + state;
  if (bits > (best[index] as number)) best[index] = bits;
}

function bestReading(end: number): Alignment {
  let found: Alignment = { level: 'different', bits: 0 };
  for (let state = 0; state < states; state += 1) {
    const bits = best[end * states + state] as number;
    if (bits <= found.bits || !(state & (given | family))) continue;
    const level = !(state & family) ? 'given' : state & given ? 'full' : state & initial ? 'initial' : 'family';
    found = { level, bits };
  }
  return found;
}
