/** Letters that Unicode does not take apart, written with plain ones. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
};

const special = /[ßæœøłđðþħıŋ]/g;
const marks = /[\u0300-\u036f]/g;
const apostrophes = /['’‘ʼ`´]/g;
const ascii = /^[ -~]*$/;

/**
 * Text as it is compared: NFKD, lower case, no diacritics, single spaces. Only the combining marks of Latin, Greek and
 * Cyrillic go; the vowel signs of other scripts are letters there and stay.
 *
 * @example
 * fold('  José  MÜLLER ') // 'jose muller'
 */
export function fold(text: string): string {
  const folded = ascii.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replace(marks, '')
        .toLowerCase()
        // Lower case can bring marks back (`İ`).
        .replace(marks, '')
        .replace(special, (letter) => plainLetters[letter] ?? letter)
        .normalize('NFC');
  return folded.replace(/\s+/g, ' ').trim();
}

/**
 * The words of a text, folded. An apostrophe joins, everything else that is no letter or digit parts.
 *
 * @example
 * words("Conan O'Brien-Smith, Jr.") // ['conan', 'obrien', 'smith', 'jr']
 */
export function words(text: string): string[] {
  return (
    fold(text)
      .replace(apostrophes, '')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}
