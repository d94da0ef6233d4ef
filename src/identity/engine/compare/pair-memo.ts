/** Remembers a small number for two numbers, so that each pair of values is compared once. */
export interface PairMemo {
  /** What is remembered of two numbers, the smaller first; -1 for nothing. */
  get(smaller: number, larger: number): number;
  /** Remembers a number from 0 to 254 for the pair that was last asked for. */
  set(smaller: number, larger: number, value: number): void;
}

const fewest = 1 << 12;
/** A memo that has grown to so many places starts anew; it is a shortcut and not a store. */
const mostPlaces = 1 << 22;

/** A table with open addressing that doubles when it is half full. */
export function pairMemo(): PairMemo {
  let places = fewest;
  let smallers = new Uint32Array(places);
  let largers = new Uint32Array(places);
  let values = new Uint8Array(places);
  let used = 0;
  const placeOf = (smaller: number, larger: number): number => {
    let place = (Math.imul(smaller, 0x9e3779b1) ^ Math.imul(larger, 0x85ebca6b)) >>> 0;
    place = (place ^ (place >>> 15)) & (places - 1);
    while (values[place] !== 0 && (smallers[place] !== smaller || largers[place] !== larger))
      place = (place + 1) & (places - 1);
    return place;
  };
  const put = (smaller: number, larger: number, value: number): void => {
    const place = placeOf(smaller, larger);
    smallers[place] = smaller;
    largers[place] = larger;
    values[place] = value;
    used += 1;
  };
  const grow = (): void => {
    const [ones, others, kept] = [smallers, largers, values];
    const restarts = places === mostPlaces;
    if (!restarts) places *= 2;
    smallers = new Uint32Array(places);
    largers = new Uint32Array(places);
    values = new Uint8Array(places);
    used = 0;
    if (restarts) return;
    for (let place = 0; place < kept.length; place += 1)
      if (kept[place] !== 0) put(ones[place] as number, others[place] as number, kept[place] as number);
  };
  return {
    get: (smaller, larger) => (values[placeOf(smaller, larger)] as number) - 1,
    set(smaller, larger, value) {
      if (2 * used >= places) grow();
      put(smaller, larger, value + 1);
    },
  };
}
