import { z } from 'zod';
import { mostCharacters } from '../classifier/tokenizer.js';

/** What stands for the target in a text, whatever its name is. */
export const targetWord = 'ourbrand';

const namesShape = z.array(z.string().trim().min(1).max(100)).max(100);

/**
 * Puts one word in place of every name of the target, so that "switch to it" and "switch from it" are told apart whoever it
 * is. Names stand alone or behind `@`, `#` or `$`, in any case; without names texts stay as they are.
 */
export function targetMarker(names: readonly string[]): (text: string) => string {
  const longestFirst = namesShape.parse([...names]).sort((left, right) => right.length - left.length);
  const lower = longestFirst.map((name) => name.toLowerCase());
  const escaped = longestFirst.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const named = new RegExp(`(?<![\\p{L}\\p{N}_])[@#$]?(?:${escaped.join('|')})(?:['’]s)?(?![\\p{L}\\p{N}_])`, 'giu');
  return (text) => {
    const read = text.length > mostCharacters ? text.slice(0, mostCharacters) : text;
    const small = read.toLowerCase();
    // Most texts hold none of the names, which is seen much sooner than by the pattern.
    return lower.some((name) => small.includes(name)) ? read.replace(named, targetWord) : read;
  };
}
