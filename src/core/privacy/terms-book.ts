import type { Network } from '../model/network.js';
import type { Terms } from '../model/terms.js';

/** The terms that hold for a network today; undefined means the strictest. */
export type TermsOf = (network: string) => Terms | undefined;

/**
 * The terms of networks, with an app's own contracts in the place of a network's.
 *
 * @example
 * const terms = termsBook([bluesky.network], { bluesky: { source: 'our contract', checkedOn: '2026-11-24', rules } });
 */
export function termsBook(networks: Iterable<Network>, contracts: Readonly<Record<string, Terms>> = {}): TermsOf {
  const book = new Map<string, Terms>();
  for (const { id, terms } of networks) if (terms) book.set(id, terms);
  for (const [id, terms] of Object.entries(contracts)) book.set(id, terms);
  return (network) => book.get(network);
}

/** The network that a scope belongs to. */
export function networkOf(source: string): string {
  return source.split('/')[0] as string;
}
