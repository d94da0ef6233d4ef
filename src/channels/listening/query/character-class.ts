/** How the characters of a text are told apart when it is cut into words. */
export const other = 0;
/** Letters, digits and their marks in scripts that part words. */
export const letter = 1;
/** The same in scripts that write words without spaces. */
export const dense = 2;
export const pictograph = 3;
/** Two of them are a flag. */
export const flagLetter = 4;

const wordCharacter = /[\p{L}\p{M}\p{N}]/u;
const denseCharacter =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
const pictographic = /\p{Extended_Pictographic}/u;

/** The planes with letters and emoji. Those after hold ideographs, and then nothing that is written. */
const tableEnd = 0x20000;
const ideographsEnd = 0x40000;

let table: Uint8Array | undefined;

/** The classes of the first two planes: looked up once for each character of each text, so no pattern is run there. */
function classTable(): Uint8Array {
  const classes = new Uint8Array(tableEnd);
  for (let code = 0; code < tableEnd; code += 1) {
    const character = String.fromCodePoint(code);
    if (code >= 0x1f1e6 && code <= 0x1f1ff) classes[code] = flagLetter;
    else if (wordCharacter.test(character)) classes[code] = denseCharacter.test(character) ? dense : letter;
    else if (pictographic.test(character)) classes[code] = pictograph;
  }
  return classes;
}

export function classOf(code: number): number {
  if (code >= tableEnd) return code < ideographsEnd ? dense : other;
  table ??= classTable();
  return table[code] as number;
}
