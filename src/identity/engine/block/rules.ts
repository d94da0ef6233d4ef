import { type Words, words32 } from '../columns/memory.js';
import { type Key, mixed } from '../compare/comparison.js';
import { inParts, inThisThread, type Steps, type Task } from '../threads/steps.js';
import { chosenRules, type RuleOffer } from './chosen-rules.js';
import type { BlockingLimits, Rule } from './rule.js';
import { type SortedRows, sortedRows } from './sorted-rows.js';

/** The limits that suit so many rows: more pairs a row where there are few rows. */
export function usualLimits(size: number): BlockingLimits {
  return size <= 100_000 ? { block: 100, rules: 60 } : { block: 8, rules: 24 };
}

/** A rule to be made of a key's slots, or of two keys together. */
interface RulePart {
  keys: readonly string[];
  slots: readonly Words[];
  other?: Words;
}

/** Makes rules of keys; blocks of more rows than `most` are left to others. */
export const makeRules: Task<{ size: number; most: number }, RulePart, { rule: Rule; crowded: Words | undefined }> = {
  name: 'make-rules',
  begin:
    ({ size, most }) =>
    ({ keys, slots, other }) => {
      const codes = other ? mixed(slots[0] as Words, other) : concatenated(slots);
      const rule = ruleOf(keys, codes, most);
      // What is crowded is parted by a second key; two keys together are not parted anew.
      return { rule, crowded: !other && rule.left > 0 ? crowdedCodes(codes, rule.sorted, size) : undefined };
    },
};

/**
 * Chooses rules from keys: keys that may stand alone, parted by others where too many rows share them, and two of the
 * others together.
 *
 * @param groups the keys of each comparison; keys of one are never put together.
 */
export function* choosingRules(
  groups: readonly (readonly Key[])[],
  size: number,
  limits: BlockingLimits,
): Steps<Rule[]> {
  const shared = { size, most: limits.block };
  const keys = groups.flatMap((group, of) => group.map((key) => ({ key, of })));
  const alone = keys.flatMap(({ key }) => (key.alone ? [key] : []));
  const made = yield* inParts(
    makeRules,
    shared,
    alone.map(({ name, slots }) => ({ keys: [name], slots })),
  );
  const crowded = new Map(alone.map((key, place) => [key, made[place]?.crowded]));
  const offers: RuleOffer[] = [];
  for (const [index, { key, of }] of keys.entries())
    for (const other of keys.slice(index + 1)) {
      if (of === other.of) continue;
      offers.push({ keys: [key, other.key], codes: [codesOf(key, crowded), codesOf(other.key, crowded)] });
    }
  const useful = offers.filter(({ codes }) => codes[0] && codes[1]);
  const first = alone.map((key, place) => ({ rule: made[place]?.rule as Rule, key }));
  const chosen = yield* inParts(
    makeRules,
    shared,
    chosenRules(useful, first, size, limits).map(({ keys: both, codes }) => ({
      keys: both.map(({ name }) => name),
      slots: [codes[0] as Words],
      other: codes[1] as Words,
    })),
  );
  return [...made, ...chosen].map(({ rule }) => rule).filter(({ sorted }) => sorted.rows.length > 0);
}

/** As {@link choosingRules}, in this thread. */
export function blockingRules(groups: readonly (readonly Key[])[], size: number, limits: BlockingLimits): Rule[] {
  return inThisThread(choosingRules(groups, size, limits));
}

/** What of a key is to be put together with another: all, or the rows of its crowded blocks where it stands alone. */
function codesOf(key: Key, crowded: ReadonlyMap<Key, Words | undefined>): Words | undefined {
  return key.alone ? crowded.get(key) : key.slots[0];
}

function concatenated(slots: readonly Words[]): Words {
  const [first] = slots as readonly [Words];
  if (slots.length === 1) return first;
  const all = words32(first.length * slots.length);
  for (const [slot, codes] of slots.entries()) all.set(codes, slot * first.length);
  return all;
}

/**
 * A rule by the keys of rows; blocks of more rows than `most` are left to others.
 *
 * @param codes by entry, as {@link SortedRows} counts them.
 */
export function ruleOf(keys: readonly string[], codes: Words, most: number): Rule {
  const { rows, ends } = sortedRows(codes);
  let size = 0;
  let left = 0;
  let pairs = 0;
  for (let start = 0; start < rows.length; start = ends[start] as number) {
    const length = (ends[start] as number) - start;
    if (length > most) left += (length * (length - 1)) / 2;
    else {
      size += length;
      pairs += (length * (length - 1)) / 2;
    }
  }
  if (left === 0) return { keys, sorted: { rows, ends }, pairs, left };
  const kept = { rows: words32(size), ends: words32(size) };
  let at = 0;
  for (let start = 0; start < rows.length; start = ends[start] as number) {
    const length = (ends[start] as number) - start;
    if (length > most) continue;
    const blockEnd = at + length;
    for (let from = 0; from < length; from += 1, at += 1) {
      kept.rows[at] = rows[start + from] as number;
      kept.ends[at] = blockEnd;
    }
  }
  return { keys, sorted: kept, pairs, left };
}

/** The keys of the rows that share theirs with too many. */
function crowdedCodes(codes: Words, kept: SortedRows, size: number): Words {
  const alone = sortedRows(codes);
  const isKept = new Uint8Array(codes.length);
  for (const entry of kept.rows) isKept[entry] = 1;
  const crowded = words32(size);
  for (const entry of alone.rows) if (isKept[entry] === 0) crowded[entry % size] = codes[entry] as number;
  return crowded;
}
