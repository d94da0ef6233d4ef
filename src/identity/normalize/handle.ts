import { fold } from './text.js';

/** A handle taken apart. */
export interface HandleParts {
  /** As it is compared on its own network: lower case, without `@`. */
  value: string;
  /**
   * Its letters and digits without separators and without an id that the network appended: alike on several networks.
   */
  squashed: string;
  /** The words it shows by separators, camel case and borders of digits, folded. */
  words: readonly string[];
  /** The places in `squashed` at which a word begins, and its end. */
  borders: readonly number[];
}

/**
 * Takes a handle apart.
 *
 * @example
 * handleParts('@AnnLee_42').words // ['ann', 'lee', '42']
 * handleParts('ann-lee-5402821b6').squashed // 'annlee'
 */
export function handleParts(text: string): HandleParts {
  const written = unescaped(text.slice(0, 200).trim()).replace(/^@/, '');
  // A handle that is a domain or has its server behind it is known by what stands before.
  const parts = written
    .replace(/@.*$/, '')
    .replace(/\.(?:bsky\.social|com|org|net|dev|social|me|io)$/i, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean);
  const last = parts.at(-1) as string;
  if (parts.length > 1 && isAppendedId(last)) parts.pop();
  const found: string[] = [];
  for (const part of parts)
    for (const word of part.match(/\p{N}+|\p{Lu}+(?![\p{Ll}\p{M}])|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{L}+/gu) ?? [])
      found.push(fold(word));
  const borders = [0];
  for (const word of found) borders.push((borders.at(-1) as number) + word.length);
  return { value: written.toLowerCase(), squashed: found.join(''), words: found, borders };
}

/** Some networks append a number in hexadecimal to tell namesakes apart. */
function isAppendedId(word: string): boolean {
  return /^[0-9a-f]{5,12}$/i.test(word) && /\d/.test(word);
}

/**
 * The words of a handle, those that run together parted by a dictionary: the fewest letters outside it, then the
 * fewest words.
 *
 * @param isName whether a folded word is known.
 * @example
 * splitHandle('kimschofield', (word) => ['kim', 'schofield'].includes(word)) // ['kim', 'schofield']
 */
export function splitHandle(text: string, isName?: (word: string) => boolean): string[] {
  const { words } = handleParts(text);
  return isName ? words.flatMap((word) => partedBy(word, isName)) : [...words];
}

function partedBy(word: string, isName: (word: string) => boolean): string[] {
  if (word.length < 4 || word.length > 60 || isName(word)) return [word];
  const cost = new Array<number>(word.length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Array<number>(word.length + 1).fill(0);
  cost[0] = 0;
  for (let end = 1; end <= word.length; end += 1)
    for (let start = Math.max(0, end - 25); start < end; start += 1) {
      const known = end - start >= 2 && isName(word.slice(start, end));
      const total = (cost[start] as number) + 1 + (known ? 0 : 10 * (end - start));
      if (total < (cost[end] as number)) {
        cost[end] = total;
        from[end] = start;
      }
    }
  const parts: string[] = [];
  for (let end = word.length; end > 0; end = from[end] as number) parts.unshift(word.slice(from[end], end));
  return parts;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
