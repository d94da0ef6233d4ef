import type { Column } from '../columns/column.js';
import { words32 } from '../columns/memory.js';
import type { Census } from '../compare/census.js';
import type { Frozen } from './frozen.js';

/** A value that two records share and a frozen model does not know was seen so often. */
export const usualTimes = 2;

/** What a frozen model knows by counting, whatever rows are at hand. */
export function frozenCensus({ columns, values, shared }: Frozen): Census {
  const counts = new Map(values.map(({ of, ...part }) => [of, { ...part, counts: new Map(part.counts) }]));
  const nobody = new Map(shared.map((part) => [part.of, new Set(part.values)]));
  return {
    columns: (given, size) =>
      columns.flatMap(({ kind, name }): Column[] => {
        const known = given.filter((column) => column.kind === kind && column.name === name);
        return known.length > 0 ? known : [{ kind, name, codes: words32(size), values: [''] }];
      }),
    times(part, texts) {
      const known = counts.get(part);
      return {
        times: texts.map((text) => known?.counts.get(text) ?? usualTimes),
        total: known?.total ?? 0,
      };
    },
    shared: (part, texts) => Uint8Array.from(texts, (text) => Number(nobody.get(part)?.has(text) ?? false)),
  };
}
