import { characterKinds, isHighSurrogate, isLowSurrogate, letter, space } from './characters.js';

/** So many UTF-16 units of a text are read; what a post says is said by then, and work stays bounded. */
export const mostCharacters = 8192;

/** Where the tokens of a text begin and end, in its lower-cased form. Reused from text to text. */
export interface Tokens {
  text: string;
  count: number;
  start: Int32Array;
  end: Int32Array;
  /** What a token is told by: its letters, or one number for all links and one for all mentions. */
  hash: Int32Array;
  /** The same of a word's first letters, so that its forms are told alike. */
  stem: Int32Array;
  /** 1 where a token is a word, 0 for symbols, links and mentions. */
  isWord: Uint8Array;
}

const stemLength = 5;
const seed = 0x811c9dc5 | 0;
const prime = 0x01000193;
const linkHash = 0x6c696e6b;
const mentionHash = 0x75736572;

/** Goes on with an FNV-1a hash by one code unit. */
export const hashOn = (hash: number, unit: number): number => Math.imul(hash ^ unit, prime);
export const hashSeed = seed;

export function tokens(): Tokens {
  return {
    text: '',
    count: 0,
    start: new Int32Array(mostCharacters),
    end: new Int32Array(mostCharacters),
    hash: new Int32Array(mostCharacters),
    stem: new Int32Array(mostCharacters),
    isWord: new Uint8Array(mostCharacters),
  };
}

/**
 * Takes a text apart in one pass: words, symbols, links, mentions. A letter or symbol that stands more than three times
 * in a row counts as three, so that "sooooo" and ten thousand emoji stay small.
 */
export function tokenize(text: string, into: Tokens): void {
  const kinds = characterKinds();
  const read = (text.length > mostCharacters ? text.slice(0, mostCharacters) : text).toLowerCase();
  const { length } = read;
  into.text = read;
  into.count = 0;
  let at = 0;
  while (at < length && into.count < mostCharacters) {
    const unit = read.charCodeAt(at);
    const kind = kinds[unit];
    if (kind === space) at += 1;
    else if (kind === letter) at = isLink(read, at) ? link(read, at, into) : word(read, at, kinds, into);
    else if (unit === 0x40 && kinds[read.charCodeAt(at + 1)] === letter) at = mention(read, at, kinds, into);
    else at = sign(read, at, unit, into);
  }
}

function word(text: string, start: number, kinds: Uint8Array, into: Tokens): number {
  let hash = seed;
  let stem = seed;
  let at = start;
  for (; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (kinds[unit] !== letter && !(isApostrophe(unit) && kinds[text.charCodeAt(at + 1)] === letter)) break;
    if (at - start >= 3 && isRun(text, at, unit)) continue;
    hash = hashOn(hash, isApostrophe(unit) ? 0x27 : unit);
    if (at - start < stemLength) stem = hash;
  }
  return push(into, start, at, hash, stem, 1);
}

const isApostrophe = (unit: number): boolean => unit === 0x27 || unit === 0x2019;
const isRun = (text: string, at: number, unit: number): boolean =>
  text.charCodeAt(at - 1) === unit && text.charCodeAt(at - 2) === unit && text.charCodeAt(at - 3) === unit;

function sign(text: string, start: number, unit: number, into: Tokens): number {
  const isPair = isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(start + 1));
  const end = start + (isPair ? 2 : 1);
  const hash = isPair ? hashOn(hashOn(seed, unit), text.charCodeAt(start + 1)) : hashOn(seed, unit);
  const { count } = into;
  const repeats = count >= 3 && into.hash[count - 1] === hash && into.hash[count - 3] === hash;
  return repeats && into.hash[count - 2] === hash ? end : push(into, start, end, hash, hash, 0);
}

function isLink(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit !== 0x68 && unit !== 0x77) return false;
  return text.startsWith('http://', at) || text.startsWith('https://', at) || text.startsWith('www.', at);
}

function link(text: string, start: number, into: Tokens): number {
  const kinds = characterKinds();
  let end = start;
  while (end < text.length && kinds[text.charCodeAt(end)] !== space) end += 1;
  return push(into, start, end, linkHash, linkHash, 0);
}

function mention(text: string, start: number, kinds: Uint8Array, into: Tokens): number {
  let end = start + 1;
  while (end < text.length && (kinds[text.charCodeAt(end)] === letter || text.charCodeAt(end) === 0x5f)) end += 1;
  return push(into, start, end, mentionHash, mentionHash, 0);
}

function push(into: Tokens, start: number, end: number, hash: number, stem: number, isWord: 0 | 1): number {
  const { count } = into;
  into.start[count] = start;
  into.end[count] = end;
  into.hash[count] = hash;
  into.stem[count] = stem;
  into.isWord[count] = isWord;
  into.count = count + 1;
  return end;
}
