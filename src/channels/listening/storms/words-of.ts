/** As much of a text is read; the rest of a very long one changes nothing. */
const longest = 2000;

/** The start of a text as it is compared: one case, without addresses, names of accounts and forms of the same letter. */
export function plainText(text: string): string {
  return text
    .slice(0, longest)
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?:https?:\/\/|@)\S+/gu, ' ')
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, ' ')
    .trim();
}

/** The words of a plain text. */
export function wordsOf(plain: string): string[] {
  return plain === '' ? [] : plain.split(' ');
}
