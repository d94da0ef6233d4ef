import { characterKinds, letter } from '../classifier/characters.js';
import { commonWords } from './common-words.js';
import type { LanguageDetector } from './language-detector.js';
import { languageOfScript } from './scripts.js';

/** So much of a text is read. */
const mostCharacters = 1000;

/** For each common word, the languages it is common in and how much it tells. */
const votes = new Map<string, { language: number; weight: number }[]>();
const languages = Object.keys(commonWords);
for (const [language, words] of Object.values(commonWords).entries())
  for (const word of words.split(' ')) {
    const found = votes.get(word) ?? [];
    found.push({ language, weight: 0 });
    votes.set(word, found);
  }
for (const [word, found] of votes)
  for (const vote of found) vote.weight = (1 + Math.min(word.length, 6) / 4) / found.length;

/** Letters that only some languages write. */
const marks: readonly (readonly [letters: string, language: string])[] = [
  ['äöüß', 'de'],
  ['ñ¿¡', 'es'],
  ['ãõ', 'pt'],
  ['çêèàœ', 'fr'],
  ['ìòù', 'it'],
  ['åø', 'da'],
  ['ğışİ', 'tr'],
  ['łęąśżźćń', 'pl'],
];
const marked = new Map(
  marks.flatMap(([letters, language]) => [...letters].map((one) => [one.charCodeAt(0), languages.indexOf(language)])),
);
const markWeight = 0.8;

/**
 * Finds the language of a text by its script and by its commonest words. It is small and quick and knows the languages of
 * `commonWords` and those that have a script to themselves; for more, and for very short texts, use `eldDetector`.
 */
export function smallDetector(): LanguageDetector {
  const scores = new Float64Array(languages.length);
  const kinds = characterKinds();
  return {
    id: 'small',
    detect(text) {
      const read = (text.length > mostCharacters ? text.slice(0, mostCharacters) : text).toLowerCase();
      const byScript = languageOfScript(read);
      if (byScript !== undefined) return byScript;
      scores.fill(0);
      for (let at = 0; at < read.length; ) {
        const unit = read.charCodeAt(at);
        if (kinds[unit] !== letter) {
          at = unit === 0x40 ? skipHandle(read, at + 1, kinds) : at + 1;
          continue;
        }
        let end = at;
        for (; end < read.length && kinds[read.charCodeAt(end)] === letter; end += 1) {
          const mark = marked.get(read.charCodeAt(end));
          if (mark !== undefined && mark >= 0) scores[mark] = (scores[mark] as number) + markWeight;
        }
        for (const { language, weight } of votes.get(read.slice(at, end)) ?? [])
          scores[language] = (scores[language] as number) + weight;
        at = end;
      }
      let best = -1;
      for (const [language, score] of scores.entries()) if (score > (scores[best] ?? 0)) best = language;
      return languages[best] ?? 'und';
    },
  };
}

function skipHandle(text: string, from: number, kinds: Uint8Array): number {
  let at = from;
  while (at < text.length && kinds[text.charCodeAt(at)] === letter) at += 1;
  return at;
}
