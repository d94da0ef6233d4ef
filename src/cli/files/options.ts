import { InvalidArgumentError } from 'commander';

/** Gathers the values of an option that may be given several times. */
export function gathered(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Gathers `HEADER=KIND`; a header may hold `=` itself. */
export function columnChoice(value: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = value.lastIndexOf('=');
  if (at < 1 || at === value.length - 1)
    throw new InvalidArgumentError('It is written HEADER=KIND, such as "Handy=phone".');
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}

/** Gathers `NAME=QUERY`; a query may hold `=` itself. */
export function searchChoice(value: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = value.indexOf('=');
  if (at < 1 || at === value.length - 1)
    throw new InvalidArgumentError('It is written NAME=QUERY, such as "ours=acme OR #acme".');
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}

/** A probability. */
export function probability(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1))
    throw new InvalidArgumentError('It is a number from 0 to 1.');
  return number;
}

/** A country by its two letters. */
export function country(value: string): string {
  if (!/^[a-z]{2}$/i.test(value)) throw new InvalidArgumentError('It has two letters, such as US or DE.');
  return value.toUpperCase();
}

/** How many, from 1 to 100,000. */
export function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 100_000)
    throw new InvalidArgumentError('It is a whole number from 1 to 100,000.');
  return number;
}

/** Parses a number of threads. */
export function threadCount(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 256)
    throw new InvalidArgumentError('It is a whole number from 1 to 256.');
  return number;
}
