import type { Disguise } from './disguise.js';
import { disguiseCard } from './disguise-card.js';
import {
  fieldKind,
  isChoice,
  isFieldName,
  isMoment,
  isQuantity,
  isTellingName,
  isTellingNumber,
} from './field-kind.js';

/** How what stands in a field is told, whatever the document is. */
export interface ValueDisguise {
  field(name: string): string;
  text(name: string, text: string): string;
  number(name: string, number: number): number;
}

/** What stands where a secret was. */
export const removed = 'removed';

export function disguiseValue(hide: Disguise, secrets: readonly string[]): ValueDisguise {
  const telling = secrets.filter(({ length }) => length > 3);
  const holdsSecret = (text: string) => telling.some((secret) => text.includes(secret));

  function field(name: string): string {
    if (holdsSecret(name) || !isFieldName(name)) return hide.name(name);
    if (hide.isOurs(name) || isTellingName(name)) return name;
    return hide.names(name) ? hide.name(name) : hide.keepField(name);
  }

  function text(name: string, value: string): string {
    if (holdsSecret(value)) return removed;
    if (/^(?:true|false)?$/.test(value) || (isChoice(name, value) && hide.isOurs(value))) return value;
    if (isChoice(name, value) && !hide.names(value)) return /^[a-z._-]{3,}$/.test(value) ? hide.keep(value) : value;
    if (/^\d{1,16}$/.test(value)) {
      if (isMoment(name, Number(value))) return String(hide.movedMoment(Number(value)));
      if (isQuantity(name) && fieldKind(name) === 'unknown') return value;
    }
    const kind = fieldKind(name);
    const date = kind === 'birth' ? hide.birthday(value) : hide.moved(value);
    if (date !== undefined) return date;
    if (kind === 'unknown' && hide.isOurs(value) && !hide.names(value)) return value;
    if (/^\/[^\s/]\S*$/.test(value)) return hide.address(value);
    const card = disguiseCard(value, hide);
    if (card !== undefined) return card;
    return kind === 'person' || (kind !== 'text' && !/\s/.test(value)) ? hide.name(value) : hide.text(value);
  }

  function number(name: string, value: number): number {
    if (isMoment(name, value)) return hide.movedMoment(value);
    // Short ids are numbers of other things too.
    const isKnown = Math.abs(value) >= 1e4 && hide.names(String(value));
    if (!isTellingNumber(name, value) && !isKnown) return value;
    return Number.isSafeInteger(value) && value > 0 ? Number(hide.name(String(value))) : 0;
  }

  return { field, text, number };
}

/** Whether what stands in a field names somebody, wherever else it stands. */
export function namesSomebody(name: string, value: string | number): boolean {
  if (typeof value === 'number') return isTellingNumber(name, value) && !isMoment(name, value);
  return fieldKind(name) === 'person' && !isChoice(name, value);
}
