/** Ranges of code units of a script, and the language that is by far the most written in it. */
const ranges: readonly (readonly [from: number, to: number, language: string])[] = [
  [0x0370, 0x03ff, 'el'],
  [0x0400, 0x052f, 'ru'],
  [0x0530, 0x058f, 'hy'],
  [0x0590, 0x05ff, 'he'],
  [0x0600, 0x077f, 'ar'],
  [0xfb50, 0xfdff, 'ar'],
  [0xfe70, 0xfefc, 'ar'],
  [0x0900, 0x097f, 'hi'],
  [0x0980, 0x09ff, 'bn'],
  [0x0a00, 0x0a7f, 'pa'],
  [0x0a80, 0x0aff, 'gu'],
  [0x0b80, 0x0bff, 'ta'],
  [0x0c00, 0x0c7f, 'te'],
  [0x0c80, 0x0cff, 'kn'],
  [0x0d00, 0x0d7f, 'ml'],
  [0x0e00, 0x0e7f, 'th'],
  [0x10a0, 0x10ff, 'ka'],
  [0x3040, 0x30ff, 'ja'],
  [0x4e00, 0x9fff, 'zh'],
  [0xac00, 0xd7af, 'ko'],
];
const latinEnd = 0x024f;

/** The language that a text's script gives away; undefined for Latin letters and for none. */
export function languageOfScript(text: string): string | undefined {
  const counts = new Map<string, number>();
  let latin = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit <= latinEnd) {
      if ((unit >= 0x61 && unit <= 0x7a) || unit >= 0xc0) latin += 1;
      continue;
    }
    const range = ranges.find(([from, to]) => unit >= from && unit <= to);
    if (range) counts.set(range[2], (counts.get(range[2]) ?? 0) + 1);
  }
  let best: string | undefined;
  for (const [language, count] of counts)
    if (count > (best === undefined ? 0 : (counts.get(best) ?? 0))) best = language;
  if (best === undefined || (counts.get(best) ?? 0) * 3 < latin) return undefined;
  // Japanese is written with Chinese characters too, Chinese never with kana; some letters are of one language only.
  if (best === 'zh' && counts.has('ja')) return 'ja';
  if (best === 'ru' && /[іїєґ]/.test(text)) return 'uk';
  if (best === 'ar' && /[پچژگ]/.test(text)) return 'fa';
  return best;
}
