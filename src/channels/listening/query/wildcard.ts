/** A longer word meets no wildcard. */
export const longestWildWord = 100;

const star = 0x2a;
const question = 0x3f;

export const isWildcard = (text: string): boolean => text.includes('*') || text.includes('?');

/**
 * Whether the word that stands in `units` from `from` to `to` fits a pattern: `*` stands for any number of characters, `?` for
 * one UTF-16 unit. After a mismatch only the last `*` takes one more, so the time is at most the product of both lengths.
 */
export function matchesWildcard(pattern: string, units: Uint16Array, from: number, to: number): boolean {
  if (to - from > longestWildWord) return false;
  let p = 0;
  let lastStar = -1;
  let retry = from;
  for (let w = from; w < to; ) {
    const unit = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (unit === star) {
      lastStar = p;
      retry = w;
      p += 1;
    } else if (unit === question || unit === units[w]) {
      p += 1;
      w += 1;
    } else if (lastStar >= 0) {
      retry += 1;
      w = retry;
      p = lastStar + 1;
    } else return false;
  }
  while (pattern.charCodeAt(p) === star) p += 1;
  return p === pattern.length;
}
