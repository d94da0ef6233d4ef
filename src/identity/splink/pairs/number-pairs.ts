import { mix } from '../../engine/compare/comparison.js';

/** Numbers pairs of numbers from 1 on, in the order in which they come. */
export interface NumberPairs {
  of(first: number, second: number): number;
}

const fewest = 1 << 12;

/** A table with open addressing that doubles when it is half full. */
export function numberPairs(): NumberPairs {
  let mask = fewest - 1;
  let table = new Uint32Array(fewest);
  let firsts = new Uint32Array(fewest);
  let seconds = new Uint32Array(fewest);
  let size = 1;
  const grow = (): void => {
    mask = 2 * mask + 1;
    table = new Uint32Array(mask + 1);
    firsts = extended(firsts, mask + 1);
    seconds = extended(seconds, mask + 1);
    for (let number = 1; number < size; number += 1) {
      let place = mix(firsts[number] as number, seconds[number] as number) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = number;
    }
  };
  return {
    of(first, second) {
      let place = mix(first, second) & mask;
      for (; table[place] !== 0; place = (place + 1) & mask) {
        const number = table[place] as number;
        if (firsts[number] === first && seconds[number] === second) return number;
      }
      table[place] = size;
      firsts[size] = first;
      seconds[size] = second;
      size += 1;
      if (2 * size > mask) grow();
      return size - 1;
    },
  };
}

function extended(from: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(length);
  to.set(from);
  return to;
}
