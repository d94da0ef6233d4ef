import { anything, type Comparer, type GlanceAtRows, open } from '../compare/comparison.js';
import { comparing, type PreparedColumns } from '../prepare/prepare.js';

/** Compares rows in all fields. */
export interface CompareAll {
  /** How many fields there are. */
  width: number;
  /** Writes the level of each field of two rows. */
  pair(left: number, right: number, out: Uint8Array): void;
  /** Writes the levels of one row against several, pair after pair. */
  many(left: number, rights: Uint32Array, count: number, out: Uint8Array): void;
}

/** Compares rows in all fields, and knows what is sure at a glance. */
export interface CompareAtGlance extends CompareAll {
  /**
   * Writes what is sure at a glance; what is `open` for the rest. It goes column by column, so that the memory of several
   * rows is fetched at once.
   */
  glance(left: number, rights: Uint32Array, count: number, out: Uint8Array): void;
  /** Which fields are compared together, in the order in which what a glance left open is settled. */
  parts: readonly ComparedPart[];
}

/** Fields that are compared together. */
export interface ComparedPart {
  /** The first of the fields, and the first behind them. */
  from: number;
  to: number;
  /** Writes the levels of what a glance left open, from the place of the first field on; says whether it was. */
  settle(left: number, right: number, levels: Uint8Array, at: number): boolean;
}

export function compareAll(prepared: readonly PreparedColumns[]): CompareAtGlance {
  const parts: (ComparedPart & Required<Comparer>)[] = [];
  let width = 0;
  for (const columns of prepared) {
    const { compare, glance = leftOpen(columns.fields.length) } = comparing(columns);
    const from = width;
    width += columns.fields.length;
    const to = width;
    parts.push({
      from,
      to,
      glance,
      compare,
      settle(left, right, levels, at) {
        let isOpen = false;
        for (let field = at; field < at + to - from; field += 1) if ((levels[field] as number) >= open) isOpen = true;
        if (isOpen) compare(left, right, levels, at);
        return isOpen;
      },
    });
  }
  const glance = (left: number, rights: Uint32Array, count: number, out: Uint8Array): void => {
    for (const { glance: look, from } of parts) look(left, rights, count, out, from, width);
  };
  const one = new Uint32Array(1);
  return {
    width,
    // Names take longest.
    parts: parts.toReversed(),
    glance,
    pair(left, right, out) {
      one[0] = right;
      this.many(left, one, 1, out);
    },
    many(left, rights, count, out) {
      glance(left, rights, count, out);
      for (const { from, settle } of parts)
        for (let at = 0, place = from; at < count; at += 1, place += width)
          settle(left, rights[at] as number, out, place);
    },
  };
}

function leftOpen(fields: number): GlanceAtRows {
  return (_left, _rights, count, levels, at, step) => {
    for (let index = 0, place = at; index < count; index += 1, place += step)
      levels.fill(anything, place, place + fields);
  };
}
