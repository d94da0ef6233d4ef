import { foldToken } from '../read-words.js';
import { scanText, type TakeToken, type TokenKind } from '../scan-text.js';
import { matchesWildcard } from '../wildcard.js';
import type { GramIndex } from './gram-index.js';
import { linkTerms } from './link-terms.js';
import { longestText, type SearchedPost } from './searched-post.js';
import type { TermCounts } from './term-counts.js';
import { type TermKind, termKind } from './term-kind.js';
import { TokenTable } from './token-table.js';
import { hashed, type Vocabulary } from './vocabulary.js';

/** How many words lie between title and text, so that no phrase and no NEAR reaches over. */
const gap = 1000;
const apostrophe = 0x27;
const curlyApostrophe = 0x2019;
const atSign = 0x40;

/** What one post says, in the terms of the queries. It is used again for each post, so that little is left to collect. */
export class PostReader {
  readonly tokens = new TokenTable();
  /** Title and text as they were written. */
  source = '';
  /** The tokens' folded units, one after the other. */
  units = new Uint16Array(4096);
  followers: number | undefined;
  /** The terms that the post has, each once. */
  readonly present: number[] = [];
  /** Whether what is read is counted too. */
  learning = false;

  /** The number of the post. */
  post = 0;
  /** Of each term: the number of the post in which it was last seen. */
  seenIn = new Int32Array(1024);

  readonly #vocabulary: Vocabulary;
  readonly #grams: GramIndex;
  readonly #counts: TermCounts;
  #used = 0;
  /** Where the word begins that patterns are compared with. */
  #word = 0;
  /** Of each term of the post: its first and last token, side by side. */
  #ends = new Int32Array(2048);
  /** One more than the first token at each position, 0 where there is none. */
  #tokenAt = new Int32Array(2048);
  #positions = 0;
  #offset = 0;

  constructor(vocabulary: Vocabulary, grams: GramIndex, counts: TermCounts) {
    this.#vocabulary = vocabulary;
    this.#grams = grams;
    this.#counts = counts;
  }

  read(post: SearchedPost): void {
    this.#begin();
    const title = post.title?.slice(0, longestText) ?? '';
    const text = post.text.length > longestText ? post.text.slice(0, longestText) : post.text;
    this.source = title === '' ? text : `${title}\n${text}`;
    if (title !== '') {
      this.#positions = scanText(title, 0, this.#take) + gap;
      this.#offset = title.length + 1;
    }
    this.#positions = scanText(text, this.#positions, this.#take);
    this.#readFields(post);
  }

