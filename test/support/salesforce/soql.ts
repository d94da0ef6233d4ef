/** A row as the fake keeps it. */
export type Row = Record<string, unknown>;

export class SoqlError extends Error {
  readonly code: 'MALFORMED_QUERY' | 'INVALID_FIELD' | 'INVALID_TYPE';

  constructor(code: SoqlError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

type Test = (read: (path: string) => unknown) => boolean;

export interface Subquery {
  relation: string;
  fields: string[];
}

export interface Soql {
  fields: string[];
  subqueries: Subquery[];
  from: string;
  /** Every field that is named anywhere. */
  named: string[];
  where: Test;
  order: string[];
  limit: number;
}

type Token = { kind: 'word' | 'sign' | 'text' | 'moment' | 'number'; value: string };

const escaped: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function tokensOf(soql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < soql.length) {
    const rest = soql.slice(at);
    const space = /^\s+/.exec(rest)?.[0];
    if (space) {
      at += space.length;
      continue;
    }
    if (rest[0] === "'") {
      let value = '';
      let end = 1;
      for (; rest[end] !== "'"; end++) {
        if (end >= rest.length) throw new SoqlError('MALFORMED_QUERY', 'a text does not end');
        if (rest[end] !== '\\') value += rest[end];
        else {
          const sign = rest[++end] ?? '';
          if (!`\\'"%_${Object.keys(escaped).join('')}`.includes(sign))
            throw new SoqlError('MALFORMED_QUERY', `Invalid string literal: \\${sign}`);
          value += escaped[sign] ?? sign;
        }
      }
      tokens.push({ kind: 'text', value });
      at += end + 1;
      continue;
    }
    const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z/.exec(rest)?.[0];
    const number = /^\d+/.exec(rest)?.[0];
    const word = /^[A-Za-z_][A-Za-z0-9_.]*/.exec(rest)?.[0];
    const sign = /^(?:>=|<=|!=|[=<>(),])/.exec(rest)?.[0];
    const value = moment ?? number ?? word ?? sign;
    if (value === undefined) throw new SoqlError('MALFORMED_QUERY', `unexpected token: '${rest.slice(0, 10)}'`);
    tokens.push({ kind: moment ? 'moment' : number ? 'number' : word ? 'word' : 'sign', value });
    at += value.length;
  }
  return tokens;
}

/** Parses as much of SOQL as clients of this fake may use; all else is malformed. */
export function parseSoql(soql: string): Soql {
  const tokens = tokensOf(soql);
  const named: string[] = [];
  let at = 0;
  const peek = () => tokens[at];
  const fail = (): never => {
    throw new SoqlError('MALFORMED_QUERY', `unexpected token: '${peek()?.value ?? '<EOF>'}'`);
  };
  const is = (value: string) => peek()?.kind !== 'text' && peek()?.value.toUpperCase() === value;
  const take = (value?: string): Token => {
    const token = peek();
    if (!token || (value !== undefined && !is(value))) return fail();
    at += 1;
    return token;
  };
  const maybe = (value: string) => is(value) && Boolean(take());
  const word = (): string => (peek()?.kind === 'word' ? take().value : fail());

  function literal(): unknown {
    const token = take();
    if (token.kind === 'text') return token.value;
    if (token.kind === 'moment') return new Date(token.value).toISOString();
    if (token.kind === 'number') return Number(token.value);
    if (/^(true|false|null)$/i.test(token.value)) return JSON.parse(token.value.toLowerCase());
    at -= 1;
    return fail();
  }

  function condition(): Test {
    if (maybe('(')) {
      const inner = either();
      take(')');
      return inner;
    }
    const field = word();
    named.push(field);
    if (maybe('IN')) {
      take('(');
      const values = [literal()];
      while (maybe(',')) values.push(literal());
      take(')');
      return (read) => values.some((value) => compare(read(field), value) === 0);
    }
    if (maybe('LIKE')) {
      const pattern = String(literal());
      if (!/^[^%_]+%$/.test(pattern)) throw new SoqlError('MALFORMED_QUERY', 'the fake knows beginnings only');
      const start = pattern.slice(0, -1).toLowerCase();
      return (read) =>
        String(read(field) ?? '')
          .toLowerCase()
          .startsWith(start);
    }
    const sign = take().value;
    const value = literal();
    const holds: Record<string, (order: number) => boolean> = {
      '=': (order) => order === 0,
      '!=': (order) => order !== 0,
      '>': (order) => order > 0,
      '>=': (order) => order >= 0,
      '<': (order) => order < 0,
      '<=': (order) => order <= 0,
    };
    const test = holds[sign] ?? fail();
    return (read) => test(compare(read(field), value));
  }
  function joinedBy(word: 'AND' | 'OR', part: () => Test): Test {
    const tests = [part()];
    while (maybe(word)) tests.push(part());
    return (read) => (word === 'AND' ? tests.every((test) => test(read)) : tests.some((test) => test(read)));
  }
  const both = () => joinedBy('AND', condition);
  function either(): Test {
    const test = both();
    if (!is('OR')) return test;
    const others = [test];
    while (maybe('OR')) others.push(both());
    return (read) => others.some((one) => one(read));
  }

  take('SELECT');
  const fields: string[] = [];
  const subqueries: Subquery[] = [];
  do {
    if (!maybe('(')) fields.push(word());
    else {
      take('SELECT');
      const inner = [word()];
      while (maybe(',')) inner.push(word());
      take('FROM');
      subqueries.push({ relation: word(), fields: inner });
      take(')');
    }
  } while (maybe(','));
  named.push(...fields);
  if (new Set(fields.map((field) => field.toLowerCase())).size < fields.length)
    throw new SoqlError('MALFORMED_QUERY', 'duplicate field selected');
  take('FROM');
  const from = word();
  const where = maybe('WHERE') ? either() : () => true;
  const order: string[] = [];
  if (maybe('ORDER')) {
    take('BY');
    do order.push(word());
    while (maybe(','));
  }
  const limit = maybe('LIMIT') ? Number(take().value) : 50_000;
  if (at < tokens.length) fail();
  return { fields, subqueries, from, named: [...named, ...order], where, order, limit };
}

/** Texts are compared without case, as Salesforce does. */
export function compare(left: unknown, right: unknown): number {
  const [one, other] = [left ?? null, right ?? null];
  if (one === null || other === null) return one === other ? 0 : one === null ? -1 : 1;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [a, b] = [String(one).toLowerCase(), String(other).toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}
