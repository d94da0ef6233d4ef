import { KenningError } from '../../../core/errors.js';

export type Token =
  | { kind: 'name'; text: string; at: number }
  | { kind: 'quoted'; text: string; at: number }
  | { kind: 'text'; text: string; at: number }
  | { kind: 'number'; text: string; at: number }
  | { kind: 'sign'; text: string; at: number }
  | { kind: 'end'; text: ''; at: number };

/** Longer conditions than any that people or kenning write. */
const longest = 500_000;

const signs = [
  '<>',
  '!=',
  '<=',
  '>=',
  '||',
  '::',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '(',
  ')',
  ',',
  '.',
  '[',
  ']',
];
const space = /\s/;
const nameStart = /[\p{L}_]/u;
const namePart = /[\p{L}\p{N}_$]/u;
const digit = /[0-9]/;

/** Reads the words and signs of an SQL expression, in one pass. */
export function tokensOf(sql: string): Token[] {
  if (sql.length > longest)
    throw new KenningError('too-large', `An SQL condition has more than ${longest} characters.`);
  const tokens: Token[] = [];
  let at = 0;
  const endOf = (pattern: RegExp, from: number) => {
    let end = from;
    while (end < sql.length && pattern.test(sql.charAt(end))) end += 1;
    return end;
  };
  while (at < sql.length) {
    const first = sql.charAt(at);
    if (space.test(first)) at += 1;
    else if (sql.startsWith('--', at)) at = sql.indexOf('\n', at) < 0 ? sql.length : sql.indexOf('\n', at);
    else if (first === "'" || first === '"') {
      const { text, end } = quoted(sql, at, first);
      tokens.push({ kind: first === "'" ? 'text' : 'quoted', text, at });
      at = end;
    } else if (digit.test(first) || (first === '.' && digit.test(sql.charAt(at + 1)))) {
      const end = endOfNumber(sql, at);
      tokens.push({ kind: 'number', text: sql.slice(at, end), at });
      at = end;
    } else if (nameStart.test(first)) {
      const end = endOf(namePart, at);
      tokens.push({ kind: 'name', text: sql.slice(at, end), at });
      at = end;
    } else {
      const sign = signs.find((known) => sql.startsWith(known, at));
      if (!sign) throw new KenningError('unsupported', `SQL: the sign "${first}" at ${at + 1} is not known here.`);
      tokens.push({ kind: 'sign', text: sign, at });
      at += sign.length;
    }
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

/** A quote is doubled within its own text. */
function quoted(sql: string, at: number, quote: string): { text: string; end: number } {
  let text = '';
  for (let from = at + 1; ; ) {
    const close = sql.indexOf(quote, from);
    if (close < 0) throw new KenningError('invalid', `SQL: the ${quote} at ${at + 1} is never closed.`);
    text += sql.slice(from, close);
    if (sql.charAt(close + 1) !== quote) return { text, end: close + 1 };
    text += quote;
    from = close + 2;
  }
}

function endOfNumber(sql: string, at: number): number {
  const rest = sql.slice(at, at + 60);
  return at + (/^(?:[0-9]{1,20}(?:\.[0-9]{0,25})?|\.[0-9]{1,25})(?:[eE][+-]?[0-9]{1,4})?/.exec(rest)?.[0].length ?? 1);
}
