import { classOf, dense, letter } from './character-class.js';
import { foldEmoji, foldWord } from './fold-word.js';
import { scanText, type TokenKind } from './scan-text.js';
import { isWildcard } from './wildcard.js';

export interface QueryWord {
  kind: 'word' | 'wildcard' | 'cased' | 'tag' | 'mention' | 'cashtag' | 'emoji' | 'link';
  text: string;
}

/** The words of a term or phrase, folded, as they must follow each other in a text. Parts with `*` or `?` are patterns. */
export function readWords(text: string): QueryWord[] {
  return isWildcard(text)
    ? pieces(text).flatMap((piece) => (isWildcard(piece) ? pattern(piece) : plain(piece)))
    : plain(text);
}

/** The words of a text in exactly their case. */
export function readCasedWords(text: string): QueryWord[] {
  const words: QueryWord[] = [];
  scanText(text, 0, (kind, start, end) => {
    if (kind === 'word') words.push({ kind: 'cased', text: text.slice(start, end).normalize('NFC') });
  });
  return words;
}

function plain(text: string): QueryWord[] {
  const words: QueryWord[] = [];
  let last = -1;
  scanText(text, 0, (kind, start, end, position) => {
    // A tag comes before its first word, and says more.
    if (position === last) return;
    const folded = foldToken(kind, text.slice(start, end));
    if (folded === '') return;
    last = position;
    words.push({ kind, text: folded });
  });
  return words;
}

export function foldToken(kind: TokenKind, text: string): string {
  return kind === 'emoji' ? foldEmoji(text) : foldWord(text);
}

function pattern(piece: string): QueryWord[] {
  const text = foldWord(piece);
  return [{ kind: 'wildcard', text }];
}

/** Cuts where neither a letter nor a wildcard stands, so that each piece is one pattern or has none. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  let wild = false;
  let at = 0;
  const cut = (next: number) => {
    if (at > start) found.push(text.slice(start, at));
    start = next;
    wild = false;
  };
  while (at < text.length) {
    const code = text.codePointAt(at) as number;
    const width = code > 0xffff ? 2 : 1;
    if (code === 0x2a || code === 0x3f) wild = true;
    else if (wild && !isInWord(code)) cut(at);
    at += width;
  }
  cut(at);
  return found.flatMap((piece) => (isWildcard(piece) ? afterLastBreak(piece) : [piece]));
}

/** What comes before the word of the first wildcard stands for itself. */
function afterLastBreak(piece: string): string[] {
  const first = Math.min(...['*', '?'].map((sign) => piece.indexOf(sign)).filter((at) => at >= 0));
  let start = 0;
  for (let at = 0; at < first; ) {
    const code = piece.codePointAt(at) as number;
    at += code > 0xffff ? 2 : 1;
    if (!isInWord(code)) start = at;
  }
  return [piece.slice(0, start), piece.slice(start)].filter((part) => part !== '');
}

function isInWord(code: number): boolean {
  const kind = classOf(code);
  return kind === letter || kind === dense || code === 0x27 || code === 0x2019;
}
