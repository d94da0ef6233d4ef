import type { Column } from '../columns/column.js';
import type { Census } from '../compare/census.js';
import { bandOf } from '../compare/exact-levels.js';
import { countedCensus } from '../prepare/counted-census.js';
import type { Frozen } from './frozen.js';
import { usualTimes } from './frozen-census.js';

/** What fewer records share may tell of one person, and is not kept. */
const fewest = 5;

/** Counts the rows at hand, and keeps what is to be known of them later. */
export function keptCensus(): { census: Census; kept: Pick<Frozen, 'columns' | 'values' | 'shared'> } {
  const kept: Pick<Frozen, 'columns' | 'values' | 'shared'> = { columns: [], values: [], shared: [] };
  const census: Census = {
    columns(given, size) {
      const columns = countedCensus.columns(given, size);
      for (const { kind, name } of columns)
        if (!kept.columns.some((known) => isOf(known, kind, name))) kept.columns.push({ kind, name });
      return columns;
    },
    times(part, values, slots) {
      const counted = countedCensus.times(part, values, slots);
      const usual = bandOf(usualTimes, counted.total);
      const counts = values.flatMap((value, code): [string, number][] => {
        const times = counted.times[code] as number;
        return code > 0 && times >= fewest && bandOf(times, counted.total) !== usual ? [[value, times]] : [];
      });
      kept.values.push({ of: part, total: counted.total, counts: counts.sort(byText) });
      return counted;
    },
    shared(part, values, codes, person) {
      const shared = countedCensus.shared(part, values, codes, person);
      const known = kept.shared.find(({ of }) => of === part) ?? { of: part, values: [] };
      if (known.values.length === 0) kept.shared.push(known);
      const all = new Set([...known.values, ...values.filter((_, code) => shared[code] === 1)]);
      known.values = [...all].sort();
      return shared;
    },
  };
  return { census, kept };
}

const isOf = (column: Pick<Column, 'kind' | 'name'>, kind: string, name: string): boolean =>
  column.kind === kind && column.name === name;

const byText = ([one]: [string, number], [other]: [string, number]): number => (one < other ? -1 : one > other ? 1 : 0);
