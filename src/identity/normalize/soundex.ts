const codes: Readonly<Record<string, string>> = {
  b: '1',
  f: '1',
  p: '1',
  v: '1',
  c: '2',
  g: '2',
  j: '2',
  k: '2',
  q: '2',
  s: '2',
  x: '2',
  z: '2',
  d: '3',
  t: '3',
  l: '4',
  m: '5',
  n: '5',
  r: '6',
};

/**
 * The American Soundex code of a folded Latin word: its first letter and three digits. Words of other scripts are given
 * by their first two letters, since the code knows none of theirs.
 *
 * @example
 * soundex('robert') // 'r163'
 */
export function soundex(word: string): string {
  const first = word[0] ?? '';
  if (first < 'a' || first > 'z') return [...word].slice(0, 2).join('');
  let code = first;
  let last = codes[first] ?? '';
  for (let index = 1; index < word.length && code.length < 4; index += 1) {
    const letter = word[index] as string;
    const digit = codes[letter] ?? '';
    if (digit && digit !== last) code += digit;
    // h and w do not part two letters of one sound, vowels do.
    if (letter !== 'h' && letter !== 'w') last = digit;
  }
  return code.padEnd(4, '0');
}