  #begin(): void {
    this.#tokenAt.fill(0, 0, this.#positions);
    this.post += 1;
    this.#used = 0;
    this.#positions = 0;
    this.#offset = 0;
    this.tokens.length = 0;
    this.present.length = 0;
    const { end } = this.#vocabulary;
    if (end <= this.seenIn.length) return;
    this.seenIn = grown(this.seenIn, end);
    this.#ends = grown(this.#ends, end * 2);
  }

  has(term: number): boolean {
    return this.seenIn[term] === this.post;
  }

  /** The first token of a term that the post has, -1 for a field's. */
  firstToken(term: number): number {
    return this.has(term) ? (this.#ends[term * 2] as number) : -1;
  }

  /** The first token at a position, -1 where there is none. Those at one position follow each other. */
  tokenAt(position: number): number {
    return position >= 0 && position < this.#positions ? (this.#tokenAt[position] ?? 0) - 1 : -1;
  }

  readonly #take: TakeToken = (kind, start, end, position) => {
    const from = this.#used;
    if (kind === 'link') {
      if (this.#looksAtLinks()) this.#readLink(this.source.slice(start + this.#offset, end + this.#offset));
    } else if (kind === 'emoji' || !this.#takeSimple(kind, start + this.#offset, end + this.#offset, position))
      this.#takeFolded(kind, start + this.#offset, end + this.#offset, position);
    if (kind === 'word') this.#findPatterns(from, this.#used);
    else if (kind === 'mention') this.#takeLocalPart(from, start + this.#offset, end + this.#offset, position);
  };

  /** What `foldWord` does, of ASCII letters and apostrophes alone, without a string. */
  #takeSimple(kind: TokenKind, start: number, end: number, position: number): boolean {
    const from = this.#used;
    if (from + end - start > this.units.length) this.units = grown(this.units, from + end - start);
    const { units, source } = this;
    let hash = this.#vocabulary.start(termKind[kind]);
    let to = from;
    for (let at = start; at < end; at += 1) {
      let unit = source.charCodeAt(at);
      if (unit === apostrophe || unit === curlyApostrophe) continue;
      if (unit >= 0x80) return false;
      // Of ASCII letters, lower case is one bit away.
      if (unit <= 0x5a && unit >= 0x41) unit |= 0x20;
      units[to] = unit;
      hash = hashed(hash, unit);
      to += 1;
    }
    this.#used = to;
    this.#putToken(termKind[kind], hash, from, to, start, end, position);
    return true;
  }

  #takeFolded(kind: TokenKind, start: number, end: number, position: number): void {
    const from = this.#used;
    const folded = foldToken(kind, this.source.slice(start, end));
    const hash = this.#write(termKind[kind], folded);
    this.#putToken(termKind[kind], hash, from, this.#used, start, end, position);
  }

  /** `@ann@social.example` is `@ann` too. */
  #takeLocalPart(from: number, start: number, end: number, position: number): void {
    let hash = this.#vocabulary.start(termKind.mention);
    for (let at = from; at < this.#used; at += 1) {
      const unit = this.units[at] as number;
      if (unit === atSign) {
        this.#putToken(termKind.mention, hash, from, at, start, end, position);
        return;
      }
      hash = hashed(hash, unit);
    }
  }

  /** Writes a folded text behind the units and gives its hash. */
  #write(kind: number, folded: string): number {
    const from = this.#used;
    if (from + folded.length > this.units.length) this.units = grown(this.units, from + folded.length);
    let hash = this.#vocabulary.start(kind);
    for (let at = 0; at < folded.length; at += 1) {
      const unit = folded.charCodeAt(at);
      this.units[from + at] = unit;
      hash = hashed(hash, unit);
    }
    this.#used = from + folded.length;
    return hash;
  }

  #putToken(kind: number, hash: number, from: number, to: number, start: number, end: number, position: number): void {
    if (this.learning) this.#counts.add(hash);
    const term = this.#vocabulary.find(kind, hash, this.units, from, to);
    const token = this.tokens.add(term, kind, from, to, start, end, position);
    if (position >= this.#tokenAt.length) this.#tokenAt = grown(this.#tokenAt, position + 1);
    if (this.#tokenAt[position] === 0) this.#tokenAt[position] = token + 1;
    if (term === 0) return;
    if (this.has(term)) this.tokens.link(this.#ends[term * 2 + 1] as number, token);
    else this.#see(term, token);
    this.#ends[term * 2 + 1] = token;
  }

  #see(term: number, token: number): void {
    this.seenIn[term] = this.post;
    this.#ends[term * 2] = token;
    this.present.push(term);
  }

  /** Sees the patterns that queries are looked up by. */
  #findPatterns(from: number, to: number): void {
    if (from === to) return;
    if (this.learning) this.#grams.learn(this.units, from, to);
    if (this.#grams.isEmpty) return;
    this.#word = from;
    this.#grams.candidates(this.units, from, to, this.#seePattern);
  }

  readonly #seePattern = (pattern: number): void => {
    if (!this.has(pattern) && matchesWildcard(this.#vocabulary.textOf(pattern), this.units, this.#word, this.#used))
      this.#see(pattern, -1);
  };

  #readFields(post: SearchedPost): void {
    this.followers = post.followers;
    const { author = [] } = post;
    for (const name of typeof author === 'string' ? [author] : author) this.#seeField('author', name);
    if (post.network !== undefined) this.#seeField('network', post.network);
    if (post.kind !== undefined) this.#seeField('kind', post.kind);
    if (post.sentiment !== undefined) this.#seeField('sentiment', post.sentiment);
    const { language = '' } = post;
    for (let end = language.indexOf('-'); end > 0; end = language.indexOf('-', end + 1))
      this.#seeField('lang', language.slice(0, end));
    if (language !== '') this.#seeField('lang', language);
    if (this.#looksAtLinks()) for (const link of post.links ?? []) this.#readLink(link);
  }

  #looksAtLinks(): boolean {
    return this.#vocabulary.has(termKind.site) || this.#vocabulary.has(termKind.url);
  }

  #readLink(link: string): void {
    const { sites, addresses } = linkTerms(link);
    for (const site of sites) this.#seeField('site', site);
    for (const address of addresses) this.#seeField('url', address);
  }

  #seeField(field: TermKind, value: string): void {
    const kind = termKind[field];
    if (!this.learning && !this.#vocabulary.has(kind)) return;
    const from = this.#used;
    const hash = this.#write(kind, value.toLowerCase());
    if (this.learning) this.#counts.add(hash);
    const term = this.#vocabulary.find(kind, hash, this.units, from, this.#used);
    if (term !== 0 && !this.has(term)) this.#see(term, -1);
  }
}

/** The same numbers with room for `size`, and for as many more. */
function grown<Numbers extends Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>>(
  numbers: Numbers,
  size: number,
): Numbers {
  const larger = new (numbers.constructor as new (length: number) => Numbers)(size * 2);
  larger.set(numbers);
  return larger;
}
