import type { Rule } from '../block/rule.js';
import { ruleOf } from '../block/rules.js';
import { type Words, words32 } from '../columns/memory.js';
import { type Key, mixed } from '../compare/comparison.js';
import type { Frozen } from './frozen.js';

/** The rules of a frozen model over the rows at hand. A row is under a key of two once for each two of its values. */
export function frozenRules(keys: readonly Key[], { rules, block }: Pick<Frozen, 'rules' | 'block'>): Rule[] {
  const byName = new Map(keys.map((key) => [key.name, key]));
  return rules.flatMap((names) => {
    const [one, two] = names.map((name) => byName.get(name)?.slots);
    if (!one || (names.length > 1 && !two)) return [];
    const slots = two ? one.flatMap((left) => two.map((right) => mixed(left, right))) : one;
    const rule = ruleOf(names, onceEach(slots), block);
    return rule.sorted.rows.length > 0 ? [rule] : [];
  });
}

/** The slots one behind the other, without keys that a row has in an earlier slot. */
function onceEach(slots: readonly Words[]): Words {
  const [first] = slots as readonly [Words];
  if (slots.length === 1) return first;
  const size = first.length;
  const all = words32(size * slots.length);
  for (const [slot, codes] of slots.entries())
    for (let row = 0; row < size; row += 1)
      if (!slots.slice(0, slot).some((earlier) => earlier[row] === codes[row]))
        all[slot * size + row] = codes[row] as number;
  return all;
}
