/** A piece of a value, and whether the other side says something else there. */
export interface Piece {
  text: string;
  differs: boolean;
}

/** Beyond this many words a value is compared as a whole: the table below grows with their product. */
const wordsAtMost = 300;

/** Cuts two values into what both say, in the same order, and what only one says. Upper and lower case are one. */
export function markDifferences(left: string, right: string): [Piece[], Piece[]] {
  const [words, others] = [wordsOf(left), wordsOf(right)];
  if (words.length > wordsAtMost || others.length > wordsAtMost) {
    const differs = left !== right;
    return [[{ text: left, differs }], [{ text: right, differs }]];
  }
  const common = commonLengths(words, others);
  const pieces: [Piece[], Piece[]] = [[], []];
  let [a, b] = [0, 0];
  while (a < words.length || b < others.length) {
    const [word, other] = [words[a], others[b]];
    if (word !== undefined && other !== undefined && same(word, other)) {
      add(pieces[0], word, false);
      add(pieces[1], other, false);
      a += 1;
      b += 1;
    } else if (other === undefined || (word !== undefined && at(common, a + 1, b) >= at(common, a, b + 1))) {
      add(pieces[0], word as string, true);
      a += 1;
    } else {
      add(pieces[1], other, true);
      b += 1;
    }
  }
  return pieces;
}

const wordsOf = (text: string) => text.match(/\p{L}+|\p{N}+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const at = (table: readonly number[][], a: number, b: number) => table[a]?.[b] ?? 0;

/** For each pair of places, how many words the rests have in common, in order. */
function commonLengths(words: readonly string[], others: readonly string[]): number[][] {
  const table = Array.from({ length: words.length + 1 }, () => new Array<number>(others.length + 1).fill(0));
  for (let a = words.length - 1; a >= 0; a -= 1)
    for (let b = others.length - 1; b >= 0; b -= 1)
      (table[a] as number[])[b] = same(words[a] as string, others[b] as string)
        ? at(table, a + 1, b + 1) + 1
        : Math.max(at(table, a + 1, b), at(table, a, b + 1));
  return table;
}

function add(pieces: Piece[], text: string, differs: boolean): void {
  const last = pieces.at(-1);
  if (last?.differs === differs) last.text += text;
  else pieces.push({ text, differs });
}
