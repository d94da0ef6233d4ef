import { parseDate } from '../../../core/text/parse-date.js';
import type { NamedAddress } from './address.js';

const longestQuote = 20_000;

/** What a mail says, as answers repeat it: who wrote when, and each line behind a mark. */
export function quoteOf(text: string, author: NamedAddress | undefined, date: string | undefined): string {
  const at = parseDate(date);
  const when = at ? `On ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC, ` : '';
  const who = author ? [author.name, `<${author.address}>`].filter(Boolean).join(' ') : 'somebody';
  const lines = text.slice(0, longestQuote).toWellFormed().split('\n');
  return [`${when}${who} wrote:`, ...lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`))].join('\n');
}
