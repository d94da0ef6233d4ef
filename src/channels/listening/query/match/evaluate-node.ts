import { matchesWildcard } from '../wildcard.js';
import { fitsLoosely } from './fits-loosely.js';
import type { MatchNode, RawNode } from './match-node.js';
import { nearPlaces, type Place, sortPlaces } from './near-places.js';
import type { PostReader } from './post-reader.js';
import { termKind } from './term-kind.js';
import type { Vocabulary } from './vocabulary.js';

/** How many places a NEAR within another NEAR has in one post. */
const mostPlaces = 2000;

/** Answers what queries ask of the post that was read last. */
export class Evaluator {
  readonly #reader: PostReader;
  readonly #vocabulary: Vocabulary;

  constructor(reader: PostReader, vocabulary: Vocabulary) {
    this.#reader = reader;
    this.#vocabulary = vocabulary;
  }

  matches(node: MatchNode): boolean {
    switch (node.type) {
      case 'term':
        return this.#reader.has(node.term) || this.#first(node.term) >= 0;
      case 'and':
        for (const part of node.parts) if (!this.matches(part)) return false;
        return true;
      case 'or':
        for (const part of node.parts) if (this.matches(part)) return true;
        return false;
      case 'not':
        return !this.matches(node.part);
      case 'phrase':
        return this.#phrasePlaces(node, 1).length > 0;
      case 'loose': {
        const lists: number[][] = [];
        for (const term of node.terms) {
          const positions = this.#positions(term);
          if (positions.length === 0) return false;
          lists.push(positions);
        }
        return fitsLoosely(lists, node.apart);
      }
      case 'near':
        return this.#isNear(node);
      case 'followers': {
        const { followers } = this.#reader;
        return followers !== undefined && followers >= node.from && followers <= node.to;
      }
      case 'raw':
        return this.#hasRaw(node);
    }
  }

  /** Where words, phrases, their alternatives and NEAR stand, in the order in which they begin. */
  places(node: MatchNode): Place[] {
    switch (node.type) {
      case 'term':
        return this.#positions(node.term).map((position) => ({ first: position, last: position }));
      case 'phrase':
        return this.#phrasePlaces(node, Number.POSITIVE_INFINITY);
      case 'or':
        return sortPlaces(node.parts.flatMap((part) => this.places(part)));
      case 'near':
        return this.#nearPlaces(node, mostPlaces);
      default:
        return [];
    }
  }

