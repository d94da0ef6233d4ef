import { classOf, dense, letter } from './character-class.js';
import type { LeafQuery } from './query.js';
import { excerpt, queryFailure, shortened } from './query-failure.js';
import { mostApart, mostLooseWords, mostWords } from './query-limits.js';
import { type QueryWord, readCasedWords, readWords } from './read-words.js';
import { endOfName } from './scan-text.js';

const fewestLetters = 2;

/** A word that stands by itself, or a tag, mention or cashtag. */
export function readTerm(text: string, column: number): LeafQuery {
  const sign = text[0] === '＃' ? '#' : text[0];
  if (sign === '#' || sign === '@' || (sign === '$' && startsWithLetter(text))) return readMark(sign, text, column);
  if (sign === '-' || sign === '!') {
    const rest = shortened(text.slice(1));
    if (rest !== '') throw queryFailure(column, `${excerpt(text)} would search the word.`, `Write NOT ${rest}.`);
  }
  if (text === '&&' || text === '||')
    throw queryFailure(column, `${text} joins nothing.`, `Write ${text === '&&' ? 'AND' : 'OR'}.`);
  checkWords(readWords(text), text, column);
  return { type: 'term', text };
}

function startsWithLetter(text: string): boolean {
  const code = text.codePointAt(1) ?? 0;
  return !(code >= 0x30 && code <= 0x39) && [letter, dense].includes(classOf(code));
}

function readMark(mark: '#' | '@' | '$', text: string, column: number): LeafQuery {
  const end = endOfName(text, 0);
  if (end === 1 || end < text.length) {
    const mend = end > 1 ? `Write ${mark}${shortened(text.slice(1, end))}` : `Write a name after ${mark}`;
    throw queryFailure(
      column,
      `${excerpt(text)} is no ${mark}name.`,
      `${mend}, or put quotes around it to search the words.`,
    );
  }
  return { type: 'mark', mark, name: text.slice(1) };
}

/** What stands in quotes. A `?` at the end of a word is punctuation there. */
export function readPhrase(text: string, apart: number | undefined, column: number): LeafQuery {
  const found = phraseWords(text);
  checkWords(found, text, column);
  if (apart === undefined) return { type: 'phrase', text };
  if (found.length < 2)
    throw queryFailure(column, `~${apart} needs several words in the quotes.`, `Leave ~${apart} out.`);
  if (found.length > mostLooseWords)
    throw queryFailure(
      column,
      `a phrase with ~ has at most ${mostLooseWords} words.`,
      'Shorten it, or join parts by AND.',
    );
  if (apart > mostApart)
    throw queryFailure(column, `~${apart} looks too far.`, `Write at most ~${mostApart}, or join the words by AND.`);
  return { type: 'phrase', text, apart };
}

/** The words of a phrase in their order. */
export function phraseWords(text: string): QueryWord[] {
  const characters = [...text];
  let ends = true;
  for (let at = characters.length - 1; at >= 0; at -= 1) {
    const character = characters[at] as string;
    if (character === '?' && ends) characters[at] = ' ';
    else ends = character !== '*' && character !== '?' && !isLetter(character);
  }
  return readWords(characters.join(''));
}

const isLetter = (character: string) => [letter, dense].includes(classOf(character.codePointAt(0) as number));

/** What stands in braces. */
export function readCased(text: string, column: number): LeafQuery {
  const found = readCasedWords(text);
  checkCount(found, column);
  if (found.length === 0)
    throw queryFailure(
      column,
      'there is no word in the braces.',
      'Write {Apple} to search a word in exactly this case.',
    );
  return { type: 'cased', text };
}

function checkCount({ length }: readonly QueryWord[], column: number): void {
  if (length > mostWords)
    throw queryFailure(
      column,
      `${length} words stand in one phrase, at most ${mostWords} can.`,
      'Shorten it, or join parts by AND.',
    );
}

function checkWords(words: readonly QueryWord[], text: string, column: number): void {
  checkCount(words, column);
  if (words.length === 0)
    throw queryFailure(
      column,
      `${excerpt(text)} has no word.`,
      `Write raw:"…" to search punctuation, or leave it out.`,
    );
  for (const { kind, text: found } of words) {
    if (kind === 'link') throw queryFailure(column, 'a link stands among words.', 'Write url:"…" to search a link.');
    const letters = found.length - [...found].filter((sign) => sign === '*' || sign === '?').length;
    if (kind === 'wildcard' && letters < fewestLetters)
      throw queryFailure(
        column,
        `${excerpt(found)} fits almost every word.`,
        `Write at least ${fewestLetters} letters beside the wildcard.`,
      );
  }
}
