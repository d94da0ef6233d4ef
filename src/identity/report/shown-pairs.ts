import type { Edges } from '../engine/score/edges.js';
import { type FieldWeight, waterfall } from '../engine/score/waterfall.js';
import type { Model } from '../engine/train/model.js';
import { patterns } from '../engine/train/patterns.js';
import type { Workbench } from './workbench.js';

/** How each pair of some records came out, each way once. */
export interface ShownPairs {
  /** The records, in their order. */
  rows: number[];
  /** The cluster of each. */
  clusters: number[];
  /** Before anything is compared, in bits. */
  prior: number;
  /** By field, what each level is called and weighs; the first is that one of the two has no value. */
  fields: { field: string; levels: { level: string; bits: number }[] }[];
  /** The ways in which pairs came out: the level of each field, and what that weighs together. */
  ways: { levels: number[]; weight: number }[];
  /** The way of each pair: of the first record with each later one, then of the second, and so on. */
  pairs: Uint16Array;
}

export function shownPairs({ model, compare }: Workbench, rows: number[], clusters: readonly number[]): ShownPairs {
  const { width } = compare;
  const known = patterns(width);
  const levels = new Uint8Array(width);
  const pairs = new Uint16Array((rows.length * (rows.length - 1)) / 2);
  let at = 0;
  for (const [place, left] of rows.entries())
    for (const right of rows.slice(place + 1)) {
      compare.pair(left, right, levels);
      pairs[at] = known.of(levels);
      at += 1;
    }
  const wayOf = (way: number): Uint8Array => known.levels.subarray(way * width, (way + 1) * width);
  return {
    rows,
    clusters: rows.map((row) => clusters[row] as number),
    prior: waterfall(model, new Uint8Array(width)).prior,
    fields: model.fields.map(({ name }, field) => ({ field: name, levels: levelsOf(model, field) })),
    ways: Array.from({ length: known.size }, (_, way) => ({
      levels: Array.from(wayOf(way)),
      weight: waterfall(model, wayOf(way)).weight,
    })),
    pairs,
  };
}

/** What a way of agreeing in a field weighs. */
export interface LevelWeight extends FieldWeight {
  /** Whether pairs that were looked at came out like this; what no pair teaches is little more than a guess. */
  seen: boolean;
}

/** So many candidate pairs are looked at for the levels that there are. */
const mostAsked = 20_000;

/** What each way of agreeing in each field weighs. */
export function levelWeights({ model, compare }: Workbench, edges: Edges, { ways }: ShownPairs): LevelWeight[] {
  const seen = model.fields.map(() => new Set<number>());
  const see = (levels: ArrayLike<number>): void => {
    for (const [field, known] of seen.entries()) known.add(levels[field] as number);
  };
  for (const { levels } of ways) see(levels);
  const levels = new Uint8Array(compare.width);
  const step = Math.ceil(edges.size / mostAsked) || 1;
  for (let edge = 0; edge < edges.size; edge += step) {
    compare.pair(edges.left[edge] as number, edges.right[edge] as number, levels);
    see(levels);
  }
  return model.fields.flatMap(({ name }, field) =>
    levelsOf(model, field)
      .map((told, level) => ({ field: name, ...told, seen: seen[field]?.has(level) === true }))
      .slice(1),
  );
}

function levelsOf(model: Model, field: number): { level: string; bits: number }[] {
  const levels = new Uint8Array(model.fields.length);
  return (model.fields[field]?.levels ?? []).map((_, level) => {
    levels[field] = level;
    const { level: name, bits } = waterfall(model, levels).fields[field] as FieldWeight;
    return { level: name, bits };
  });
}
