import type { Identifier } from '../../core/model/identifier.js';
import { emailsIn, meaning, pagesIn, several } from '../../core/table/columns/cell-values.js';
import { handleOf } from '../../core/table/columns/row-identifiers.js';

const longestField = 1000;
const longestCell = 20_000;
const longestIdentifier = 2000;

/** What a cell says as a field of a record. */
export function fieldText(cell: string): string | undefined {
  const value = meaning(cell);
  return value !== undefined && value.length <= longestField ? value : undefined;
}

/** What a cell says where several values may stand in it. */
export function cellText(cell: string): string | undefined {
  const value = meaning(cell);
  return value !== undefined && value.length <= longestCell ? value : undefined;
}

export const emailsOf = (cell: string): Identifier[] => named('email', emailsIn(cellText(cell) ?? ''));

export const pagesOf = (cell: string): Identifier[] => named('url', pagesIn(cellText(cell) ?? ''));

export const nationalIdsOf = (cell: string): Identifier[] =>
  named('national-id', [cellText(cell) ?? ''].filter(Boolean));

/** The numbers in a cell of phones, whatever they are. */
export const numbersIn = (cell: string): string[] => several(cellText(cell) ?? '', /:::|[;|\n]|,\s|\s\/\s/);

export function handlesOf(network: string, cell: string): Identifier[] {
  const value = cellText(cell);
  const handle = value === undefined ? undefined : handleOf(network, value);
  return handle && handle.value.length <= longestIdentifier ? [handle] : [];
}

/** Values as identifiers, but for those that are too long for one. */
export const named = (kind: Identifier['kind'], values: readonly string[]): Identifier[] =>
  values.filter(({ length }) => length <= longestIdentifier).map((value) => ({ kind, scope: '', value }));
