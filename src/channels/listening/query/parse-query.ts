import { KenningError } from '../../../core/errors.js';
import { lexQuery, type QueryToken } from './lex-query.js';
import type { Query } from './query.js';
import { queryFailure } from './query-failure.js';
import { mostCharacters, mostLevels, mostNears } from './query-limits.js';

/**
 * Reads a saved search.
 *
 * Words side by side must all occur, as with AND; `NOT` binds more than `AND`, `AND` more than `OR`; operators are in upper
 * case. `"a phrase"`; `"any order"~3`, at most three other words among them; `a NEAR/5 b`, at most five words from one to the
 * other; `a NEAR/5f b` in this order; `batter*` and `colo?r`; `{Apple}` in exactly this case; `raw:"C++"` with its
 * punctuation; `#tag`, `@mention`, `$CASH`, emoji; `author:`, `network:`, `site:`, `url:`, `lang:`, `kind:`, `sentiment:` and
 * `followers:[1000 TO *]`.
 *
 * A query must ask for something: `NOT acme` alone is refused.
 *
 * @throws KenningError `invalid` with the column and what to write instead; `too-large` for more than 100,000 UTF-16 units
 * @example
 * parseQuery('(acme OR #acme) "slow delivery"~2 NOT author:acme.example')
 */
export function parseQuery(text: string): Query {
  if (text.length > mostCharacters)
    throw new KenningError(
      'too-large',
      `The query has ${text.length} characters, at most ${mostCharacters} are read. Split it into several.`,
    );
  return new Parser(lexQuery(text)).read();
}

class Parser {
  readonly #tokens: readonly QueryToken[];
  #at = 0;
  #levels = 0;
  readonly #nots = new Map<Query, number>();

  constructor(tokens: readonly QueryToken[]) {
    this.#tokens = tokens;
  }

  read(): Query {
    if (this.#next.type === 'end')
      throw queryFailure(1, 'there is nothing to search.', 'Write a word, such as the name of a brand.');
    const query = this.#or();
    if (this.#next.type === 'close')
      throw queryFailure(this.#next.column, ') closes nothing.', 'Remove it, or write ( before.');
    const lonely = this.#lonelyNot(query);
    if (lonely !== undefined)
      throw queryFailure(
        lonely,
        'NOT stands alone: whatever lacks the word would match, which is almost everything.',
        'Write what must occur beside it, as in acme NOT jobs.',
      );
    return query;
  }

  /** The column of the NOT by which a text without any word would match. */
  #lonelyNot(query: Query): number | undefined {
    switch (query.type) {
      case 'not':
        return this.#lonelyNot(query.part) === undefined ? this.#nots.get(query) : undefined;
      case 'or':
        return query.parts.map((part) => this.#lonelyNot(part)).find((column) => column !== undefined);
      case 'and': {
        const columns = query.parts.map((part) => this.#lonelyNot(part));
        return columns.includes(undefined) ? undefined : columns[0];
      }
      default:
        return undefined;
    }
  }

  get #next(): QueryToken {
    return this.#tokens[this.#at] as QueryToken;
  }

  #or(): Query {
    const parts = [this.#and()];
    while (this.#next.type === 'or') {
      this.#at += 1;
      parts.push(this.#and());
    }
    return parts.length === 1 ? (parts[0] as Query) : { type: 'or', parts };
  }

  #and(): Query {
    const parts = [this.#not()];
    while (!['or', 'close', 'end'].includes(this.#next.type)) {
      if (this.#next.type === 'and') this.#at += 1;
      parts.push(this.#not());
    }
    return parts.length === 1 ? (parts[0] as Query) : { type: 'and', parts };
  }

  #not(): Query {
    if (this.#next.type !== 'not') return this.#near();
    const { column } = this.#next;
    this.#at += 1;
    const query: Query = { type: 'not', part: this.#deeper(column, () => this.#not()) };
    this.#nots.set(query, column);
    return query;
  }

  #near(): Query {
    let left = this.#primary();
    for (let token = this.#next; token.type === 'near'; token = this.#next) {
      this.#at += 1;
      const right = this.#primary();
      left = { type: 'near', left, right, within: token.within, ordered: token.ordered };
      checkNear(left, token.column);
    }
    return left;
  }

  #primary(): Query {
    const token = this.#next;
    this.#at += 1;
    if (token.type === 'leaf') return token.leaf;
    if (token.type !== 'open') throw misplaced(token);
    const inner = this.#deeper(token.column, () => this.#or());
    if (this.#next.type !== 'close')
      throw queryFailure(token.column, '( is never closed.', 'Write ) at the end of the group.');
    this.#at += 1;
    return inner;
  }

  #deeper(column: number, read: () => Query): Query {
    this.#levels += 1;
    if (this.#levels > mostLevels)
      throw queryFailure(
        column,
        `groups lie more than ${mostLevels} deep in each other.`,
        'Remove parentheses that change nothing.',
      );
    const query = read();
    this.#levels -= 1;
    return query;
  }
}

function misplaced(token: QueryToken): KenningError {
  if (token.type === 'close')
    return queryFailure(
      token.column,
      'something is missing before ).',
      'Write a word, or remove the group or operator.',
    );
  if (token.type === 'end')
    return queryFailure(
      token.column,
      'the query ends too early.',
      'Write a word after the last operator, or remove it.',
    );
  const name = token.type.toUpperCase();
  return queryFailure(
    token.column,
    `${name} has no word before it.`,
    `Write one, or put quotes around ${name} to search it as a word.`,
  );
}

/** NEAR needs places: of words, phrases and their alternatives. */
function checkNear(query: Query, column: number): void {
  if (depth(query, column) > mostNears)
    throw queryFailure(column, `more than ${mostNears} NEAR lie in each other.`, 'Join some of the words by AND.');
}

function depth(query: Query, column: number): number {
  switch (query.type) {
    case 'near':
      return 1 + Math.max(depth(query.left, column), depth(query.right, column));
    case 'or':
      return query.parts.reduce((deepest, part) => Math.max(deepest, depth(part, column)), 0);
    case 'term':
    case 'cased':
    case 'mark':
      return 0;
    case 'phrase':
      if (query.apart === undefined) return 0;
      throw queryFailure(column, 'a phrase with ~ has no place of its own.', 'Write NEAR between its words.');
    case 'and':
      throw queryFailure(column, 'NEAR can not take what AND joins.', 'Write (a NEAR/5 b) AND (a NEAR/5 c).');
    case 'not':
      throw queryFailure(column, 'NEAR can not take what NOT excludes.', 'Write (a NEAR/5 b) AND NOT (a NEAR/5 c).');
    default:
      throw queryFailure(column, 'NEAR joins words and phrases alone.', 'Join fields and raw text by AND.');
  }
}
