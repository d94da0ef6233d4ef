import { blocks, blockWeights, gather, type Ngrams, ngrams } from './ngrams.js';
import { type Tokens, tokenize, tokens } from './tokenizer.js';

/** The features that a classifier knows, each with a column, block after block, and how telling each is. */
export interface Vocabulary {
  /** 32-bit hashes, ascending within a block. */
  keys: Int32Array;
  /** Where the columns of each block end. */
  ends: readonly number[];
  /** Inverse document frequencies. */
  rarity: Float32Array;
}

/** A text as numbers: columns and values, `length` of them. Reused from text to text. */
export interface SparseVector {
  length: number;
  columns: Int32Array;
  values: Float32Array;
}

/** Turns texts into vectors over a vocabulary; every block has length 1 times its weight. */
export interface Vectorizer {
  columns: number;
  /** What the text was taken apart into, for those who look at the words themselves. */
  tokens: Tokens;
  /** @param spare how many values the caller will add behind */
  vectorize(text: string, spare?: number): SparseVector;
}

const fewestTexts = 2;

/**
 * Counts in how many texts each feature stands and keeps those of at least two, the most frequent ones when they are
 * more than `most`.
 */
export function learnVocabulary(texts: readonly string[], most: number): Vocabulary {
  const counts = blocks.map(() => new Map<number, number>());
  const taken = tokens();
  const found = ngrams();
  for (const text of texts) {
    tokenize(text, taken);
    gather(taken, found);
    countFeatures(found, counts);
  }
  const kept = counts.map((count) => [...count].filter(([, number]) => number >= fewestTexts));
  const least = leastCount(kept.flat(), most);
  const columns = kept.map((entries) =>
    entries.filter(([, number]) => number >= least).sort(([left], [right]) => left - right),
  );
  const all = columns.flat();
  return {
    keys: Int32Array.from(all, ([key]) => key),
    ends: columns.map((_, place) => columns.slice(0, place + 1).reduce((sum, { length }) => sum + length, 0)),
    rarity: Float32Array.from(all, ([, number]) => 1 + Math.log((1 + texts.length) / (1 + number))),
  };
}

function countFeatures({ hashes, ends }: Ngrams, counts: readonly Map<number, number>[]): void {
  let from = 0;
  for (const [block, end] of ends.entries()) {
    const count = counts[block] as Map<number, number>;
    for (const hash of new Set(hashes.subarray(from, end))) count.set(hash, (count.get(hash) ?? 0) + 1);
    from = end;
  }
}

function leastCount(entries: readonly (readonly [number, number])[], most: number): number {
  if (entries.length <= most) return fewestTexts;
  const numbers = entries.map(([, number]) => number).sort((left, right) => right - left);
  return (numbers[most] as number) + 1;
}

/** Looks features up in a table with open addressing: one probe for most of them. */
export function vectorizer({ keys, ends, rarity }: Vocabulary): Vectorizer {
  const tables = blocks.map((_, block) =>
    tableOf(keys, block === 0 ? 0 : (ends[block - 1] as number), ends[block] as number),
  );
  const taken = tokens();
  const found = ngrams();
  const times = new Uint16Array(keys.length);
  const vector: SparseVector = { length: 0, columns: new Int32Array(1024), values: new Float32Array(1024) };
  const addBlock = (block: number, from: number, to: number): void => {
    const { places, mask } = tables[block] as Table;
    const start = vector.length;
    for (let at = from; at < to; at += 1) {
      const hash = found.hashes[at] as number;
      let slot = (Math.imul(hash, 0x9e3779b1) >>> 7) & mask;
      let column = places[slot] as number;
      while (column >= 0 && keys[column] !== hash) {
        slot = (slot + 1) & mask;
        column = places[slot] as number;
      }
      if (column < 0) continue;
      if (times[column] === 0) vector.columns[vector.length++] = column;
      times[column] = Math.min((times[column] as number) + 1, 65_535);
    }
    weigh(vector, start, times, rarity, blockWeights[block] as number);
  };
  return {
    columns: keys.length,
    tokens: taken,
    vectorize(text, spare = 0) {
      tokenize(text, taken);
      gather(taken, found);
      const most = found.ends[2] + spare;
      if (vector.columns.length < most) {
        vector.columns = new Int32Array(most * 2);
        vector.values = new Float32Array(most * 2);
      }
      vector.length = 0;
      addBlock(0, 0, found.ends[0]);
      addBlock(1, found.ends[0], found.ends[1]);
      addBlock(2, found.ends[1], found.ends[2]);
      return vector;
    },
  };
}

/** Turns counts into values of length `weight`, and clears the counts for the next text. */
function weigh(vector: SparseVector, start: number, times: Uint16Array, rarity: Float32Array, weight: number): void {
  const { columns, values, length } = vector;
  let sum = 0;
  for (let at = start; at < length; at += 1) {
    const column = columns[at] as number;
    const count = times[column] as number;
    const value = (count === 1 ? 1 : 1 + Math.log(count)) * (rarity[column] as number);
    times[column] = 0;
    values[at] = value;
    sum += value * value;
  }
  const scale = sum > 0 ? weight / Math.sqrt(sum) : 0;
  for (let at = start; at < length; at += 1) values[at] = (values[at] as number) * scale;
}

interface Table {
  places: Int32Array;
  mask: number;
}

function tableOf(keys: Int32Array, from: number, to: number): Table {
  const size = 2 ** Math.ceil(Math.log2(Math.max(to - from, 1) * 2 + 1));
  const places = new Int32Array(size).fill(-1);
  const mask = size - 1;
  for (let column = from; column < to; column += 1) {
    let slot = (Math.imul(keys[column] as number, 0x9e3779b1) >>> 7) & mask;
    while ((places[slot] as number) >= 0) slot = (slot + 1) & mask;
    places[slot] = column;
  }
  return { places, mask };
}
