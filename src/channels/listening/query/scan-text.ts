import { classOf, dense, flagLetter, letter, other, pictograph } from './character-class.js';

export type TokenKind = 'word' | 'tag' | 'mention' | 'cashtag' | 'emoji' | 'link';

/**
 * Takes one token: where it lies in the text, in UTF-16 units, and the number of its word. A tag, mention or cashtag comes
 * before its words and has the number of the first; its mark is not in it.
 */
export type TakeToken = (kind: TokenKind, start: number, end: number, position: number) => void;

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
/** A run that is longer is cut: segmenting takes memory by the length of the run. */
const longestRun = 5000;

const widthOf = (code: number) => (code > 0xffff ? 2 : 1);
const classAt = (text: string, at: number) => (at < text.length ? classOf(text.codePointAt(at) as number) : other);
const isPlain = (unit: number) =>
  (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a);
/** Apostrophes, joiners and soft hyphens join the letters around them. */
const joins = (unit: number) => unit === 0x27 || unit === 0x2019 || unit === 0x200c || unit === 0x200d || unit === 0xad;

/**
 * Cuts a text into words, tags, mentions, cashtags, emoji and links, in one pass. Runs of Chinese, Japanese, Thai, Lao, Khmer
 * and Burmese are cut by `Intl.Segmenter`; elsewhere what is no letter or digit parts words, but for apostrophes. The words
 * of a tag or mention count, those of a link do not.
 *
 * @returns the number after that of the last word
 */
export function scanText(text: string, firstPosition: number, take: TakeToken): number {
  let position = firstPosition;
  let after = other;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) as number;
    const kind = classOf(code);
    let end = at + widthOf(code);
    if (kind === letter) {
      const link = after === other && (code | 32) === 0x68 ? endOfLink(text, at) : at;
      if (link > at) {
        take('link', at, link, position);
        end = link;
      } else {
        end = takeWord(text, at, position, take);
        position += 1;
      }
    } else if (kind === dense) {
      end = endOfRun(text, at);
      for (const { segment, index } of segmenter.segment(text.slice(at, end))) {
        take('word', at + index, at + index + segment.length, position);
        position += 1;
      }
    } else if (kind === pictograph || kind === flagLetter) {
      end = endOfEmoji(text, at);
      take('emoji', at, end, position);
      position += 1;
    } else if (after === other && isMark(code)) {
      const name = endOfName(text, at);
      if (name > end) take(markKind(code), end, name, position);
    }
    after = kind === letter || kind === dense ? kind : other;
    at = end;
  }
  return position;
}

function takeWord(text: string, start: number, position: number, take: TakeToken): number {
  let at = start;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (isPlain(unit)) {
      at += 1;
      continue;
    }
    const code = text.codePointAt(at) as number;
    if (classOf(code) === letter) at += widthOf(code);
    else if (joins(unit) && classAt(text, at + 1) === letter) at += 1;
    else break;
  }
  take('word', start, at, position);
  return at;
}

function endOfRun(text: string, start: number): number {
  let at = start;
  while (at - start < longestRun && classAt(text, at) === dense) at += widthOf(text.codePointAt(at) as number);
  return at;
}

const isModifier = (code: number) => code === 0xfe0f || (code >= 0x1f3fb && code <= 0x1f3ff);

function endOfEmoji(text: string, start: number): number {
  const first = text.codePointAt(start) as number;
  let at = start + widthOf(first);
  if (classOf(first) === flagLetter) return classAt(text, at) === flagLetter ? at + 2 : at;
  for (;;) {
    const code = text.codePointAt(at) ?? 0;
    if (isModifier(code)) at += widthOf(code);
    else if (code === 0x200d && classAt(text, at + 1) === pictograph)
      at += 1 + widthOf(text.codePointAt(at + 1) as number);
    else return at;
  }
}

const hash = 0x23;
const wideHash = 0xff03;
const atSign = 0x40;
const dollar = 0x24;
const underscore = 0x5f;
/** Longer names are cut: no network has them, and every mark looks so far ahead. */
const longestName = 300;

const isMark = (code: number) => code === hash || code === wideHash || code === atSign || code === dollar;
const markKind = (code: number) => (code === atSign ? 'mention' : code === dollar ? 'cashtag' : 'tag');

/**
 * Where the name after a mark ends; the place after the mark when there is no name. Handles have dots, hyphens and a server
 * after `@`; a tag is no mere number; a cashtag begins with a letter, so that a price is none.
 */
export function endOfName(text: string, markAt: number): number {
  const mark = text.charCodeAt(markAt);
  const start = markAt + 1;
  let end = start;
  let named = false;
  let servers = 0;
  for (let at = start; at < text.length && at - start < longestName; ) {
    const code = text.codePointAt(at) as number;
    const kind = classOf(code);
    const isLetter = kind === letter || kind === dense;
    const isDigit = code >= 0x30 && code <= 0x39;
    if (mark === dollar && at === start && (!isLetter || isDigit)) return start;
    if (!isLetter && code !== underscore) {
      // One sign at a time, and one server: what follows is looked at by itself.
      if (mark !== atSign || !isHandleSign(code) || at > end || at === start) break;
      servers += code === atSign ? 1 : 0;
      if (servers > 1) break;
    }
    at += widthOf(code);
    if (isLetter || code === underscore) end = at;
    if (isLetter && (mark === atSign || !isDigit)) named = true;
  }
  return named ? end : start;
}

const isHandleSign = (code: number) => code === 0x2e || code === 0x2d || code === atSign;

function endOfLink(text: string, start: number): number {
  const scheme = text.slice(start, start + 8).toLowerCase();
  const body = scheme === 'https://' ? start + 8 : scheme.startsWith('http://') ? start + 7 : 0;
  if (body === 0) return start;
  let end = body;
  while (end < text.length && !endsLink(text.charCodeAt(end))) end += 1;
  while (end > body && '.,;:!?\'")]}'.includes(text[end - 1] as string)) end -= 1;
  return end > body ? end : start;
}

const endsLink = (unit: number) =>
  unit <= 0x20 ||
  unit === 0x22 ||
  unit === 0x3c ||
  unit === 0x3e ||
  unit === 0xa0 ||
  (unit >= 0x3000 && unit <= 0x3002);
