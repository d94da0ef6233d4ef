import { classCount, type Logs, logsOf } from '../../engine/train/logs.js';
import type { Model } from '../../engine/train/model.js';
import { columnName } from './derived.js';
import type { Part } from './part.js';
import { chosen, double, inOneRow, type Steps } from './steps.js';

/** A comparison as Splink has it. */
export interface WrittenComparison {
  output_column_name: string;
  comparison_description?: string;
  comparison_levels: WrittenLevel[];
}

export interface WrittenLevel {
  sql_condition: string;
  label_for_charts: string;
  m_probability?: number;
  u_probability?: number;
  is_null_level?: boolean;
}

const strangers = classCount - 1;
/** How finely what is taken together is told, in bits. */
const finest = -22;

/** Each field by itself, of one person against strangers: what Splink adds up. */
export function fieldComparisons({ fields, m, u }: Model, parts: readonly Part[]): WrittenComparison[] {
  return parts
    .flatMap((part) => part.fields)
    .flatMap((steps, field) => {
      if (!standsAlone(steps)) return [];
      const { name, levels } = fields[field] as Model['fields'][number];
      const row = inOneRow(steps);
      const missing = row.flatMap(({ when, level }) => (level === 0 && when ? [`(${when})`] : []));
      const known = row.filter(({ level }) => level !== 0);
      const ways = new Map<number, number>();
      for (const { level } of known) ways.set(level, (ways.get(level) ?? 0) + 1);
      const comparison: WrittenComparison = {
        output_column_name: columnName(name),
        comparison_levels: [
          ...(missing.length === 0
            ? []
            : [{ sql_condition: missing.join(' OR '), label_for_charts: 'missing', is_null_level: true }]),
          ...known.map(({ when = 'ELSE', level }): WrittenLevel => {
            // Where several conditions lead to one level, they share its likelihoods.
            const share = 1 / (ways.get(level) as number);
            return {
              sql_condition: when,
              label_for_charts: levels[level]?.name ?? '',
              m_probability: share * ((m[0] as Float64Array[])[field]?.[level] as number),
              u_probability: share * (u[field]?.[level] as number),
            };
          }),
        ],
      };
      return [comparison];
    });
}

/** Whether a field can be a comparison: Splink has none with a single level. */
const standsAlone = (steps: Steps): boolean => inOneRow(steps).filter(({ level }) => level !== 0).length > 1;

/**
 * What fields tell only together, in bits, as SQL: that people of one household or of one name agree like this too, and that
 * names stand in each other's place.
 */
function together(logs: Logs, parts: readonly Part[]): string {
  const bits = (kind: number, from: number, field: number, level: number): number =>
    ((logs.fields[kind]?.[field]?.[level] as number) - (logs.fields[from]?.[field]?.[level] as number)) / Math.LN2;
  const sum = (kind: number, read: readonly Steps[], first = 0): string =>
    read.map((steps, at) => chosen(steps, (level) => bits(kind, strangers, first + at, level))).join(' + ');
  const usual = parts.map((part) => part.fields);
  const dependence = (read: readonly (readonly Steps[])[]): string => {
    const likelier = Array.from({ length: strangers - 1 }, (_, at) => {
      const kind = at + 1;
      const share = ((logs.shares[kind] as number) - (logs.shares[strangers] as number)) / Math.LN2;
      return `power(2e+0, ${double(share)} + ${sum(kind, read.flat())})`;
    });
    return `ln(1e+0 + ${likelier.join(' + ')}) / ${double(Math.LN2)}`;
  };
  /** What Splink adds up of fields anyway. */
  const added = (read: readonly Steps[], from: number): string =>
    ['0e+0', ...read.flatMap((steps, at) => (standsAlone(steps) ? [sum(0, [steps], from + at)] : []))].join(' + ');
  let first = 0;
  const cases = parts.flatMap((part, place) => {
    const from = first;
    first += part.fields.length;
    if (!part.turned) return [];
    const ways = part.turned.ways.map(({ when, fields }) => {
      const gain = `(${sum(0, fields, from)}) - (${added(part.fields, from)})`;
      const bits = `${gain} - ${dependence(usual.with(place, fields))}`;
      return when === undefined ? `ELSE ${bits}` : `WHEN ${when} THEN ${bits}`;
    });
    return [`WHEN ${part.turned.when} THEN (CASE ${ways.join(' ')} END)`];
  });
  const rest = usual.flat().flatMap((steps, field) => (standsAlone(steps) ? [] : [sum(0, [steps], field)]));
  const straight = `${['0e+0', ...rest].join(' + ')} - ${dependence(usual)}`;
  return cases.length === 0 ? `(${straight})` : `(CASE ${cases.join(' ')} ELSE ${straight} END)`;
}

/**
 * What fields tell only together. Splink only adds up what single comparisons weigh, so that it is told as a binary number:
 * each comparison is one of its digits.
 */
export function togetherComparisons(model: Model, parts: readonly Part[]): WrittenComparison[] {
  const logs = logsOf(model);
  const sum = together(logs, parts);
  const highest = highestBit(logs);
  const most = 2 ** (highest + 1);
  const half = 2 ** (finest - 1);
  // From nothing to twice the most, so that all digits but the first are for and the first is against.
  const shifted = `least(greatest(${sum} + ${double(most / 2 + half)}, 0e+0), ${double(most - 2 * half)})`;
  return Array.from({ length: highest - finest + 1 }, (_, at) => {
    const digit = highest - at;
    const bits = 2 ** digit;
    const isFirst = at === 0;
    const label = digit >= 0 ? `${bits}` : `1/${1 / bits}`;
    return {
      output_column_name: `together_${String(at).padStart(2, '0')}`,
      comparison_description: `What fields tell only together: ${label} bits`,
      comparison_levels: [
        // Splink warns of comparisons without one.
        { sql_condition: 'false', label_for_charts: 'never', is_null_level: true },
        {
          sql_condition: `floor(${shifted} * ${double(1 / bits)}) % 2e+0 = 1e+0`,
          label_for_charts: isFirst ? 'for' : `${label} for`,
          ...odds(isFirst ? 0 : bits),
        },
        {
          sql_condition: 'ELSE',
          label_for_charts: isFirst ? `${label} against` : 'no',
          ...odds(isFirst ? -bits : 0),
        },
      ],
    };
  });
}

/** So much can lie between any two of a model's classes, as a power of two. */
function highestBit({ shares, fields }: Logs): number {
  const tables = fields as readonly (readonly Float64Array[])[];
  let most = Math.max(...shares) - Math.min(...shares);
  for (let field = 0; field < (tables[0]?.length ?? 0); field += 1) {
    const all = tables.flatMap((table) => [...(table[field] as Float64Array)]);
    most += Math.max(...all) - Math.min(...all);
  }
  return Math.min(7, Math.ceil(Math.log2(most / Math.LN2 + 1)));
}

/** Probabilities whose ratio is so many bits. */
function odds(bits: number): { m_probability: number; u_probability: number } {
  return bits < 0
    ? { m_probability: 2 ** bits / 2, u_probability: 0.5 }
    : { m_probability: 0.5, u_probability: 0.5 / 2 ** bits };
}
