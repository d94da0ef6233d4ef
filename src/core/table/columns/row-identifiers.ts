import type { Identifier } from '../../model/identifier.js';
import { scopeOf } from '../../model/scope.js';
import { emailsIn, isDecimal, isUrl, pagesIn, several } from './cell-values.js';
import { networkNames } from './column-kind.js';
import { type PhoneHabits, phoneDamage } from './damaged-phones.js';
import type { Column } from './detect-columns.js';
import { squashed } from './header-words.js';
import type { RowCells } from './row-cells.js';

const mostIdentifiers = 200;

export interface IdentifierOptions {
  /** The columns of handles, each for one network. */
  handleColumns: readonly Column[];
  phoneHabits: PhoneHabits;
  warn: (column: Column, reason: string) => void;
}

/** Everything in a row that names its person: addresses, numbers, pages, handles, ids given out by states. */
export function identifiersOf(cells: RowCells, { handleColumns, phoneHabits, warn }: IdentifierOptions): Identifier[] {
  const found = new Map<string, Identifier>();
  const add = (identifier: Identifier): void => {
    const key = `${identifier.kind} ${identifier.scope} ${identifier.value}`;
    if (found.size < mostIdentifiers && identifier.value.length <= 2000 && !found.has(key)) found.set(key, identifier);
  };
  cells.each('email', (value) => {
    const emails = emailsIn(value);
    for (const email of emails) add({ kind: 'email', scope: '', value: email });
    return emails.length > 0;
  });
  cells.each('phone', (value, column) => {
    const numbers = several(value, /:::|[;|\n]|,\s|\s\/\s/);
    let isWhole = true;
    for (const number of numbers) {
      const damage = phoneDamage(number, phoneHabits);
      if (damage) warn(column, damage);
      else if (isPhone(number)) add({ kind: 'phone', scope: '', value: number });
      if (damage || !isPhone(number)) isWhole = false;
    }
    return isWhole;
  });
  cells.each('website', (value) => {
    const pages = pagesIn(value);
    for (const page of pages) add({ kind: 'url', scope: '', value: page });
    return pages.length > 0;
  });
  for (const kind of new Set(handleColumns.map((column) => column.kind)))
    cells.each(kind, (value) => {
      const handle = handleOf(kind.slice('handle:'.length), value);
      if (handle) add(handle);
      return handle !== undefined;
    });
  cells.each('national-id', (value) => {
    add({ kind: 'national-id', scope: '', value });
    return value.length <= 2000;
  });
  return [...found.values()];
}

/** Whether a value can be dialed. */
export function isPhone(value: string): boolean {
  const digits = value.replace(/\D/g, '').length;
  return (
    digits >= 5 && digits <= 20 && !isDecimal(value) && /^(?:tel:)?[+\d\s()./x#*-]+(?:ext\.?\s*\d+)?$/i.test(value)
  );
}

/** A network as it is called in scopes. */
export function networkOf(text: string): string {
  const name = squashed(text);
  return networkNames.get(name) ?? name;
}

/**
 * What a cell says of an account on a network: its page, its number, or its handle. Handles of the fediverse bring their
 * server along.
 */
export function handleOf(network: string, value: string): Identifier | undefined {
  if (/^https?:\/\//i.test(value) || (value.includes('/') && isUrl(value)))
    return isUrl(value) ? { kind: 'url', scope: '', value } : undefined;
  const [, name, server] = /^@?([^\s@/]{1,100})@([a-z0-9.-]+\.[a-z]{2,})$/i.exec(value) ?? [];
  if (network === 'mastodon' && name && server)
    return { kind: 'handle', scope: scopeOf('mastodon', server.toLowerCase()), value: name };
  if (network === 'facebook' && /^\d{6,30}$/.test(value)) return { kind: 'account-id', scope: network, value };
  const handle = value.replace(/^@/, '');
  return /^[^\s@/,;]{1,200}$/u.test(handle) ? { kind: 'handle', scope: network, value: handle } : undefined;
}
