/** Languages in which countries are written. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'nb', 'fi', 'cs', 'tr', 'ja', 'zh'];

/** Ways to write a country that are nobody's official name of it. */
const others: Readonly<Record<string, string>> = {
  uk: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'great britain': 'GB',
  usa: 'US',
  'u s a': 'US',
  'u s': 'US',
  'united states of america': 'US',
  america: 'US',
  holland: 'NL',
  'the netherlands': 'NL',
  korea: 'KR',
  'republic of korea': 'KR',
  'russian federation': 'RU',
  'czech republic': 'CZ',
  turkey: 'TR',
  brd: 'DE',
  'viet nam': 'VN',
  uae: 'AE',
};

let known: Map<string, string> | undefined;

/**
 * A country by its two letters, from its name in any of some languages; undefined when there is none of this name.
 *
 * @example
 * countryOf('Schweiz') // 'CH'
 */
export function countryOf(text: string): string | undefined {
  known ??= countryNames();
  return known.get(folded(text.slice(0, 200)));
}

/** Three letters may be a country's too, which is not known here. */
export function mayBeCountry(text: string): boolean {
  return countryOf(text) !== undefined || /^[A-Z]{3}$/.test(text.trim());
}

function countryNames(): Map<string, string> {
  const names = new Map(Object.entries(others));
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = display.of(code);
      // These are no countries: unknown regions, and groups of countries.
      if (!name || /^(ZZ|EU|EZ|UN|QO|XA|XB)$/.test(code)) continue;
      names.set(folded(name), code);
      names.set(code.toLowerCase(), code);
    }
  }
  return names.set('uk', 'GB');
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
