import { foldWord } from '../../../../../src/channels/listening/query/fold-word.js';
import { linkAddress } from '../../../../../src/channels/listening/query/link-address.js';
import type { SearchedPost } from '../../../../../src/channels/listening/query/match/searched-post.js';
import type { LeafQuery, Query } from '../../../../../src/channels/listening/query/query.js';
import { phraseWords } from '../../../../../src/channels/listening/query/read-leaf.js';
import {
  foldToken,
  type QueryWord,
  readCasedWords,
  readWords,
} from '../../../../../src/channels/listening/query/read-words.js';
import { scanText, type TokenKind } from '../../../../../src/channels/listening/query/scan-text.js';

interface Token {
  kind: TokenKind;
  folded: string;
  written: string;
  start: number;
  end: number;
  position: number;
}

interface Place {
  first: number;
  last: number;
}

/** Whether a post matches a query: what the language says, tried in every way, with no thought of time. */
export function naiveMatch(query: Query, post: SearchedPost): boolean {
  const source = post.title ? `${post.title}\n${post.text}` : post.text;
  const tokens: Token[] = [];
  const read = (text: string, offset: number, firstPosition: number) =>
    scanText(text, firstPosition, (kind, start, end, position) => {
      const written = text.slice(start, end);
      const folded = kind === 'link' ? written : foldToken(kind, written);
      tokens.push({ kind, folded, written, start: start + offset, end: end + offset, position });
    });
  if (post.title) read(post.text, post.title.length + 1, read(post.title, 0, 0) + 5000);
  else read(post.text, 0, 0);
  const links = [...(post.links ?? []), ...tokens.filter(({ kind }) => kind === 'link').map(({ written }) => written)];

  return matches(query);

  function matches(query: Query): boolean {
    if (query.type === 'and') return query.parts.every(matches);
    if (query.type === 'or') return query.parts.some(matches);
    if (query.type === 'not') return !matches(query.part);
    if (query.type === 'near') return places(query).length > 0;
    if (query.type === 'phrase' && query.apart !== undefined) return stand(phraseWords(query.text), query.apart);
    if (['term', 'phrase', 'cased', 'mark'].includes(query.type)) return places(query).length > 0;
    return hasField(query as LeafQuery);
  }

  function places(query: Query): Place[] {
    if (query.type === 'or') return query.parts.flatMap(places);
    if (query.type === 'near') {
      const rights = places(query.right);
      return places(query.left).flatMap((left) =>
        rights
          .filter(({ first, last }) => {
            const after = first - left.last;
            const before = query.ordered ? 0 : left.first - last;
            return (after >= 1 && after <= query.within) || (before >= 1 && before <= query.within);
          })
          .map(({ first, last }) => ({ first: Math.min(first, left.first), last: Math.max(last, left.last) })),
      );
    }
    const words = wordsOf(query);
    return tokens
      .map(({ position }) => position)
      .filter((first) => words.every((word, at) => standsAt(word, first + at)))
      .map((first) => ({ first, last: first + words.length - 1 }));
  }

  function wordsOf(query: Query): QueryWord[] {
    if (query.type === 'term') return readWords(query.text);
    if (query.type === 'phrase') return phraseWords(query.text);
    if (query.type === 'cased') return readCasedWords(query.text);
    if (query.type !== 'mark') throw new Error(`${query.type} has no words`);
    const kind = { '#': 'tag' as const, '@': 'mention' as const, $: 'cashtag' as const }[query.mark];
    return [{ kind, text: foldWord(query.name) }];
  }

  function standsAt(word: QueryWord, position: number): boolean {
    return tokens.some((token) => token.position === position && isWord(word, token));
  }

  function isWord({ kind, text }: QueryWord, token: Token): boolean {
    if (kind === 'cased') return token.kind === 'word' && token.written.normalize('NFC') === text;
    if (kind === 'mention' && token.kind === kind) return token.folded === text || token.folded.split('@')[0] === text;
    if (kind !== 'wildcard') return token.kind === kind && token.folded === text;
    const pattern = [...text].map((sign) => (sign === '*' ? '.*' : sign === '?' ? '.' : escaped(sign))).join('');
    return token.kind === 'word' && token.folded.length <= 100 && new RegExp(`^${pattern}$`, 's').test(token.folded);
  }

  /** Every word at a place of its own, the outermost no further from each other than all words and those between. */
  function stand(words: QueryWord[], apart: number, taken: number[] = []): boolean {
    if (taken.length === words.length) return Math.max(...taken) - Math.min(...taken) < words.length + apart;
    const free = tokens.map(({ position }) => position).filter((position) => !taken.includes(position));
    const word = words[taken.length] as QueryWord;
    return free.some((position) => standsAt(word, position) && stand(words, apart, [...taken, position]));
  }

  function hasField(query: LeafQuery): boolean {
    if (query.type === 'followers') {
      const { followers } = post;
      return followers !== undefined && followers >= (query.from ?? 0) && followers <= (query.to ?? Infinity);
    }
    if (query.type === 'raw') return hasRaw(query.text);
    if (query.type !== 'field') throw new Error(`${query.type} is no field`);
    const value = query.value.toLowerCase();
    const addresses = links.map(linkAddress).filter((address) => address !== undefined);
    switch (query.field) {
      case 'author':
        return [post.author ?? []].flat().some((name) => name.toLowerCase() === value);
      case 'lang':
        return `${post.language ?? ''}-`.toLowerCase().startsWith(`${value}-`);
      case 'site':
        return addresses.some((address) => `.${address.split('/')[0]}`.endsWith(`.${value}`));
      case 'url':
        return addresses.some((address) => `${address}/`.startsWith(`${value}/`));
      default:
        return post[query.field]?.toLowerCase() === value;
    }
  }

  function hasRaw(text: string): boolean {
    const cuts = (from: number, to: number, list: readonly Token[]) =>
      list
        .filter(({ kind, folded }) => (kind === 'word' || kind === 'emoji') && folded !== '')
        .filter(({ start, end }) => end > from && start < to)
        .map(({ start, end }) => `${start - from}-${end - from}`)
        .join();
    const own: Token[] = [];
    scanText(text, 0, (kind, start, end, position) => {
      const written = text.slice(start, end);
      own.push({ kind, folded: foldToken(kind, written), written, start, end, position });
    });
    for (let at = source.indexOf(text); at >= 0; at = source.indexOf(text, at + 1))
      if (cuts(at, at + text.length, tokens) === cuts(0, text.length, own)) return true;
    return false;
  }
}

const escaped = (sign: string) => (/[\p{L}\p{N}]/u.test(sign) ? sign : `\\${sign}`);
