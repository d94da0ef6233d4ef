import { eachCandidates } from '../block/candidates.js';
import type { Rule } from '../block/rule.js';
import { addUp, classCount, logsOf, toShares } from '../train/logs.js';
import { classes, type Model } from '../train/model.js';
import { patterns } from '../train/patterns.js';
import type { CompareAll } from './levels.js';

const household = classes.indexOf('household');

/**
 * Tells of every candidate pair that is likelier of two people of one household than of one person, of one name or of
 * strangers.
 */
export function eachHousehold(
  size: number,
  rules: readonly Rule[],
  { model, compare }: { model: Model; compare: CompareAll },
  tell: (left: number, right: number, probability: number) => void,
): void {
  const { width } = compare;
  const known = patterns(width);
  const logs = logsOf(model);
  const sums = new Float64Array(classCount);
  const probabilities: number[] = [];
  let levels = new Uint8Array(width << 8);
  eachCandidates(size, rules, 0, size, (left, rights, count) => {
    if (count * width > levels.length) levels = new Uint8Array(2 * count * width);
    compare.many(left, rights, count, levels);
    for (let at = 0; at < count; at += 1) {
      const pattern = known.of(levels, at * width);
      if (pattern === probabilities.length) {
        addUp(logs, levels, at * width, sums);
        toShares(sums);
        const probability = sums[household] as number;
        probabilities.push(sums.every((share, kind) => kind === household || share < probability) ? probability : 0);
      }
      const probability = probabilities[pattern] as number;
      if (probability > 0) tell(left, rights[at] as number, probability);
    }
  });
}
