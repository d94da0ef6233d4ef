import { soundex } from '../normalize/soundex.js';
import { keysOf } from './keys.js';
import type { Traits } from './traits.js';

/** Where records stand that share a key. */
type Block = number[];

/** A block of more records than this is parted by a second key; what is then still larger finds nothing. */
const blockAtMost = 60;

/** Pairs of records by place, the smaller first. */
export interface Pairs {
  left: Int32Array;
  right: Int32Array;
  size: number;
}

/**
 * Pairs of records that share a key, each once. A key that too many share finds only pairs that also share another
 * particular
 * (year of birth, beginning of a name, place), so that no block grows with the square of the data.
 */
export function candidatePairs(records: readonly Traits[]): Pairs {
  const blocksOf = memberships(records);
  const seenBy = new Int32Array(records.length).fill(-1);
  const pairs: Pairs = { left: new Int32Array(1024), right: new Int32Array(1024), size: 0 };
  for (let place = 0; place < records.length; place += 1)
    for (const block of blocksOf[place] as Block[])
      for (const other of block)
        if (other > place && seenBy[other] !== place) {
          seenBy[other] = place;
          push(pairs, place, other);
        }
  return pairs;
}

function push(pairs: Pairs, left: number, right: number): void {
  if (pairs.size === pairs.left.length) {
    const grown = (from: Int32Array): Int32Array => {
      const to = new Int32Array(from.length * 2);
      to.set(from);
      return to;
    };
    pairs.left = grown(pairs.left);
    pairs.right = grown(pairs.right);
  }
  pairs.left[pairs.size] = left;
  pairs.right[pairs.size] = right;
  pairs.size += 1;
}

function memberships(records: readonly Traits[]): Block[][] {
  const found: Block[][] = records.map(() => []);
  const keep = (block: Block): void => {
    for (const place of block) (found[place] as Block[]).push(block);
  };
  for (const block of group(records.keys(), (place) => keysFor(records[place] as Traits)))
    if (block.length <= blockAtMost) keep(block);
    else
      for (const part of group(block, (place) => particularsOf(records[place] as Traits)))
        if (part.length <= blockAtMost) keep(part);
  return found;
}

/** Groups places by their keys; what stands alone is left out. */
function group(places: Iterable<number>, keys: (place: number) => readonly string[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const place of places)
    for (const key of keys(place)) {
      const block = blocks.get(key);
      if (!block) blocks.set(key, [place]);
      else if (block.at(-1) !== place) block.push(place);
    }
  return [...blocks.values()].filter(({ length }) => length > 1);
}

/** A record's keys, and weak ones that a store has no use for: each name by its sound, and the date of birth. */
function keysFor(traits: Traits): string[] {
  if (traits.record.own) return [];
  const [name] = traits.names;
  const sounds = new Set<string>();
  for (const word of [name?.given ?? '', ...(name?.family.split(' ') ?? [])])
    if (word.length > 1) sounds.add(`sound:${soundex(word)}`);
  return [...keysOf(traits), ...sounds, ...(traits.birthDate ? [`birth:${traits.birthDate}`] : [])];
}

/** What parts an oversized block. */
function particularsOf({ names, birthDate, place, emails }: Traits): string[] {
  const found: string[] = [];
  const [name] = names;
  if (birthDate) found.push(`year:${birthDate.slice(0, 4)}`, `day:${birthDate.slice(5)}`);
  if (name?.given) found.push(`given:${name.given.slice(0, 2)}`);
  if (name?.family) found.push(`family:${name.family.slice(0, 2)}`);
  if (place?.city) found.push(`city:${place.city}`);
  if (place?.postalCode) found.push(`postal-code:${place.postalCode}`);
  if (emails[0]) found.push(`domain:${emails[0].domain}`);
  return found;
}
