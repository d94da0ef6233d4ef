import { KenningError } from '../../../core/errors.js';
import type { BinaryOperator, CastType, Expression } from './expression.js';
import { type Token, tokensOf } from './tokens.js';

/** How columns of the two records are written: `"name_l"` in comparisons, `l.name` in blocking rules. */
export type ColumnStyle = 'suffix' | 'prefix';

/** More than any condition that people or Splink write; deeper ones would exhaust the stack. */
const deepest = 200;

const types: Readonly<Record<string, CastType>> = {
  float: 'float',
  real: 'float',
  float4: 'float',
  double: 'double',
  float8: 'double',
  numeric: 'double',
  decimal: 'double',
  int: 'integer',
  integer: 'integer',
  bigint: 'integer',
  varchar: 'text',
  text: 'text',
  string: 'text',
  boolean: 'boolean',
  bool: 'boolean',
};

/** Binds from loose to tight. */
const levels: readonly (readonly BinaryOperator[])[] = [['||'], ['+', '-'], ['*', '/', '%']];
const comparisons: ReadonlySet<string> = new Set(['=', '<>', '!=', '<', '<=', '>', '>=']);

/**
 * Parses an SQL condition of Splink's on a pair of records.
 *
 * @throws `invalid` with the place for what is no SQL, `unsupported` for what is not known here
 */
export function parseCondition(sql: string, style: ColumnStyle): Expression {
  return new Parser(tokensOf(sql), style).whole();
}

class Parser {
  #at = 0;
  #depth = 0;
  readonly #tokens: readonly Token[];
  readonly #style: ColumnStyle;

  constructor(tokens: readonly Token[], style: ColumnStyle) {
    this.#tokens = tokens;
    this.#style = style;
  }

  whole(): Expression {
    const expression = this.#or();
    if (this.#next.kind !== 'end') throw this.#unexpected();
    return expression;
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #unexpected(): KenningError {
    const { kind, text, at } = this.#next;
    return new KenningError(
      'invalid',
      `SQL: ${kind === 'end' ? 'the end' : `"${text}"`} at ${at + 1} was not expected.`,
    );
  }

  #isWord(word: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'name' && token.text.toLowerCase() === word;
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#at += 1;
    return true;
  }

  #takeSign(sign: string): boolean {
    if (this.#next.kind !== 'sign' || this.#next.text !== sign) return false;
    this.#at += 1;
    return true;
  }

