import { KenningError } from '../../../core/errors.js';
import { damerauLevenshtein, jaccard, jaro, jaroWinkler, levenshtein, type Measure, ofTexts } from './distances.js';
import { timeParser } from './parse-time.js';
import { safePattern } from './safe-pattern.js';

/** A value of SQL as it is here. Times are seconds since 1970. */
export type Value = string | number | boolean | null | readonly string[];

/** A function whose arguments are none of them null. */
export type Work = (...values: never[]) => Value;

/** What an argument must be: the words of columns are read as it. */
export type Kind = 'text' | 'number' | 'list';

export interface SqlFunction {
  takes: readonly Kind[];
  /** The last kind may be given any number of times. */
  many?: true;
  /** How many arguments may be left out. */
  optional?: number;
  /** Makes the function, from the arguments that are written out: a format, a pattern. */
  make: (written: readonly (Value | undefined)[]) => Work;
}

const pure = (takes: readonly Kind[], work: Work, optional = 0): SqlFunction => ({ takes, optional, make: () => work });
const onBytes = (measure: Measure) => pure(['text', 'text'], ofTexts(measure) as Work);
const onNumber = (work: (value: number) => number) =>
  pure(['number'], ((value: number) => finite(work(value))) as Work);

/** DuckDB's functions, as far as Splink's own conditions and those of its users need them. */
const functions: Readonly<Record<string, SqlFunction>> = {
  abs: onNumber(Math.abs),
  acos: onNumber(Math.acos),
  asin: onNumber(Math.asin),
  atan: onNumber(Math.atan),
  sin: onNumber(Math.sin),
  cos: onNumber(Math.cos),
  radians: onNumber((degrees) => (degrees * Math.PI) / 180),
  sqrt: onNumber(Math.sqrt),
  ln: onNumber(Math.log),
  floor: onNumber(Math.floor),
  ceil: onNumber(Math.ceil),
  epoch: onNumber((seconds) => seconds),
  power: pure(['number', 'number'], ((base: number, exponent: number) => finite(base ** exponent)) as Work),
  greatest: { takes: ['number'], many: true, make: () => ((...all: number[]) => Math.max(...all)) as Work },
  least: { takes: ['number'], many: true, make: () => ((...all: number[]) => Math.min(...all)) as Work },
  lower: pure(['text'], ((text: string) => text.toLowerCase()) as Work),
  upper: pure(['text'], ((text: string) => text.toUpperCase()) as Work),
  trim: pure(['text'], ((text: string) => text.replace(/^ +/, '').replace(/ {1,1000}$/, '')) as Work),
  strip_accents: pure(['text'], ((text: string) => text.normalize('NFD').replace(/\p{Mn}/gu, '')) as Work),
  length: pure(['text'], ((text: string) => [...text].length) as Work),
  substring: pure(['text', 'number', 'number'], substring as Work, 1),
  left: pure(['text', 'number'], ((text: string, count: number) => [...text].slice(0, count).join('')) as Work),
  right: pure(['text', 'number'], ((text: string, count: number) =>
    count >= 0
      ? [...text].slice(Math.max(0, [...text].length - count)).join('')
      : [...text].slice(-count).join('')) as Work),
  concat: { takes: ['text'], many: true, make: () => ((...all: string[]) => all.join('')) as Work },
  replace: pure(['text', 'text', 'text'], ((text: string, from: string, to: string) =>
    from === '' ? text : text.split(from).join(to)) as Work),
  split_part: pure(
    ['text', 'text', 'number'],
    ((text: string, by: string, place: number) => text.split(by).at(place > 0 ? place - 1 : place) ?? '') as Work,
  ),
  string_split: pure(['text', 'text'], ((text: string, by: string) => text.split(by)) as Work),
  hamming: pure(['text', 'text'], hamming as Work),
  levenshtein: onBytes(levenshtein),
  damerau_levenshtein: onBytes(damerauLevenshtein),
  jaro_similarity: onBytes(jaro),
  jaro_winkler_similarity: onBytes(jaroWinkler),
  jaccard: onBytes(jaccard),
  regexp_extract: { takes: ['text', 'text', 'number'], optional: 1, make: regexpExtract },
  regexp_matches: { takes: ['text', 'text'], make: regexpMatches },
  try_strptime: { takes: ['text', 'text'], make: strptime },
  array_length: pure(['list'], ((list: readonly string[]) => list.length) as Work),
  list_intersect: pure(['list', 'list'], ((left: readonly string[], right: readonly string[]) => {
    const theirs = new Set(right);
    return [...new Set(left)].filter((item) => theirs.has(item));
  }) as Work),
  list_has_any: pure(['list', 'list'], ((left: readonly string[], right: readonly string[]) =>
    left.some((item) => right.includes(item))) as Work),
};

/** Other names of the same. */
const aliases: Readonly<Record<string, string>> = {
  pow: 'power',
  lcase: 'lower',
  ucase: 'upper',
  len: 'array_length',
  char_length: 'length',
  substr: 'substring',
  editdist3: 'levenshtein',
  list_length: 'array_length',
  array_intersect: 'list_intersect',
  array_has_any: 'list_has_any',
  ceiling: 'ceil',
};

/** A function by any of its names, in lower case. */
export function functionNamed(name: string): SqlFunction | undefined {
  const own = Object.hasOwn(aliases, name) ? (aliases[name] as string) : name;
  return Object.hasOwn(functions, own) ? functions[own] : undefined;
}

function finite(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** How many bytes differ between texts of one length. */
function hamming(left: string, right: string): number {
  const [ours, theirs] = [left, right].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];
  if (ours.length !== theirs.length) throw new KenningError('invalid', 'SQL: hamming takes two texts of one length.');
  return ours.reduce((count, byte, at) => count + Number(byte !== theirs[at]), 0);
}

/** From a place that counts from 1, or from the end where it is negative. */
function substring(text: string, from: number, count?: number): string {
  const signs = [...text];
  const start = from > 0 ? from - 1 : from < 0 ? signs.length + from : -1;
  const end = count === undefined ? signs.length : start + count;
  return signs.slice(Math.max(0, start), Math.max(0, end)).join('');
}

function regexpExtract([, pattern, group = 0]: readonly (Value | undefined)[]): Work {
  const expression = safePattern(String(pattern));
  return ((text: string) => expression.exec(text.slice(0, 10_000))?.[Number(group)] ?? '') as Work;
}

function regexpMatches([, pattern]: readonly (Value | undefined)[]): Work {
  const expression = safePattern(String(pattern));
  return ((text: string) => expression.test(text.slice(0, 10_000))) as Work;
}

function strptime([, format]: readonly (Value | undefined)[]): Work {
  return timeParser(String(format)) as Work;
}