  #isNear(node: MatchNode & { type: 'near' }): boolean {
    const { left, right } = node;
    if (left.type === 'term' && right.type === 'term') return this.#areNear(left.term, right.term, node);
    return this.#mayMatch(node) && this.#nearPlaces(node, 1).length > 0;
  }

  /** What `nearPlaces` finds of single words, without a list of their places. */
  #areNear(left: number, right: number, { within, ordered }: { within: number; ordered: boolean }): boolean {
    const { tokens } = this.#reader;
    let from = this.#first(right);
    for (let token = this.#first(left); token >= 0 && from >= 0; token = this.#next(left, token)) {
      const place = tokens.position(token);
      while (from >= 0 && tokens.position(from) < place - within) from = this.#next(right, from);
      for (let other = from; other >= 0; other = this.#next(right, other)) {
        const apart = tokens.position(other) - place;
        if (apart > within) break;
        if (ordered ? apart > 0 : apart !== 0) return true;
      }
    }
    return false;
  }

  /** Whether the words of a NEAR are there at all. */
  #mayMatch(node: MatchNode): boolean {
    switch (node.type) {
      case 'near':
        return this.#mayMatch(node.left) && this.#mayMatch(node.right);
      case 'or':
        return node.parts.some((part) => this.#mayMatch(part));
      case 'phrase':
        return this.#reader.has(node.terms[node.rarest] as number) || this.matches(node);
      default:
        return this.matches(node);
    }
  }

  #nearPlaces(node: MatchNode & { type: 'near' }, most: number): Place[] {
    const left = this.places(node.left);
    return left.length === 0 ? left : nearPlaces(left, this.places(node.right), node, most);
  }

  #phrasePlaces({ terms, rarest }: MatchNode & { type: 'phrase' }, most: number): Place[] {
    const found: Place[] = [];
    const { tokens } = this.#reader;
    const sought = terms[rarest] as number;
    for (let token = this.#first(sought); token >= 0 && found.length < most; token = this.#next(sought, token)) {
      const first = tokens.position(token) - rarest;
      let at = 0;
      while (at < terms.length && (at === rarest || this.#standsAt(terms[at] as number, first + at))) at += 1;
      if (at === terms.length) found.push({ first, last: first + at - 1 });
    }
    return found;
  }

  #positions(term: number): number[] {
    const found: number[] = [];
    for (let token = this.#first(term); token >= 0; token = this.#next(term, token)) {
      const position = this.#reader.tokens.position(token);
      if (position !== found.at(-1)) found.push(position);
    }
    return found;
  }

  #standsAt(term: number, position: number): boolean {
    const { tokens } = this.#reader;
    let token = this.#reader.tokenAt(position);
    if (token < 0) return false;
    for (; token < tokens.length && tokens.position(token) === position; token += 1)
      if (this.#is(term, token)) return true;
    return false;
  }

  #is(term: number, token: number): boolean {
    const { tokens, units, source } = this.#reader;
    const kind = this.#vocabulary.kindOf(term);
    if (kind === termKind.wildcard)
      return (
        tokens.kind(token) === termKind.word &&
        matchesWildcard(this.#vocabulary.textOf(term), units, tokens.from(token), tokens.to(token))
      );
    if (kind !== termKind.cased) return tokens.term(token) === term;
    if (tokens.term(token) !== this.#vocabulary.wordOf(term)) return false;
    return source.slice(tokens.start(token), tokens.end(token)).normalize('NFC') === this.#vocabulary.textOf(term);
  }

  /** The first token that a term is, -1 when there is none. */
  #first(term: number): number {
    const kind = this.#vocabulary.kindOf(term);
    if (kind === termKind.wildcard) return this.#fitting(term, 0);
    if (kind !== termKind.cased) return this.#reader.firstToken(term);
    const token = this.#reader.firstToken(this.#vocabulary.wordOf(term));
    return token < 0 || this.#is(term, token) ? token : this.#next(term, token);
  }

  #next(term: number, after: number): number {
    const kind = this.#vocabulary.kindOf(term);
    if (kind === termKind.wildcard) return this.#fitting(term, after + 1);
    let token = this.#reader.tokens.next(after);
    if (kind === termKind.cased) while (token >= 0 && !this.#is(term, token)) token = this.#reader.tokens.next(token);
    return token;
  }

  #fitting(term: number, from: number): number {
    const { tokens, units } = this.#reader;
    const pattern = this.#vocabulary.textOf(term);
    const first = pattern.charCodeAt(0);
    const isOpen = pattern[0] === '*' || pattern[0] === '?';
    for (let token = from; token < tokens.length; token += 1)
      if ((isOpen || units[tokens.from(token)] === first) && this.#is(term, token)) return token;
    return -1;
  }

  #hasRaw(node: RawNode): boolean {
    const { source, tokens } = this.#reader;
    if (node.term === undefined) {
      for (let at = source.indexOf(node.text); at >= 0; at = source.indexOf(node.text, at + 1))
        if (this.#isCutAlike(node, at)) return true;
      return false;
    }
    for (let token = this.#first(node.term); token >= 0; token = tokens.next(token)) {
      const at = tokens.start(token) - (node.cuts[0]?.start ?? 0);
      if (at >= 0 && source.startsWith(node.text, at) && this.#isCutAlike(node, at)) return true;
    }
    return false;
  }

  /** Whether the words of the post from a place on are those of a raw text, and none reaches over its ends. */
  #isCutAlike({ cuts, text }: RawNode, at: number): boolean {
    const { tokens } = this.#reader;
    let token = this.#firstFrom(at);
    const before = this.#wordBefore(token);
    if (before >= 0 && tokens.end(before) > at) return false;
    let cut = 0;
    for (; token < tokens.length && tokens.start(token) < at + text.length; token += 1) {
      if (!this.#isWord(token)) continue;
      if (tokens.start(token) !== at + (cuts[cut]?.start ?? -1) || tokens.end(token) !== at + (cuts[cut]?.end ?? -1))
        return false;
      cut += 1;
    }
    return cut === cuts.length;
  }

  #isWord(token: number): boolean {
    const kind = this.#reader.tokens.kind(token);
    return kind === termKind.word || kind === termKind.emoji;
  }

  #wordBefore(token: number): number {
    let before = token - 1;
    while (before >= 0 && !this.#isWord(before)) before -= 1;
    return before;
  }

  /** The first token that begins at a place of the text or behind it. */
  #firstFrom(place: number): number {
    const { tokens } = this.#reader;
    let low = 0;
    let high = tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tokens.start(middle) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
