import { lengthUnder, textLength } from '../../engagement/text-length.js';

const remoteMention = /(?<![\w/@])@(\w[\w.-]*)@[\w.-]*\w/g;

/**
 * How long Mastodon counts a post: graphemes of the warning and the text, each link as `charactersPerUrl`, and of a
 * mention's two parts only the name.
 */
export function postLength(text: string, warning: string, charactersPerUrl: number): number {
  const named = text.replace(remoteMention, '@$1');
  return textLength(warning, 'graphemes') + lengthUnder(named, { unit: 'graphemes', linkLength: charactersPerUrl });
}
