/**
 * A header as words: folded, parted at spaces, signs, digits and capitals.
 *
 * @example
 * headerWords('E-mail 1 - Value') // ['e', 'mail', '1', 'value']
 * headerWords('MailingPostalCode') // ['mailing', 'postal', 'code']
 */
export function headerWords(header: string): string[] {
  const folded = header
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/ß/g, 'ss');
  return (folded.match(/\p{N}+|\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+/gu) ?? []).map((word) =>
    word.toLowerCase(),
  );
}

/** A header as it is looked up: its words without anything between. */
export function squashed(header: string): string {
  return headerWords(header).join('');
}
