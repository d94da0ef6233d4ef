import { candidateFinder, type Walk } from '../block/candidates.js';
import type { Rule } from '../block/rule.js';
import type { Words } from '../columns/memory.js';
import type { PreparedColumns } from '../prepare/prepare.js';
import { type CompareAll, compareAll } from '../score/levels.js';
import { inParts, type Range, ranges, type Steps, type Task } from '../threads/steps.js';
import { type Patterns, patterns } from './patterns.js';
import type { Sample } from './sample.js';

/** How many pairs a model is learned from, of either sort. */
const drawn = 1_000_000;
/** How far apart the rows of random pairs stand, one after the other: primes, so that they do not fall together. */
const strides = [1, 7, 61, 383, 1_021, 3_433, 9_973, 20_011, 49_999, 99_991, 199_999, 399_989];

/** All that drawing pairs needs, as plain data. */
interface Drawing {
  size: number;
  /** Of the rules, how many pairs each makes. */
  rules: readonly Pick<Rule, 'pairs'>[];
  walks: readonly Walk[];
  prepared: readonly PreparedColumns[];
  /** The rows in the order of a hash of their content: the first of them are as good as drawn by lot, the same in every run. */
  lots: Words;
}

interface DrawPart extends Range {
  /** Pairs at random, by number, or candidates, by the lot of their first row. */
  of: 'random' | 'candidates';
}

/** Patterns in the order in which they came, and how often each did. */
interface Counted extends Pick<DrawPart, 'of'> {
  levels: Uint8Array;
  counts: Float64Array;
}

/** Counts how some of the pairs come out that a model is learned from. */
export const drawPairs: Task<Drawing, DrawPart, Counted> = {
  name: 'draw-pairs',
  begin(drawing) {
    const compare = compareAll(drawing.prepared);
    const candidates = candidateDrawer(drawing, compare);
    const random = randomDrawer(drawing, compare);
    return ({ of, from, to }) => {
      const known = patterns(compare.width);
      const counts = counter();
      if (of === 'random') random(from, to, known, counts);
      else candidates(from, to, known, counts);
      return { of, levels: known.levels.slice(0, known.size * known.width), counts: counts.counts(known.size) };
    };
  },
};

/** Draws the pairs that a model is learned from. */
export function* draw(drawing: Drawing): Steps<Sample> {
  const { size, rules, prepared } = drawing;
  const rows = drawnRows(size, rules);
  const part = (of: DrawPart['of'], all: number): DrawPart[] => ranges(all).map((range) => ({ ...range, of }));
  const parts = [...part('random', hasFew(size) ? size : drawn), ...part('candidates', rows)];
  const counted = yield* inParts(drawPairs, drawing, parts);
  const known = patterns(prepared.reduce((width, { fields }) => width + fields.length, 0));
  const [random, candidates] = [counter(), counter()];
  for (const { of, levels, counts } of counted) {
    const into = of === 'random' ? random : candidates;
    for (let pattern = 0; pattern < counts.length; pattern += 1)
      into.add(known.of(levels, pattern * known.width), counts[pattern]);
  }
  const share = rows / Math.max(1, size);
  return {
    patterns: known,
    random: random.counts(known.size),
    candidates: candidates.counts(known.size),
    scale: 1 / (1 - (1 - share) ** 2 || 1),
    size,
  };
}

type Drawer = (from: number, to: number, known: Patterns, counts: Counter) => void;

/** Whether there are so few rows that all their pairs are drawn. */
const hasFew = (size: number): boolean => (size * (size - 1)) / 2 <= drawn;

function randomDrawer({ size, lots }: Drawing, compare: CompareAll): Drawer {
  const levels = new Uint8Array(compare.width);
  return (from, to, known, counts) => {
    const count = (left: number, right: number): void => {
      compare.pair(left, right, levels);
      counts.add(known.of(levels));
    };
    if (hasFew(size)) {
      for (let left = from; left < to; left += 1)
        for (let right = left + 1; right < size; right += 1) count(left, right);
      return;
    }
    for (let at = from; at < to; at += 1) {
      const left = at % size;
      const stride = (strides[Math.floor(at / size) % strides.length] as number) % size || 1;
      count(lots[left] as number, lots[(left + stride) % size] as number);
    }
  };
}

/** Of how many rows the candidates are drawn: a pair is when either of its rows is among the first. */
function drawnRows(size: number, rules: Drawing['rules']): number {
  let pairs = 0;
  for (const rule of rules) pairs += rule.pairs;
  const share = Math.min(1, drawn / Math.max(1, pairs));
  return Math.ceil(size * (1 - Math.sqrt(1 - share)));
}

function candidateDrawer({ size, rules, walks, lots }: Drawing, { width, many }: CompareAll): Drawer {
  const rows = drawnRows(size, rules);
  const isDrawn = new Uint8Array(size);
  for (let at = 0; at < rows; at += 1) isDrawn[lots[at] as number] = 1;
  const candidatesOf = candidateFinder(size, walks, true);
  let batch = new Uint8Array(width << 8);
  return (from, to, known, counts) => {
    for (let at = from; at < to; at += 1) {
      const row = lots[at] as number;
      const { rights, count: found } = candidatesOf(row);
      if (found * width > batch.length) batch = new Uint8Array(2 * found * width);
      many(row, rights, found, batch);
      for (let index = 0; index < found; index += 1) {
        const other = rights[index] as number;
        if (other > row || isDrawn[other] === 0) counts.add(known.of(batch, index * width));
      }
    }
  };
}

interface Counter {
  /** @param times defaults to once */
  add(pattern: number, times?: number): void;
  counts(size: number): Float64Array;
}

function counter(): Counter {
  let counts = new Float64Array(1 << 12);
  return {
    add(pattern, times = 1) {
      if (pattern >= counts.length) {
        const more = new Float64Array(2 * pattern);
        more.set(counts);
        counts = more;
      }
      counts[pattern] = (counts[pattern] as number) + times;
    },
    counts(size) {
      const all = new Float64Array(size);
      all.set(counts.subarray(0, size));
      return all;
    },
  };
}
