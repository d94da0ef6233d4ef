import { KenningError } from '../../core/errors.js';
import { isApiWord } from './api-words.js';
import type { Disguise } from './disguise.js';
import { fieldKind, isChoice, isFieldName, isTellingNumber } from './field-kind.js';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const removed = 'removed';
const deepest = 200;

/** Learns whom an answer names, before anything of it is written. */
export function noticePeople(value: Json, { notice }: Pick<Disguise, 'notice'>): void {
  const walk = (part: Json, name: string, depth: number): void => {
    if (depth > deepest) throw new KenningError('too-large', 'The answer is nested too deeply.');
    if (typeof part === 'string' || typeof part === 'number') {
      const names =
        typeof part === 'number' ? isTellingNumber(name, part) : fieldKind(name) === 'person' && !isChoice(name, part);
      notice(String(part), names ? 'person' : 'other');
    } else if (Array.isArray(part)) for (const item of part) walk(item, name, depth + 1);
    else if (part !== null && typeof part === 'object')
      for (const [field, item] of Object.entries(part)) {
        notice(field, 'other');
        walk(item, field, depth + 1);
      }
  };
  walk(value, '', 0);
}

/** The same structure without people and secrets. */
export function disguiseJson(value: Json, hide: Disguise, secrets: readonly string[]): Json {
  const holdsSecret = (text: string) => secrets.some((secret) => secret.length > 3 && text.includes(secret));

  function walk(part: Json, name: string, inSecret: boolean): Json {
    const secret = inSecret || fieldKind(name) === 'secret';
    if (typeof part === 'string') return secret && part !== '' ? removed : textOf(name, part);
    if (typeof part === 'number') return secret ? 0 : numberOf(name, part);
    if (Array.isArray(part)) return part.map((item) => walk(item, name, secret));
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).map(([field, item]) => [fieldOf(field), walk(item, field, secret)]));
  }

  function fieldOf(field: string): string {
    const isOurs = isApiWord(field) || fieldKind(field) !== 'unknown' || !hide.names(field);
    return isFieldName(field) && isOurs && !holdsSecret(field) ? field : hide.name(field);
  }

  function textOf(name: string, text: string): string {
    if (holdsSecret(text)) return removed;
    if (isChoice(name, text) && (isApiWord(text) || !hide.names(text))) return text;
    const kind = fieldKind(name);
    const date = kind === 'birth' ? hide.birthday(text) : hide.moved(text);
    if (date !== undefined) return date;
    const isName = kind === 'person' || (kind !== 'text' && !/\s/.test(text));
    return isName ? hide.name(text) : hide.text(text);
  }

  function numberOf(name: string, number: number): number {
    // Short ids are numbers of other things too.
    const isKnown = Math.abs(number) >= 1e4 && hide.names(String(number));
    if (!isTellingNumber(name, number) && !isKnown) return number;
    return Number.isSafeInteger(number) && number > 0 ? Number(hide.name(String(number))) : 0;
  }

  return walk(value, '', false);
}
