import type { LeafQuery } from './query.js';
import { excerpt, queryFailure } from './query-failure.js';
import { mostApart } from './query-limits.js';
import { checkFieldName, readField } from './read-field.js';
import { readCased, readPhrase, readTerm } from './read-leaf.js';

/** A piece of a query and the column where it begins. */
export type QueryToken =
  | { type: 'open' | 'close' | 'and' | 'or' | 'not' | 'end'; column: number }
  | { type: 'near'; column: number; within: number; ordered: boolean }
  | { type: 'leaf'; column: number; leaf: LeafQuery };

const curly = '“”„«»';
const operators = { AND: 'and', OR: 'or', NOT: 'not' } as const;
const isOperator = (word: string): word is keyof typeof operators => Object.hasOwn(operators, word);
const isSpace = (character: string) => character.trim() === '';

/** Cuts a query into its pieces, each looked at once from left to right. */
export function lexQuery(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text[at] as string;
    const column = at + 1;
    if (isSpace(character)) at += 1;
    else if (character === '(' || character === ')') {
      tokens.push({ type: character === '(' ? 'open' : 'close', column });
      at += 1;
    } else at = lexLeaf(text, at, tokens);
  }
  tokens.push({ type: 'end', column: text.length + 1 });
  return tokens;
}

function lexLeaf(text: string, start: number, tokens: QueryToken[]): number {
  const column = start + 1;
  const character = text[start] as string;
  const leaf = (read: LeafQuery) => tokens.push({ type: 'leaf', column, leaf: read });
  if (curly.includes(character))
    throw queryFailure(column, `${character} is no quote of the language.`, 'Write straight quotes: "…".');
  if (character === '"') {
    const { value, end } = readEnclosed(text, start, '"');
    const slop = readSlop(text, end);
    leaf(readPhrase(value, slop.apart, column));
    return slop.end;
  }
  if (character === '{') {
    const { value, end } = readEnclosed(text, start, '}');
    leaf(readCased(value, column));
    return end;
  }
  if (character === '}' || character === '~')
    throw queryFailure(
      column,
      `${character} follows nothing that it could end.`,
      `Remove it, or write raw:"${character}".`,
    );
  const name = fieldName(text, start);
  if (name !== undefined) {
    checkFieldName(name, column);
    const valueAt = start + name.length + 1;
    const { value, end } = readValue(text, valueAt);
    if (value === '') throw queryFailure(valueAt + 1, `${name}: has no value.`, `Write it right after the colon.`);
    leaf(readField(name, value, valueAt + 1));
    return end;
  }
  const end = endOfWord(text, start);
  const word = text.slice(start, end);
  if (isOperator(word)) tokens.push({ type: operators[word], column });
  else tokens.push(readNear(word, column) ?? { type: 'leaf', column, leaf: readTerm(word, column) });
  return end;
}

/** Reads up to the closing sign; a backslash takes it, or itself, as it is. */
function readEnclosed(text: string, start: number, close: string): { value: string; end: number } {
  let value = '';
  let copied = start + 1;
  for (let at = copied; at < text.length; at += 1) {
    if (text[at] === close) return { value: value + text.slice(copied, at), end: at + 1 };
    if (text[at] === '\\' && (text[at + 1] === close || text[at + 1] === '\\')) {
      value += text.slice(copied, at);
      copied = at + 1;
      at += 1;
    }
  }
  throw queryFailure(start + 1, `${text[start]} is never closed.`, `Write ${close} at the end of it.`);
}

function readSlop(text: string, at: number): { apart?: number; end: number } {
  if (text[at] !== '~') return { end: at };
  const end = endOfDigits(text, at + 1);
  if (end === at + 1 || end > at + 10)
    throw queryFailure(at + 1, '~ has no number of words.', 'Write it right after ~, as in "slow delivery"~3.');
  return { apart: Number(text.slice(at + 1, end)), end };
}

function endOfDigits(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end += 1;
  return end;
}

/** The letters before a colon. */
function fieldName(text: string, start: number): string | undefined {
  let end = start;
  while (end < text.length && (text.charCodeAt(end) | 32) >= 0x61 && (text.charCodeAt(end) | 32) <= 0x7a) end += 1;
  return end > start && text[end] === ':' ? text.slice(start, end) : undefined;
}

function readValue(text: string, start: number): { value: string; end: number } {
  if (text[start] === '"') return readEnclosed(text, start, '"');
  if (text[start] === '[') {
    const end = text.indexOf(']', start) + 1;
    if (end === 0) throw queryFailure(start + 1, '[ is never closed.', 'Write it as [1000 TO 5000].');
    return { value: text.slice(start, end), end };
  }
  const end = endOfWord(text, start);
  return { value: text.slice(start, end), end };
}

function endOfWord(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isSpace(text[end] as string) && !'()"{}'.includes(text[end] as string)) end += 1;
  return end;
}

function readNear(word: string, column: number): QueryToken | undefined {
  const isNear = word.startsWith('NEAR') && (word.length === 4 || word[4] === '/' || word[4] === '~');
  if (!isNear && !word.toLowerCase().startsWith('near/')) return undefined;
  const ordered = word.endsWith('f');
  const digits = word.slice(5, ordered ? -1 : undefined);
  const plain = word.startsWith('NEAR/') && digits.length > 0 && endOfDigits(digits, 0) === digits.length;
  const within = plain ? Number(digits) : 0;
  if (within >= 1 && within <= mostApart) return { type: 'near', column, within, ordered };
  throw queryFailure(
    column,
    `${excerpt(word)} does not say how near.`,
    `Write NEAR/5, or NEAR/5f when the order counts, with a number from 1 to ${mostApart}.`,
  );
}
