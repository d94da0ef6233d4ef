import type { Words } from '../columns/memory.js';
import { type Key, mix } from '../compare/comparison.js';
import type { BlockingLimits, Rule } from './rule.js';

/** Two keys that may be put together. */
export interface RuleOffer {
  keys: readonly [Key, Key];
  codes: readonly [Words | undefined, Words | undefined];
}

/** So many pairs of one person are imagined. */
const imagined = 4000;
/** A rule that finds a smaller share of pairs that no other finds is not worth its time. */
const leastGain = 0.000_5;
/** From so many rows on costs are estimated from that many, drawn by lot. */
const sampled = 50_000;
/** What sorting costs beside the pairs, in pairs a row. */
const sortCost = 0.5;

/**
 * Chooses the rules that together find most for their pairs. Pairs of one person are imagined in which each key is there as
 * often as in the data and agrees as often as is usual; rules are taken one by one, each time the one that finds most
 * new pairs for its cost.
 */
export function chosenRules(
  offers: readonly RuleOffer[],
  alone: readonly { rule: Rule; key: Key }[],
  size: number,
  limits: BlockingLimits,
): RuleOffer[] {
  const found = new Uint8Array(imagined);
  const shares = new Map<Words, number>();
  const shareOf = (codes: Words): number => {
    const known = shares.get(codes);
    if (known !== undefined) return known;
    let count = 0;
    for (const code of codes) if (code !== 0) count += 1;
    shares.set(codes, count / codes.length);
    return count / codes.length;
  };
  const agreeing = (key: Key): Uint8Array => agreements(key, shareOf(key.slots[0] as Words));
  for (const { rule, key } of alone) {
    const crowded = rule.left / Math.max(1, rule.left + rule.pairs);
    const agree = agreeing(key);
    for (let pair = 0; pair < imagined; pair += 1)
      if (agree[pair] === 1 && chance(pair, `crowded ${key.name}`) > crowded) found[pair] = 1;
  }
  const known = new Map<Key, Uint8Array>();
  const of = (key: Key): Uint8Array => {
    const before = known.get(key);
    if (before) return before;
    const made = agreeing(key);
    known.set(key, made);
    return made;
  };
  const rest = offers.map((offer) => ({ offer, cost: costOf(offer, size, limits) }));
  const chosen: RuleOffer[] = [];
  while (rest.length > 0 && chosen.length + alone.length < limits.rules) {
    let best = -1;
    let bestWorth = 0;
    for (const [index, { offer, cost }] of rest.entries()) {
      const gain = gainOf(of(offer.keys[0]), of(offer.keys[1]), found);
      if (gain >= leastGain * imagined && gain / cost > bestWorth) {
        best = index;
        bestWorth = gain / cost;
      }
    }
    if (best < 0) break;
    const { offer } = rest[best] as (typeof rest)[number];
    rest.splice(best, 1);
    const [one, two] = [of(offer.keys[0]), of(offer.keys[1])];
    for (let pair = 0; pair < imagined; pair += 1) if (one[pair] === 1 && two[pair] === 1) found[pair] = 1;
    chosen.push(offer);
  }
  return chosen;
}

function gainOf(one: Uint8Array, two: Uint8Array, found: Uint8Array): number {
  let gain = 0;
  for (let pair = 0; pair < imagined; pair += 1)
    gain += (one[pair] as number) & (two[pair] as number) & ~(found[pair] as number);
  return gain;
}

/** In which imagined pairs both have a key and agree on it. */
function agreements(key: Key, share: number): Uint8Array {
  const agree = new Uint8Array(imagined);
  const parts = Object.entries(key.agrees);
  const first = parts[0]?.[0] ?? '';
  for (let pair = 0; pair < imagined; pair += 1) {
    const there = chance(pair, `${first} left`) < share && chance(pair, `${first} right`) < share;
    agree[pair] = Number(there && parts.every(([part, rate]) => chance(pair, part) < rate));
  }
  return agree;
}

/** A number between 0 and 1 that looks random and is always the same. */
function chance(pair: number, of: string): number {
  let seed = 0;
  for (let index = 0; index < of.length; index += 1) seed = Math.imul(seed ^ of.charCodeAt(index), 0x01000193);
  return mix(seed, pair) / 2 ** 32;
}

/** How many pairs a row a rule makes, estimated from some of the rows. */
function costOf({ codes: [one, two] }: RuleOffer, size: number, { block, lots }: BlockingLimits): number {
  const rows = Math.min(size, sampled);
  const scale = size / rows;
  const counts = new Map<number, number>();
  let pairs = 0;
  for (let at = 0; at < rows; at += 1) {
    const row = lots ? (lots[at] as number) : at;
    const [a, b] = [(one as Words)[row] as number, (two as Words)[row] as number];
    if (a === 0 || b === 0) continue;
    const key = mix(a, b);
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    if (before * scale < block) pairs += before * scale;
  }
  return sortCost + pairs / rows;
}
