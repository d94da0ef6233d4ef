import type { Identifier } from '../../model/identifier.js';
import type { Scope } from '../../model/scope.js';
import type { RowCells } from './row-cells.js';
import { handleOf, networkOf } from './row-identifiers.js';

/** Reads the account off the address of its page, where somebody knows how. */
export type AccountOf = (url: string) => { scope: Scope; handle: string } | undefined;

/** What the columns for a network and a handle on it say. */
export function namedAccount(cells: RowCells): Identifier[] {
  const network = cells.first('network');
  const scope = network && networkOf(network);
  if (!scope) return [];
  const found: Identifier[] = [];
  cells.each('account-id', (value) => value.length <= 1000 && found.push({ kind: 'account-id', scope, value }) > 0);
  cells.each('handle', (value) => {
    // Whoever lists accounts may call them by what their pages show.
    const handle = handleOf(scope, value) ?? { kind: 'handle', scope, value };
    return value.length <= 1000 && found.push(handle) > 0;
  });
  return found;
}

/** The account that a row of profiles is, by what identifies it: its id, else its handle, else its page. */
export function ownAccount(
  identifiers: readonly Identifier[],
  accountOf: AccountOf = () => undefined,
): { source: Scope; externalId: string; handle?: Identifier } | undefined {
  const id = identifiers.find(({ kind }) => kind === 'account-id');
  const handle = identifiers.find(({ kind }) => kind === 'handle') ?? handleOnPage(identifiers, accountOf);
  const account = id ?? handle;
  return account && { source: account.scope, externalId: account.value, ...(handle && { handle }) };
}

function handleOnPage(identifiers: readonly Identifier[], accountOf: AccountOf): Identifier | undefined {
  for (const { kind, value } of identifiers) {
    const account = kind === 'url' ? accountOf(value) : undefined;
    if (account) return { kind: 'handle', scope: account.scope, value: account.handle };
  }
  return undefined;
}
