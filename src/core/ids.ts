import type { Clock } from './clock.js';

/** Makes ids that sort by the time they were made. */
export interface IdSource {
  next<Id extends string = string>(): Id;
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * UUIDs of version 7 (RFC 9562, method 1 of section 6.2: the 12 bits after the time count up within a millisecond,
 * so that ids of one process never sort out of order).
 */
export function uuids(clock: Clock): IdSource {
  let last = 0;
  let counter = 0;
  // Asking for random bytes costs the same for 8 as for 4096.
  const pool = new Uint8Array(4096);
  let used = pool.length;
  return {
    next<Id extends string>() {
      const now = clock.now();
      if (now > last) {
        last = now;
        counter = 0;
      } else if (++counter > 0xfff) {
        last += 1;
        counter = 0;
      }
      if (used === pool.length) {
        crypto.getRandomValues(pool);
        used = 0;
      }
      const random = pool.subarray(used, used + 8);
      used += 8;
      const time = last.toString(16).padStart(12, '0');
      const count = (0x7000 | counter).toString(16);
      const [a, b, c, d, e, f, g, h] = random as unknown as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      return `${time.slice(0, 8)}-${time.slice(8)}-${count}-${hex[(a & 0x3f) | 0x80]}${hex[b]}-${hex[c]}${hex[d]}${hex[e]}${hex[f]}${hex[g]}${hex[h]}` as Id;
    },
  };
}
