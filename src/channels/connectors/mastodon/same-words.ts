import { plainTextOf } from './markup.js';
import type { StatusView } from './views.js';

const leadingMentions = /^(?:@\S+\s+)+/;
const mentionsHome = /(?<=@\w[\w.-]{0,300})@[\w.-]+/g;

/** Whether a status of ours says what a draft says, whoever is named before and however the server has set it. */
export function hasSameWords(status: StatusView, text: string, baseUrl: string): boolean {
  const written = status.text ?? plainTextOf(status.content, {}, baseUrl).text;
  return comparable(written) === comparable(text);
}

function comparable(text: string): string {
  return text.normalize('NFC').trim().replace(leadingMentions, '').replace(mentionsHome, '').replace(/\s+/g, ' ');
}
