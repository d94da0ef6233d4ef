import { walk } from '../../core/page.js';
import type { CrmAdapter, DeltaOptions, DeltaPage } from '../crm-adapter.js';

/** What a CRM knows of its contacts besides what they say, by their ids. */
export interface ContactHistory {
  /** When somebody last spoke with it, in milliseconds since 1970; empty where the CRM has no activities. */
  spokenWith: ReadonlyMap<string, number>;
  /** Who has a deal; undefined where the CRM has no deals. */
  withDeals: ReadonlySet<string> | undefined;
}

/** Reads activities and deals once, and keeps a number of each contact. */
export async function readHistory(adapter: CrmAdapter, signal: AbortSignal | undefined): Promise<ContactHistory> {
  const { source } = adapter;
  const spokenWith = new Map<string, number>();
  const ours = (refs: readonly { source: string; externalId: string }[]) => refs.filter((ref) => ref.source === source);
  for await (const { observed } of itemsOf(adapter.activities?.bind(adapter), signal)) {
    if (observed.type !== 'said') continue;
    const at = Date.parse(observed.interaction.at);
    for (const { externalId } of ours(observed.interaction.participants.map(({ of }) => of)))
      if (at > (spokenWith.get(externalId) ?? 0)) spokenWith.set(externalId, at);
  }
  if (!adapter.deals) return { spokenWith, withDeals: undefined };
  const withDeals = new Set<string>();
  for await (const { state, contacts, organization } of itemsOf(adapter.deals.bind(adapter), signal))
    if (state !== 'removed')
      for (const { externalId } of ours([...contacts, ...(organization ? [organization] : [])]))
        withDeals.add(externalId);
  return { spokenWith, withDeals };
}

async function* itemsOf<Item>(
  list: ((options?: DeltaOptions) => Promise<DeltaPage<Item>>) | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  if (!list) return;
  for await (const { items } of walk(list, { ...(signal && { signal }) })) yield* items;
}
