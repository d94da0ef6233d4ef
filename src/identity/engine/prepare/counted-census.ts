import type { Census } from '../compare/census.js';
import { withoutCopies } from './copies.js';
import { sharedValues } from './shared-values.js';

/** Counts the rows at hand. */
export const countedCensus: Census = {
  columns: withoutCopies,
  times(_, values, slots) {
    const times = new Uint32Array(values.length);
    for (const codes of slots) for (const code of codes) times[code] = (times[code] as number) + 1;
    let total = 0;
    for (let value = 1; value < times.length; value += 1) total += times[value] as number;
    return { times, total };
  },
  shared: (_, values, codes, person) => sharedValues(codes, values.length, person),
};
