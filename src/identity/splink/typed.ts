import type { Kind, Value } from './sql/functions.js';

/** A cell of a file as conditions read it: empty is null, a list is split at `|`, what is no number is null. */
export function typed(text: string | undefined, kind: Kind | undefined): Value {
  if (text === undefined || text === '') return null;
  if (kind === 'list') return text.split('|');
  if (kind !== 'number') return text;
  const number = Number(text);
  return Number.isNaN(number) ? null : number;
}
