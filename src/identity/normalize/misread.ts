/** A letter of two bytes in UTF-8, each of which was read as a letter or sign of its own. */
const twoBytes = /[\u00c3-\u00c5][\u0080-\u00bf]/g;

/**
 * Text as it was written, where UTF-8 was read as Latin-1 on its way: hardly any word of any language has such a sign
 * behind such a letter.
 *
 * @example
 * misread('JosÃ©') // 'José'
 */
export function misread(text: string): string {
  return text.replace(twoBytes, (pair) =>
    String.fromCharCode(((pair.charCodeAt(0) & 0x1f) << 6) | (pair.charCodeAt(1) & 0x3f)),
  );
}
