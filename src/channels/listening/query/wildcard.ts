/** A longer word meets no wildcard. */
export const longestWildWord = 100;

const star = 0x2a;
const question = 0x3f;

export const isWildcard = (text: string): boolean => text.includes('*') || text.includes('?');

/**
 * Whether a word fits a pattern: `*` stands for any number of characters, `?` for one UTF-16 unit. After a mismatch only the
 * last `*` takes one more, so the time is at most the product of both lengths.
 *
 * @example
 * matchesWildcard('colo*r', 'colour') // true
 */
export function matchesWildcard(pattern: string, word: string): boolean {
  if (word.length > longestWildWord) return false;
  let p = 0;
  let lastStar = -1;
  let retry = 0;
  for (let w = 0; w < word.length; ) {
    const unit = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (unit === star) {
      lastStar = p;
      retry = w;
      p += 1;
    } else if (unit === question || unit === word.charCodeAt(w)) {
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
