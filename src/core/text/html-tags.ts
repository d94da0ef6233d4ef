/** A tag as it stands in a page: `<a href="…">` or `</a>`. */
export interface HtmlTag {
  /** In lower case. */
  name: string;
  closing: boolean;
  /** By name in lower case, not decoded; at most 50. */
  attributes: Map<string, string>;
  /** Where what follows it begins. */
  end: number;
}

const mostAttributes = 50;

/**
 * Reads the tag that begins with the `<` at `start`. Each character is looked at once, so that many unclosed tags and
 * quotes cost no more than as many letters.
 *
 * @returns undefined when no tag begins there: the `<` is text.
 */
export function readHtmlTag(html: string, start: number): HtmlTag | undefined {
  const closing = html[start + 1] === '/';
  let at = start + (closing ? 2 : 1);
  if (!isLetter(html.charCodeAt(at))) return undefined;
  const nameStart = at;
  while (at < html.length && !endsName(html.charCodeAt(at))) at++;
  const tag: HtmlTag = {
    name: html.slice(nameStart, Math.min(at, nameStart + 30)).toLowerCase(),
    closing,
    attributes: new Map(),
    end: html.length,
  };
  while (at < html.length) {
    const code = html.charCodeAt(at);
    if (code === greater) {
      tag.end = at + 1;
      return tag;
    }
    if (isSpace(code) || code === slash) at++;
    else at = readAttribute(html, at, tag.attributes);
  }
  return tag;
}

function readAttribute(html: string, start: number, attributes: Map<string, string>): number {
  let at = start + 1;
  while (at < html.length && html.charCodeAt(at) !== equals && !endsName(html.charCodeAt(at))) at++;
  const name = html.slice(start, at);
  const afterName = skipSpace(html, at);
  if (html.charCodeAt(afterName) !== equals) return at;
  const valueStart = skipSpace(html, afterName + 1);
  const quote = html[valueStart];
  let value: string;
  if (quote === '"' || quote === "'") {
    const close = html.indexOf(quote, valueStart + 1);
    const valueEnd = close < 0 ? html.length : close;
    value = html.slice(valueStart + 1, valueEnd);
    at = valueEnd + 1;
  } else {
    at = valueStart;
    while (at < html.length && html.charCodeAt(at) !== greater && !isSpace(html.charCodeAt(at))) at++;
    value = html.slice(valueStart, at);
  }
  const key = name.slice(0, 30).toLowerCase();
  if (attributes.size < mostAttributes && !attributes.has(key)) attributes.set(key, value);
  return at;
}

const greater = 0x3e;
const slash = 0x2f;
const equals = 0x3d;

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function endsName(code: number): boolean {
  return isSpace(code) || code === greater || code === slash;
}

function skipSpace(html: string, start: number): number {
  let at = start;
  while (at < html.length && isSpace(html.charCodeAt(at))) at++;
  return at;
}
