import { type Walk, walksOf } from './engine/block/candidates.js';
import type { Key } from './engine/compare/comparison.js';
import type { Workbench } from './report/workbench.js';

/** What a rule makes of two records. */
export interface RuleOutcome {
  /** The names of the keys that it puts together. */
  keys: readonly string[];
  /** Whether it makes the two a candidate pair. */
  finds: boolean;
  /** Where it does not: the keys that the two do not share. None where they share all, and too many others do. */
  because: { key: string; is: 'empty' | 'different' }[];
}

/** Tells of pairs what each blocking rule makes of them. */
export function ruleOutcomes({ size, rules, keys, frozen }: Workbench): (left: number, right: number) => RuleOutcome[] {
  const walks = walksOf(size, rules);
  const byName = new Map(keys.map((key) => [key.name, key]));
  return (left, right) =>
    rules.map(({ keys: names }, at) => {
      const finds = !blocksOf(walks[at] as Walk, size, left).isDisjointFrom(blocksOf(walks[at] as Walk, size, right));
      if (finds) return { keys: names, finds, because: [] };
      const because = names.flatMap((name): RuleOutcome['because'] => {
        const key = byName.get(name) as Key;
        // Of a key that parts another's blocks the first slot counts, unless the rules are frozen.
        const slots = frozen || key.alone ? key.slots : key.slots.slice(0, 1);
        const [ours, theirs] = [valuesOf(slots, left), valuesOf(slots, right)];
        if (ours.size === 0 || theirs.size === 0) return [{ key: name, is: 'empty' }];
        return ours.isDisjointFrom(theirs) ? [{ key: name, is: 'different' }] : [];
      });
      return { keys: names, finds, because };
    });
}

/** The blocks that a row is in, by where they end. */
function blocksOf({ ends, places }: Walk, size: number, row: number): Set<number> {
  const blocks = new Set<number>();
  for (let entry = row; entry < places.length; entry += size) {
    const behind = places[entry] as number;
    if (behind > 0) blocks.add(ends[behind - 1] as number);
  }
  return blocks;
}

const valuesOf = (slots: Key['slots'], row: number): Set<number> =>
  new Set(slots.map((codes) => codes[row] as number).filter((code) => code !== 0));
