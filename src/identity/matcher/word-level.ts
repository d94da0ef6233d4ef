import { damerauLevenshtein } from '../compare/damerau-levenshtein.js';
import { jaroWinkler } from '../compare/jaro-winkler.js';

/** How alike two words are that should be one. */
export type WordLevel = 'exact' | 'close' | 'near' | 'different';

const closeFrom = 0.93;
const nearFrom = 0.8;
/** Below this similarity no edit distance makes two words close. */
const hopeless = 0.65;

/** How two folded words agree: `close` is a slip of a key or another spelling, `near` may be one. */
export function wordLevel(a: string, b: string): WordLevel {
  if (a === b) return 'exact';
  if (a.length === 0 || b.length === 0 || jaroAtMost(a, b) < hopeless) return 'different';
  const similarity = jaroWinkler(a, b);
  if (similarity >= closeFrom) return 'close';
  if (similarity < hopeless) return 'different';
  const shorter = Math.min(a.length, b.length);
  const edits = shorter >= 8 ? 2 : 1;
  if (shorter >= 4 && damerauLevenshtein(a, b, edits) <= edits) return 'close';
  return similarity >= nearFrom ? 'near' : 'different';
}

/** A bound of Jaro's similarity from the kinds of letters that only one word has: most words differ by them. */
function jaroAtMost(a: string, b: string): number {
  let left = 0;
  let right = 0;
  for (let index = 0; index < a.length; index += 1) left |= 1 << (a.charCodeAt(index) & 31);
  for (let index = 0; index < b.length; index += 1) right |= 1 << (b.charCodeAt(index) & 31);
  let matches = a.length;
  for (let rest = left & ~right; rest !== 0; rest &= rest - 1) matches -= 1;
  let other = b.length;
  for (let rest = right & ~left; rest !== 0; rest &= rest - 1) other -= 1;
  if (other < matches) matches = other;
  return (matches / a.length + matches / b.length + 1) / 3;
}
