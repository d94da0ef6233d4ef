import { commonWords } from './common-words.js';
import type { LanguageDetector } from './language-detector.js';
import { languageOfScript } from './scripts.js';
import { smallDetector } from './small-detector.js';

/** What the package `eld` exports, once it is loaded. */
export interface Eld {
  detect(text: string): { getScores(): Record<string, number> };
}

/** So much of a text tells its language. */
const enough = 400;
/** Without its hashtags, which are often English, a text must be longer than this to tell. */
const shortest = 10;
/** Languages that people seldom write in networks must fit better than others. */
const rareWeight = 0.8;
/** What the commonest words say, beside scores from 0 to 1. */
const wordsBonus = 0.03;
const frequent = new Set(Object.keys(commonWords));

/**
 * Finds languages by the package `eld`, which knows 60 of them, together with scripts and the commonest words. Give it what
 * `eld/large` or `eld/small` exports.
 *
 * @example
 * import { eld } from 'eld/large';
 * const detector = eldDetector(eld);
 */
export function eldDetector(eld: Eld): LanguageDetector {
  const small = smallDetector();
  return {
    id: 'eld',
    detect(text) {
      const read = readable(text);
      const byScript = languageOfScript(read);
      if (byScript !== undefined) return byScript;
      const byWords = small.detect(read);
      let [language, best] = ['und', 0];
      for (const [found, score] of Object.entries(eld.detect(read).getScores())) {
        const weighed = score * (frequent.has(found) ? 1 : rareWeight) + (found === byWords ? wordsBonus : 0);
        if (weighed > best) [language, best] = [found, weighed];
      }
      return language;
    },
  };
}

/** A text without links, mentions and hashtags, which are often of another language. */
function readable(text: string): string {
  const words = text
    .slice(0, enough * 4)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !/^(?:https?|www\.|@)/.test(word));
  const plain = words.filter((word) => !word.startsWith('#')).join(' ');
  return (plain.length > shortest ? plain : words.join(' ')).slice(0, enough);
}
