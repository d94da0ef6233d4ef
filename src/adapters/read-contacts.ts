import type { Context } from '../core/context.js';
import { appendChanges } from '../core/ingest/append-changes.js';
import type { Ingest } from '../core/ingest/ingest.js';
import { recordLock } from '../core/ingest/lock-all.js';
import { prepareRecord } from '../core/ingest/prepare.js';
import type { Change } from '../core/model/change.js';
import type { SourceRecordDraft } from '../core/model/source-record.js';
import type { SourceRef } from '../core/model/source-ref.js';
import { type Rejected, walk } from '../core/page.js';
import type { Store } from '../core/store/store.js';
import type { CrmAdapter } from './crm-adapter.js';

export interface ReadContactsOptions {
  store: Store;
  context: Context;
  ingest: Ingest;
  adapter: CrmAdapter;
  signal?: AbortSignal;
  onPage?: (page: { contacts: number; rejected: Rejected[]; changes: Change[] }) => void;
}

/**
 * Reads every contact of a CRM. A contact that a whole reading no longer finds was removed there: its record stays in its
 * customer, since the ledger names it, and takes no part in recognizing others any more.
 */
export async function readContacts(options: ReadContactsOptions): Promise<void> {
  const { store, context, ingest, adapter, signal, onPage } = options;
  const seen = new Set<string>();
  for await (const page of walk((place) => adapter.contacts(place), { ...(signal && { signal }) })) {
    const drafts: SourceRecordDraft[] = [];
    const rejected = [...page.rejected];
    const changes: Change[] = [];
    for (const item of page.items) {
      if (item.type === 'contact') {
        const result = prepareRecord(item.contact);
        if ('rejected' in result) rejected.push(result.rejected);
        else {
          seen.add(result.draft.externalId);
          drafts.push(result.draft);
        }
      } else if (item.type === 'removed') changes.push(...(await retire(store, context, [item.of])));
    }
    changes.push(...(await ingest.records(drafts)));
    onPage?.({ contacts: drafts.length, rejected, changes });
  }
  const missing = await missingOf(store, adapter.source, seen);
  if (missing.length > 0) {
    const changes = await retire(store, context, missing);
    onPage?.({ contacts: 0, rejected: [], changes });
  }
}

async function missingOf(store: Store, source: string, seen: Set<string>): Promise<SourceRef[]> {
  const missing: SourceRef[] = [];
  let after: { id: never } | undefined;
  for (;;) {
    const where = { kind: 'contact' as const };
    const rows = await store.list('records', 'byKind', { where, limit: 1000, ...(after && { after }) });
    for (const row of rows)
      if (row.source === source && row.state === 'standing' && !seen.has(row.externalId))
        missing.push({ source, externalId: row.externalId });
    const last = rows.at(-1);
    if (!last || rows.length < 1000) return missing;
    after = { id: last.id as never };
  }
}

async function retire(store: Store, context: Context, refs: readonly SourceRef[]): Promise<Change[]> {
  return store.transaction(async (transaction) => {
    await transaction.lock(() => refs.map(recordLock));
    // The feed names customers, which must not be merged meanwhile.
    await transaction.lockLedger();
    const bodies = [];
    for (const { source, externalId } of refs) {
      const [row] = await transaction.list('records', 'bySource', { where: { source, externalId }, limit: 1 });
      if (row?.state !== 'standing') continue;
      await transaction.put('records', { ...row, state: 'removed' });
      const customer = (await transaction.get('members', { record: row.id }))?.customer ?? row.id;
      bodies.push({ type: 'record' as const, record: row.id, customer });
    }
    return appendChanges(transaction, context, bodies);
  });
}
