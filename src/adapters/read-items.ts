import type { Context } from '../core/context.js';
import { cleanText } from '../core/ingest/clean-text.js';
import { type CrmItem, crmItem } from '../core/model/crm-item.js';
import type { Rejected } from '../core/page.js';
import { partyOf } from '../core/privacy/crm-rows.js';
import { everyPage } from '../core/store/every-page.js';
import type { Store, StoreTransaction } from '../core/store/store.js';
import type { CaseObserved, CrmAdapter, DealObserved, DeltaOptions, DeltaPage } from './crm-adapter.js';
import { readListing } from './sync/read-listing.js';
import { readingName } from './sync/reading-place.js';

export interface ReadItemsOptions {
  store: Store;
  context: Context;
  adapter: CrmAdapter;
  kind: 'case' | 'deal';
  signal?: AbortSignal;
  /** Asked before every page; false ends the reading, which goes on the next time. */
  goOn?: () => boolean;
  onPage?: (page: { items: number; rejected: Rejected[] }) => void | Promise<void>;
}

/** Reads the cases or deals of a CRM and keeps them as they stand there. Tells whether it came to the end. */
export async function readItems(options: ReadItemsOptions): Promise<boolean> {
  const { store, context, adapter, kind, signal, goOn, onPage } = options;
  const { source } = adapter;
  const list = async (place: DeltaOptions): Promise<DeltaPage<CaseObserved | DealObserved>> =>
    (await (kind === 'case' ? adapter.cases?.(place) : adapter.deals?.(place))) ?? { items: [], rejected: [] };
  return readListing<CaseObserved | DealObserved>({
    store,
    context,
    name: readingName(source, `${kind}s`),
    list,
    async take(page, _run, checkpoint) {
      const items: CrmItem[] = [];
      const rejected = [...page.rejected];
      for (const observed of page.items) {
        const parsed = crmItem.safeParse(cleanText(itemOf(source, kind, observed)));
        if (parsed.success) items.push(parsed.data);
        else rejected.push(rejectedOf(kind, observed, parsed.error.issues[0]));
      }
      await store.transaction(async (transaction) => {
        await transaction.lock(() => items.map((item) => `crm item ${keyText(item)}`));
        for (const item of items) await keep(transaction, item);
        await transaction.put('checkpoints', checkpoint);
      });
      await onPage?.({ items: items.length, rejected });
      return undefined;
    },
    goOn,
    signal,
  });
}

const keyText = ({ source, kind, externalId }: CrmItem): string => `${source} ${kind} ${externalId}`;

function itemOf(source: string, kind: 'case' | 'deal', observed: CaseObserved | DealObserved): unknown {
  const { of, ...rest } = observed;
  const head = { ...rest, kind, source, externalId: of?.externalId };
  if ('subject' in observed)
    return { ...head, title: observed.subject, parties: observed.contact ? [observed.contact] : [] };
  const { contacts, organization, name, stage } = observed;
  return {
    ...head,
    title: name,
    status: stage,
    parties: [...(contacts ?? []), ...(organization ? [organization] : [])],
  };
}

function rejectedOf(
  kind: string,
  { of }: CaseObserved | DealObserved,
  issue?: { path: PropertyKey[]; message: string },
): Rejected {
  const reason = `${kind}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'not understood'}`;
  return { reason, ...(of?.externalId && { at: String(of.externalId) }) };
}

async function keep(transaction: StoreTransaction, item: CrmItem): Promise<void> {
  const { source, kind, externalId, state, closedAt, changedAt } = item;
  const key = { source, kind, externalId };
  const old = (await transaction.get('crmItems', key))?.data;
  if (old && old.changedAt > changedAt) return;
  const parties = new Set(item.parties.map(partyOf));
  if (old)
    for await (const rows of everyPage(transaction, 'crmItemParties', 'byItem', key))
      for (const { party } of rows)
        if (!parties.delete(party)) await transaction.remove('crmItemParties', { party, ...key });
  for (const party of parties) await transaction.put('crmItemParties', { party, ...key });
  await transaction.put('crmItems', { ...key, state, at: closedAt ?? changedAt, data: item });
}
