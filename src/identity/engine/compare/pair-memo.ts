/** Remembers a small number for two numbers, so that each pair of values is compared once. */
export interface PairMemo {
  /** What is remembered of two numbers below 2²⁸, the smaller first; -1 for nothing. */
  get(smaller: number, larger: number): number;
  /** Remembers a number from 0 to 14. */
  set(smaller: number, larger: number, value: number): void;
}

const fewest = 1 << 12;
/** A memo that has grown to so many places starts anew; it is a shortcut and not a store. */
const mostPlaces = 1 << 22;
/** What is remembered stands above the larger number, so that a pair lies in one place of memory. */
const numberBits = 28;
const numbers = (1 << numberBits) - 1;

/** A table with open addressing that doubles when it is half full. */
export function pairMemo(): PairMemo {
  let mask = fewest - 1;
  let table = new Uint32Array(2 * fewest);
  let used = 0;
  const placeOf = (smaller: number, larger: number): number => {
    const hash = Math.imul(smaller, 0x9e3779b1) ^ Math.imul(larger, 0x85ebca6b);
    let place = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const word = table[2 * place + 1] as number;
      if (word === 0 || ((word & numbers) === larger && table[2 * place] === smaller)) return place;
      place = (place + 1) & mask;
    }
  };
  const put = (smaller: number, word: number): void => {
    const place = placeOf(smaller, word & numbers);
    table[2 * place] = smaller;
    table[2 * place + 1] = word;
    used += 1;
  };
  const grow = (): void => {
    const kept = table;
    const restarts = mask + 1 === mostPlaces;
    if (!restarts) mask = 2 * mask + 1;
    table = new Uint32Array(2 * (mask + 1));
    used = 0;
    if (restarts) return;
    for (let at = 0; at < kept.length; at += 2) if (kept[at + 1] !== 0) put(kept[at] as number, kept[at + 1] as number);
  };
  return {
    get: (smaller, larger) => ((table[2 * placeOf(smaller, larger) + 1] as number) >>> numberBits) - 1,
    set(smaller, larger, value) {
      if (2 * used >= mask) grow();
      put(smaller, (larger | ((value + 1) << numberBits)) >>> 0);
    },
  };
}
