import { later } from './core/later.js';
import type { Enrichment } from './enrichment/enrichment.js';
import { checkEnrichOptions, type EnrichOptions } from './enrichment/options.js';

/**
 * Finds the accounts of contacts, by sources in the order of trust: what the row names, Gravatar, the contact's own site and
 * its company's, WebFinger, handles of the AT Protocol, and search by name, which alone gives at most `review`.
 *
 * Nothing is asked before `run`. Each look-up is made once and kept in the journal: killed at any point and run again, it goes on
 * where it was and gives the same. Of contacts on the `suppress` list, and of those who have withdrawn or denied any consent,
 * nothing is asked at all. Where a site lies is checked where the connection is made, which needs Node.
 *
 * @throws KenningError `invalid` for an option that is unknown or of the wrong kind.
 * @example
 * const enrichment = enrich({ contacts, sources: { networks: { bluesky: bluesky() } }, journal: 'enriched.journal' });
 * console.table((await enrichment.plan()).services);
 * for (const { contactId, url, decision } of (await enrichment.run()).profiles) console.log(contactId, url, decision);
 */
export function enrich(options: EnrichOptions): Enrichment {
  const checked = checkEnrichOptions(options);
  let loaded: Promise<Enrichment> | undefined;
  return later(() => {
    // Whoever imports the front door need not wait for the matcher.
    loaded ??= import('./enrichment/enrichment.js').then(({ enrichment }) => enrichment(checked));
    return loaded;
  }, ['plan', 'run']);
}
