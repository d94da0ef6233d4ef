import { KenningError } from '../../../core/errors.js';
import type { Expression } from './expression.js';
import { functionNamed, type Value } from './functions.js';

/** A record's values by its columns. */
export type Row = Readonly<Record<string, Value>>;
/** An expression that can be asked of pairs. */
export type Compiled = (left: Row, right: Row) => Value;

/** Functions whose arguments may be null. */
const lazy: Readonly<Record<string, (of: readonly Compiled[]) => Compiled>> = {
  nullif:
    ([first, second]) =>
    (left, right) => {
      const value = first?.(left, right) ?? null;
      return value !== null && value === second?.(left, right) ? null : value;
    },
  coalesce: (of) => (left, right) => {
    for (const one of of) {
      const value = one(left, right);
      if (value !== null) return value;
    }
    return null;
  },
};
const lazyAliases: Readonly<Record<string, string>> = { ifnull: 'coalesce' };

/**
 * Makes an expression into a function, in SQL's logic of three values: what is unknown stays unknown.
 *
 * @throws `unsupported` for a function that is not known, by its name
 */
export function compile(expression: Expression): Compiled {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'column': {
      const { side, name } = expression;
      return side === 'left' ? (left) => left[name] ?? null : (_left, right) => right[name] ?? null;
    }
    case 'unary':
      return unary(expression.operator, compile(expression.of));
    case 'binary':
      return binary(expression);
    case 'null-test': {
      const of = compile(expression.of);
      const { negated } = expression;
      return (left, right) => (of(left, right) === null) !== negated;
    }
    case 'in':
      return among(expression);
    case 'case': {
      const when = expression.when.map(({ condition, gives }) => [compile(condition), compile(gives)] as const);
      const otherwise = compile(expression.otherwise);
      return (left, right) => {
        for (const [condition, gives] of when) if (condition(left, right) === true) return gives(left, right);
        return otherwise(left, right);
      };
    }
    case 'cast':
      return cast(expression);
    case 'call':
      return call(expression);
  }
}

function unary(operator: 'not' | '-', of: Compiled): Compiled {
  return (left, right) => {
    const value = of(left, right);
    if (value === null) return null;
    return operator === 'not' ? !value : -Number(value);
  };
}

function binary({ operator, left: ours, right: theirs }: Extract<Expression, { kind: 'binary' }>): Compiled {
  const [first, second] = [compile(ours), compile(theirs)];
  if (operator === 'and' || operator === 'or') {
    const decides = operator === 'or';
    return (left, right) => {
      const value = first(left, right);
      if (value === decides) return decides;
      const other = second(left, right);
      if (other === decides) return decides;
      return value === null || other === null ? null : !decides;
    };
  }
  const work = operators[operator] as (left: Value, right: Value) => Value;
  return (left, right) => {
    const value = first(left, right);
    if (value === null) return null;
    const other = second(left, right);
    return other === null ? null : work(value, other);
  };
}

const operators: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  '=': (left, right) => isSame(left, right),
  '<>': (left, right) => !isSame(left, right),
  '<': (left, right) => (left as number) < (right as number),
  '<=': (left, right) => (left as number) <= (right as number),
  '>': (left, right) => (left as number) > (right as number),
  '>=': (left, right) => (left as number) >= (right as number),
  '+': (left, right) => Number(left) + Number(right),
  '-': (left, right) => Number(left) - Number(right),
  '*': (left, right) => Number(left) * Number(right),
  '/': (left, right) => (Number(right) === 0 ? null : Number(left) / Number(right)),
  '%': (left, right) => (Number(right) === 0 ? null : Number(left) % Number(right)),
  '||': (left, right) => `${left}${right}`,
};

function isSame(left: Value, right: Value): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  return left.length === right.length && left.every((item, at) => item === right[at]);
}

function among({ of, among: list, negated }: Extract<Expression, { kind: 'in' }>): Compiled {
  const [wanted, all] = [compile(of), list.map(compile)];
  return (left, right) => {
    const value = wanted(left, right);
    if (value === null) return null;
    let unknown = false;
    for (const one of all) {
      const other = one(left, right);
      if (other === null) unknown = true;
      else if (isSame(value, other)) return !negated;
    }
    return unknown ? null : negated;
  };
}

function cast({ of, to }: Extract<Expression, { kind: 'cast' }>): Compiled {
  const inner = compile(of);
  return (left, right) => {
    const value = inner(left, right);
    if (value === null) return null;
    if (to === 'text') return String(value);
    if (to === 'boolean') return value === true || value === 'true' || value === 1;
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    if (Number.isNaN(number)) return null;
    return to === 'float' ? Math.fround(number) : to === 'integer' ? Math.round(number) : number;
  };
}

function call({ name, of }: Extract<Expression, { kind: 'call' }>): Compiled {
  const compiled = of.map(compile);
  const own = lazy[lazyAliases[name] ?? name];
  if (own && Object.hasOwn(lazy, lazyAliases[name] ?? name)) return own(compiled);
  const known = functionNamed(name);
  if (!known) throw new KenningError('unsupported', `SQL: the function "${name}" is not known here.`);
  const { takes, many, optional = 0 } = known;
  if (!many && (of.length > takes.length || of.length < takes.length - optional))
    throw new KenningError('invalid', `SQL: ${name} takes ${takes.length} values and was given ${of.length}.`);
  const work = known.make(of.map((one) => (one.kind === 'literal' ? one.value : undefined))) as (
    ...values: Value[]
  ) => Value;
  return (left, right) => {
    const values: Value[] = [];
    for (const one of compiled) {
      const value = one(left, right);
      if (value === null) return null;
      values.push(value);
    }
    return work(...values);
  };
}
