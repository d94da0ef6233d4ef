import type { FoundProfile } from '../../enrichment/enrichment.js';
import type { OutputTable } from '../files/output.js';

export const profileHeader = [
  'contact_id',
  'network',
  'profile_id',
  'handle',
  'url',
  'probability',
  'decision',
  'proof',
  'source',
  'retrieved_at',
] as const;

/** All accounts that were found, one row each. */
export function profileTable(profiles: readonly FoundProfile[]): OutputTable {
  return {
    header: profileHeader,
    rows: profiles.map((one) => [
      one.contactId,
      one.network,
      one.profileId,
      one.handle,
      one.url,
      one.probability.toFixed(4),
      one.decision,
      one.proof ?? '',
      one.source,
      one.retrievedAt ?? '',
    ]),
  };
}

/** The columns that are put behind those of the contacts, and each contact's cells by its id. */
export interface NewColumns {
  columns: string[];
  cells: Map<string, string[]>;
}

/**
 * Three columns a network: handle and address of the account that was linked, and the decision. What is for review
 * stands in the profiles alone, so that nobody takes it for known.
 */
export function newColumns(profiles: readonly FoundProfile[], header: readonly string[]): NewColumns {
  const networks = [...new Set(profiles.map(({ network }) => network))].sort();
  const free = (name: string) => (header.includes(name) ? `${name} (found)` : name);
  const columns = networks.flatMap((network) =>
    ['handle', 'url', 'decision'].map((part) => free(`${network}_${part}`)),
  );
  const cells = new Map<string, string[]>();
  // The best of a contact's accounts on a network comes first.
  for (const { contactId, network, handle, url, decision } of profiles.toReversed()) {
    const row = cells.get(contactId) ?? columns.map(() => '');
    const place = networks.indexOf(network) * 3;
    row.splice(place, 3, ...(decision === 'link' ? [handle, url] : ['', '']), decision);
    cells.set(contactId, row);
  }
  return { columns, cells };
}
