import { KenningError } from '../../core/errors.js';
import type { Disguise } from './disguise.js';
import { namesSomebody, removed, type ValueDisguise } from './disguise-value.js';
import { fieldKind, isFieldName } from './field-kind.js';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const deepest = 200;
const ofDescriptions = new Set(
  `calculated createable custom fieldType filterable formField hasUniqueValue hidden maxLength modificationMetadata nillable
  picklistValues precision readOnly required soapType sortable unique updateable`.split(/\s+/),
);

/** Learns whom an answer names, before anything of it is written. */
export function noticePeople(value: Json, { notice }: Pick<Disguise, 'notice'>): void {
  const walk = (part: Json, name: string, depth: number): void => {
    if (depth > deepest) throw new KenningError('too-large', 'The answer is nested too deeply.');
    if (typeof part === 'string' || typeof part === 'number')
      notice(String(part), namesSomebody(name, part) ? 'person' : 'other');
    else if (Array.isArray(part)) for (const item of part) walk(item, name, depth + 1);
    else if (part !== null && typeof part === 'object')
      for (const [field, item] of Object.entries(part)) {
        notice(field, 'other');
        if (!namesField(part, field, item)) walk(item, field, depth + 1);
      }
  };
  walk(value, '', 0);
}

/** The same structure without people and secrets. */
export function disguiseJson(value: Json, disguised: ValueDisguise): Json {
  function walk(part: Json, name: string, inSecret: boolean): Json {
    const secret = inSecret || fieldKind(name) === 'secret';
    if (typeof part === 'string') return secret && part !== '' ? removed : disguised.text(name, part);
    if (typeof part === 'number') return secret ? 0 : disguised.number(name, part);
    if (Array.isArray(part)) return part.map((item) => walk(item, name, secret));
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(
      Object.entries(part).map(([field, item]) => [
        disguised.field(field),
        namesField(part, field, item) ? disguised.field(item) : walk(item, field, secret),
      ]),
    );
  }
  return walk(value, '', false);
}

/** Whether an item names a field of the system, in a description of its fields. */
function namesField(within: object, name: string, item: Json): item is string {
  if (name !== 'name' || typeof item !== 'string' || !isFieldName(item)) return false;
  return Object.keys(within).filter((field) => ofDescriptions.has(field)).length > 1;
}
