import type { TextEntity } from '../../../core/model/content.js';
import { endsAttribution, isHeaderLabel, isOriginalMark, startsAttribution } from './quote-words.js';

/** A line of a text, without its line end. */
interface Line {
  start: number;
  end: number;
  quoted: boolean;
}

const longestLine = 400;
const shortSignature = 12;

/**
 * Finds what a mail only repeats, and its signature.
 *
 * Quoted are lines that begin with `>`, with the line above that says who wrote them (`On … wrote:`); everything from
 * `-----Original Message-----` or a block of `From:` and `Sent:` on; and the `known` quotations of HTML. A signature
 * begins with the line `-- ` (RFC 3676, section 4.3) and ends at a quotation or with the text; where white space was
 * lost, `--` counts if few lines follow.
 *
 * @param text - With `\n` as line end.
 * @param known - Quotations that are known already, in order.
 * @returns `quote` and `signature` entities in order; they do not overlap.
 */
export function findQuotesAndSignatures(text: string, known: readonly TextEntity[] = []): TextEntity[] {
  const lines = linesOf(text, known);
  const original = lines.findIndex((line, index) => !line.quoted && startsOriginal(text, lines, index));
  if (original >= 0) for (let index = original; index < lines.length; index++) (lines[index] as Line).quoted = true;
  markAttributions(text, lines);
  const quotes = runsOf(lines, text);
  return [...quotes, ...signaturesOf(text, lines, quotes)].sort((left, right) => left.start - right.start);
}

function linesOf(text: string, known: readonly TextEntity[]): Line[] {
  const lines: Line[] = [];
  let next = 0;
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    while (next < known.length && (known[next] as TextEntity).end <= start) next++;
    const quote = known[next];
    const inKnown = quote !== undefined && quote.start <= start && end <= quote.end;
    lines.push({ start, end, quoted: inKnown || /^ {0,3}>/.test(text.slice(start, Math.min(end, start + 5))) });
    start = end + 1;
  }
  return lines;
}

/** The beginning of a line, enough to tell what it is. */
function wordsOf(text: string, line: Line): string {
  return text.slice(line.start, Math.min(line.end, line.start + longestLine)).trim();
}

function startsOriginal(text: string, lines: readonly Line[], index: number): boolean {
  const words = wordsOf(text, lines[index] as Line);
  if (words === '') return false;
  if (isOriginalMark(words)) return true;
  if (!isHeaderLabel(words, 'from')) return false;
  return lines.slice(index + 1, index + 5).some((line) => isHeaderLabel(wordsOf(text, line), 'sent'));
}

/** Counts the line `On … wrote:` above a quotation to it, and the lines over which it was broken. */
function markAttributions(text: string, lines: readonly Line[]): void {
  for (let index = 1; index < lines.length; index++) {
    if (!lines[index]?.quoted || lines[index - 1]?.quoted) continue;
    let last = index - 1;
    if (isBlank(lines[last])) last -= 1;
    const line = lines[last];
    if (!line || line.quoted) continue;
    if (!endsAttribution(text.slice(Math.max(line.start, line.end - longestLine), line.end).trim())) continue;
    const first = firstOfAttribution(text, lines, last);
    for (let at = first; at < index; at++) (lines[at] as Line).quoted = true;
  }
}

function firstOfAttribution(text: string, lines: readonly Line[], last: number): number {
  let first = last;
  for (let at = last; at >= Math.max(0, last - 2); at--) {
    const line = lines[at] as Line;
    if (line.quoted || isBlank(line)) break;
    if (startsAttribution(wordsOf(text, line))) first = at;
  }
  return first;
}

function isBlank(line: Line | undefined): boolean {
  return line !== undefined && line.start === line.end;
}

/** Quoted lines that follow one another, blank lines between them included, as entities. */
function runsOf(lines: readonly Line[], text: string): TextEntity[] {
  const runs: TextEntity[] = [];
  let open: TextEntity | undefined;
  for (const line of lines) {
    const blank = text.slice(line.start, line.end).trim() === '';
    if (blank) continue;
    if (!line.quoted) open = undefined;
    else if (open) open.end = line.end;
    else {
      open = { type: 'quote', start: line.start, end: line.end };
      runs.push(open);
    }
  }
  return runs;
}

function signaturesOf(text: string, lines: readonly Line[], quotes: readonly TextEntity[]): TextEntity[] {
  const signatures: TextEntity[] = [];
  let quote = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as Line;
    if (line.quoted || (line.end - line.start !== 2 && line.end - line.start !== 3)) continue;
    const words = text.slice(line.start, line.end);
    if (words !== '-- ' && words !== '--') continue;
    while (quote < quotes.length && (quotes[quote] as TextEntity).start < line.start) quote++;
    const limit = quotes[quote]?.start ?? text.length;
    let after = index + 1;
    // A lost space is looked for in a few lines only, so that a text full of dashes costs no more than another.
    const mostLines = words === '-- ' ? lines.length : shortSignature + 1;
    while (after < lines.length && after - index <= mostLines && (lines[after] as Line).start < limit) after++;
    if (after - index > mostLines) continue;
    const end = line.start + text.slice(line.start, limit).trimEnd().length;
    if (end > line.end) signatures.push({ type: 'signature', start: line.start, end });
    index = after - 1;
  }
  return signatures;
}
