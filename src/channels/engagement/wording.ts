/** Marks that are not seen and would make equal words look different. */
const unseen = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;

function folded(text: string): string {
  return text.normalize('NFKC').replace(unseen, '').toLowerCase();
}

/**
 * What two texts that say the same have in common: no case, no spaces, no punctuation, none of the people named in it.
 * A text of nothing else stays as it is.
 */
export function normalizedText(text: string): string {
  const plain = folded(text);
  const words = plain
    .replace(/(^|\s)@[^\s]+/g, ' ')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return words || plain.trim();
}

const letter = /[\p{L}\p{M}\p{N}]/u;
/** Scripts that are written without spaces, where a word's end can not be seen. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** The first of some words that stands in a text as a word of its own, without case. */
export function foundWord(text: string, words: readonly string[]): string | undefined {
  const plain = folded(text);
  return words.find((word) => {
    const wanted = folded(word).trim();
    if (!wanted) return false;
    for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + 1))
      if (ends(plain[at - 1], wanted[0]) && ends(wanted.at(-1), plain[at + wanted.length])) return true;
    return false;
  });
}

/** Whether a word ends between two characters. */
function ends(left: string | undefined, right: string | undefined): boolean {
  if (!left || !right || !letter.test(left) || !letter.test(right)) return true;
  return unspaced.test(left) || unspaced.test(right);
}
