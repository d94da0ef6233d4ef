import { htmlToText } from '../../../core/text/html-to-text.js';

/** What a text that we wrote says at its end: the key of the write, and what it filled in. */
export interface Marker {
  key: string;
  /** Properties that were empty, and what was written into them. */
  filled?: Record<string, string>;
}

const begin = '[kenning ';

/**
 * HubSpot keeps no key of ours, so it stands at the end of what we write, where people can read it: `[kenning …]`. By it our
 * own is told from others', found again and taken back.
 */
export function markerText({ key, filled }: Marker): string {
  const safe = key.replace(/[%[\]{}]| (?= )|[^\S ]/g, encodeURIComponent);
  // Neither may a bracket in a value look like the beginning of a mark, nor white space be lost in HTML.
  const values =
    filled && JSON.stringify(filled).replace(/\[| (?= )|[^\S ]/g, (sign) => `\\u${hexOf(sign.charCodeAt(0))}`);
  return `${begin}${safe}${values ? ` ${values}` : ''}]`;
}

const hexOf = (code: number) => code.toString(16).padStart(4, '0');

/** Reads the mark at the end of a text, or of HTML. */
export function markerIn(body: string | null | undefined): Marker | undefined {
  if (!body?.includes(begin)) return undefined;
  const { text } = htmlToText(body);
  const mark = text.slice(text.lastIndexOf(begin) + begin.length);
  const [, key, json] = /^([^[\]{}]{1,2000}?)(?: (\{.{0,20000}\}))?\]\s*$/su.exec(mark.slice(0, 25_000)) ?? [];
  if (!key) return undefined;
  const filled = json ? filledIn(json) : undefined;
  try {
    return { key: decodeURIComponent(key), ...(filled && { filled }) };
  } catch {
    return undefined;
  }
}

/** A text without the mark at its end. */
export function unmarked(text: string): string {
  const at = text.lastIndexOf(begin);
  return at < 0 ? text : text.slice(0, at).trimEnd();
}

function filledIn(json: string): Record<string, string> | undefined {
  try {
    const filled: unknown = JSON.parse(json);
    if (typeof filled !== 'object' || filled === null || Array.isArray(filled)) return undefined;
    const entries = Object.entries(filled).filter(
      (entry): entry is [string, string] => /^\w{1,200}$/.test(entry[0]) && typeof entry[1] === 'string',
    );
    return Object.fromEntries(entries);
  } catch {
    return undefined;
  }
}

/** A mark is a small part of a note: values beyond this have no room in it. */
const mostFilled = 15_000;

/** As many of these values as a mark has room for. */
export function whatFits(values: readonly (readonly [name: string, value: string])[]): Record<string, string> {
  let filled: Record<string, string> = {};
  for (const [name, value] of values) {
    const more = { ...filled, [name]: value };
    if (escaped(markerText({ key: '', filled: more })).length <= mostFilled) filled = more;
  }
  return filled;
}

/** HubSpot takes no longer text in a note, a message or a ticket. */
const mostUnits = 65_536;

export interface MarkedText {
  title?: string;
  text: string;
  permalink?: string;
  marker: Marker;
}

/** A note's HTML: what was said, where it stands, and the mark. A text that is too long is cut and says so. */
export function markedHtml({ title, text, permalink, marker }: MarkedText): string {
  const link = /^https?:\/\//i.test(permalink ?? '') ? escaped(permalink as string) : undefined;
  const head = title ? `<p><strong>${escaped(title)}</strong></p>` : '';
  const foot = `${link ? `<p><a href="${link}">${link}</a></p>` : ''}<p>${escaped(markerText(marker))}</p>`;
  const body = escaped(text).replace(/\r?\n/g, '<br>');
  return `${head}<p>${fitting(body, mostUnits - head.length - foot.length - 7)}</p>${foot}`;
}

/** The same without HTML. */
export function markedText({ text, permalink, marker }: Omit<MarkedText, 'title'>): string {
  const foot = `${permalink ? `\n\n${permalink}` : ''}\n\n${markerText(marker)}`;
  return fitting(text, mostUnits - foot.length) + foot;
}

function fitting(text: string, most: number): string {
  if (text.length <= most) return text;
  // Neither a reference nor a character of two units may be cut in the middle.
  return `${text.slice(0, most - 1).replace(/(?:&[^;]{0,8}|<[^>]{0,8}|[\uD800-\uDBFF])$/, '')}…`;
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"]/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[sign]};`);
}