  #need(taken: boolean): void {
    if (!taken) throw this.#unexpected();
  }

  #or(): Expression {
    this.#depth += 1;
    if (this.#depth > deepest)
      throw new KenningError('too-large', `SQL: a condition is nested more than ${deepest} deep.`);
    let left = this.#and();
    while (this.#takeWord('or')) left = { kind: 'binary', operator: 'or', left, right: this.#and() };
    this.#depth -= 1;
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#takeWord('and')) left = { kind: 'binary', operator: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    let negations = 0;
    while (this.#takeWord('not')) negations += 1;
    const of = this.#comparison();
    return negations % 2 === 1 ? { kind: 'unary', operator: 'not', of } : of;
  }

  #comparison(): Expression {
    let left = this.#binary(0);
    for (;;) {
      const { kind, text } = this.#next;
      if (kind === 'sign' && comparisons.has(text)) {
        this.#at += 1;
        const operator = (text === '!=' ? '<>' : text) as BinaryOperator;
        left = { kind: 'binary', operator, left, right: this.#binary(0) };
      } else if (this.#takeWord('is')) {
        const negated = this.#takeWord('not');
        this.#need(this.#takeWord('null'));
        left = { kind: 'null-test', of: left, negated };
      } else if (this.#isWord('in') || this.#isWord('between') || (this.#isWord('not') && this.#isRange(1)))
        left = this.#range(left);
      else return left;
    }
  }

  #isRange(ahead: number): boolean {
    return this.#isWord('in', ahead) || this.#isWord('between', ahead);
  }

  #range(of: Expression): Expression {
    const negated = this.#takeWord('not');
    if (this.#takeWord('in')) {
      this.#need(this.#takeSign('('));
      return { kind: 'in', of, among: this.#list(), negated };
    }
    this.#need(this.#takeWord('between'));
    const low = this.#binary(0);
    this.#need(this.#takeWord('and'));
    const high = this.#binary(0);
    const within: Expression = {
      kind: 'binary',
      operator: 'and',
      left: { kind: 'binary', operator: '>=', left: of, right: low },
      right: { kind: 'binary', operator: '<=', left: of, right: high },
    };
    return negated ? { kind: 'unary', operator: 'not', of: within } : within;
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const { kind, text } = this.#next;
      const operator = kind === 'sign' ? operators.find((known) => known === text) : undefined;
      if (!operator) return left;
      this.#at += 1;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    let negative = false;
    while (this.#next.kind === 'sign' && (this.#next.text === '-' || this.#next.text === '+')) {
      if (this.#next.text === '-') negative = !negative;
      this.#at += 1;
    }
    let of = this.#primary();
    while (this.#takeSign('::')) of = { kind: 'cast', of, to: this.#type(), orNull: false };
    return negative ? { kind: 'unary', operator: '-', of } : of;
  }

  #primary(): Expression {
    const token = this.#next;
    if (this.#takeSign('(')) {
      const inner = this.#or();
      this.#need(this.#takeSign(')'));
      return inner;
    }
    this.#at += 1;
    if (token.kind === 'text') return { kind: 'literal', value: token.text };
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.kind === 'quoted') return this.#column(token.text);
    if (token.kind === 'name') return this.#named(token.text);
    this.#at -= 1;
    throw this.#unexpected();
  }

  #named(text: string): Expression {
    const word = text.toLowerCase();
    if (word === 'null') return { kind: 'literal', value: null };
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
    if (word === 'case') return this.#case();
    if (!this.#takeSign('(')) return this.#column(text);
    if (word === 'cast' || word === 'try_cast') {
      const of = this.#or();
      this.#need(this.#takeWord('as'));
      const to = this.#type();
      this.#need(this.#takeSign(')'));
      return { kind: 'cast', of, to, orNull: word === 'try_cast' };
    }
    return { kind: 'call', name: word, of: this.#takeSign(')') ? [] : this.#list() };
  }

  /** The rest of a list whose bracket is open. */
  #list(): Expression[] {
    const list = [this.#or()];
    while (this.#takeSign(',')) list.push(this.#or());
    this.#need(this.#takeSign(')'));
    return list;
  }

  #type(): CastType {
    const { kind, text } = this.#next;
    const type = kind === 'name' && Object.hasOwn(types, text.toLowerCase()) ? types[text.toLowerCase()] : undefined;
    if (!type) throw new KenningError('unsupported', `SQL: the type "${text}" is not known here.`);
    this.#at += 1;
    return type;
  }

  #case(): Expression {
    const when: { condition: Expression; gives: Expression }[] = [];
    while (this.#takeWord('when')) {
      const condition = this.#or();
      this.#need(this.#takeWord('then'));
      when.push({ condition, gives: this.#or() });
    }
    if (when.length === 0) throw this.#unexpected();
    const otherwise: Expression = this.#takeWord('else') ? this.#or() : { kind: 'literal', value: null };
    this.#need(this.#takeWord('end'));
    return { kind: 'case', when, otherwise };
  }

  #column(name: string): Expression {
    if (this.#style === 'suffix') {
      const side = name.endsWith('_l') ? 'left' : name.endsWith('_r') ? 'right' : undefined;
      if (side) return { kind: 'column', side, name: name.slice(0, -2) };
      throw new KenningError('invalid', `SQL: "${name}" says of no record which it is of: _l or _r must end it.`);
    }
    const side = name === 'l' ? 'left' : name === 'r' ? 'right' : undefined;
    if (!side || !this.#takeSign('.'))
      throw new KenningError('invalid', `SQL: "${name}" must be a column of l or r, such as l.name.`);
    const column = this.#next;
    if (column.kind !== 'name' && column.kind !== 'quoted') throw this.#unexpected();
    this.#at += 1;
    return { kind: 'column', side, name: column.text };
  }
}
