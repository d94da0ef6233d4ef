import { KenningError } from '../../../core/errors.js';
import type { Observed } from '../../../core/model/observed.js';
import { type CallOptions, type Page, walk } from '../../../core/page.js';
import type { Offers } from '../../connector.js';
import { compileQuery } from './compile/compile-query.js';
import { queryMatcher } from './match/query-matcher.js';
import type { Query } from './query.js';
import { searchedPostOf } from './searched-post-of.js';

export interface SearchNetworkOptions extends CallOptions {
  /** How many pages of each search are read. Defaults to 10. */
  pages?: number;
}

/**
 * Searches a network for a saved search: asks what its own search understands, one search after the other, and checks the rest
 * of what comes back. What two searches find is given once. Nothing is kept.
 *
 * @throws KenningError `unsupported` when the network can not be asked for any part of the query; `invalid` as `parseQuery`
 * @example
 * for await (const { items } of searchNetwork(bluesky(account), 'acme (late OR batter*)')) console.log(items.length);
 */
export async function* searchNetwork(
  connector: Offers<'search'>,
  query: string | Query,
  { pages = 10, ...options }: SearchNetworkOptions = {},
): AsyncGenerator<Page<Observed>, void, void> {
  const { id, name, queryDialect } = connector.network;
  if (!queryDialect) throw new KenningError('unsupported', `${name} has no search that is known.`);
  const { pushed, remaining, never } = compileQuery(query, queryDialect, { network: id });
  if (never) return;
  if (pushed.length === 0)
    throw new KenningError(
      'unsupported',
      `${name} can not be asked for any part of the query. Add a word that must occur.`,
    );
  const matcher = queryMatcher();
  if (remaining) matcher.add('remaining', remaining);
  const given = new Set<string>();
  const isWanted = (item: Observed): boolean => {
    if (item.type !== 'said') return true;
    const { interaction, profiles } = item;
    const key = JSON.stringify([interaction.realm, interaction.externalId]);
    if (given.has(key)) return false;
    given.add(key);
    return !remaining || matcher.match(searchedPostOf(interaction, profiles)).length > 0;
  };
  for (const { text } of pushed) {
    let read = 0;
    for await (const page of walk((place) => connector.search(text, place), options)) {
      yield { ...page, items: page.items.filter(isWanted) };
      read += 1;
      if (read >= pages) break;
    }
  }
}
