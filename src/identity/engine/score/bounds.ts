import { anything, orOpen } from '../compare/comparison.js';
import { classCount, type Logs, logsOf } from '../train/logs.js';
import type { Model } from '../train/model.js';

/** What a pair can still weigh at most, by what is known of its levels. */
export interface Bounds {
  /** Whether levels, some of them perhaps open, can reach the weight. */
  canReach(levels: Uint8Array, at: number): boolean;
}

const marks = 256;
/** Sums that are added up in another order differ by less, in natural logarithms. */
const slack = 1e-6;

/**
 * Bounds by a model: of one person against each other class by itself, with the best that each field may still give.
 * The weight is against all of them together, and so below the least.
 *
 * @param least the weight to be reached, in bits.
 */
export function boundsOf(model: Model, least: number): Bounds {
  const logs = logsOf(model);
  const others = classCount - 1;
  const gains = new Float64Array(model.fields.length * marks * others);
  for (const [field, { levels, graded }] of model.fields.entries())
    for (let kind = 0; kind < others; kind += 1) {
      const put = (mark: number, gain: number): void => {
        gains[(field * marks + mark) * others + kind] = gain;
      };
      const all = levels.map((_, level) => gainOf(logs, kind + 1, field, level));
      const most = Math.max(...all.slice(0, graded));
      for (const [level, gain] of all.entries()) {
        put(level, gain);
        put(orOpen(level), Math.max(gain, most));
      }
      put(anything, Math.max(...all));
    }
  const [household, namesake, strangers] = Array.from(
    { length: others },
    (_, kind) => (logs.shares[0] as number) - (logs.shares[kind + 1] as number) - least * Math.LN2 + slack,
  ) as [number, number, number];
  const width = model.fields.length;
  return {
    canReach(levels, at) {
      let one = household;
      let two = namesake;
      let three = strangers;
      for (let field = 0; field < width; field += 1) {
        const place = (field * marks + (levels[at + field] as number)) * others;
        one += gains[place] as number;
        two += gains[place + 1] as number;
        three += gains[place + 2] as number;
      }
      return one >= 0 && two >= 0 && three >= 0;
    },
  };
}

function gainOf({ fields }: Logs, kind: number, field: number, level: number): number {
  const of = (table: readonly Float64Array[] | undefined): number => table?.[field]?.[level] as number;
  return of(fields[0]) - of(fields[kind]);
}
