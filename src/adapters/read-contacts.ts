import { instantOf } from '../core/clock.js';
import type { Context } from '../core/context.js';
import { appendChanges } from '../core/ingest/append-changes.js';
import type { Ingest } from '../core/ingest/ingest.js';
import { recordLock } from '../core/ingest/lock-all.js';
import { prepareRecord } from '../core/ingest/prepare.js';
import type { Change } from '../core/model/change.js';
import type { RecordId } from '../core/model/id.js';
import type { SourceRecordDraft } from '../core/model/source-record.js';
import type { SourceRef } from '../core/model/source-ref.js';
import { type Rejected, walk } from '../core/page.js';
import type { Store } from '../core/store/store.js';
import type { ContactObserved, CrmAdapter } from './crm-adapter.js';
import { SeenIds } from './seen-ids.js';

/** What reading a page of contacts came to. */
export interface ContactsRead {
  contacts: number;
  rejected: Rejected[];
  changes: Change[];
}

export interface ReadContactsOptions {
  store: Store;
  context: Context;
  ingest: Ingest;
  adapter: CrmAdapter;
  signal?: AbortSignal;
  /** Is waited for before the next page is read. */
  onPage?: (page: ContactsRead) => void | Promise<void>;
}

/** The most records that one transaction retires, and that are read at once to find who is missing. */
const partSize = 200;

/**
 * Reads every contact of a CRM. A contact that a whole reading no longer finds was removed there: its record stays in its
 * customer, since the ledger names it, and takes no part in recognizing others any more.
 *
 * A reading in which something could not be read and nobody knows whom it was about is not whole: then nobody is missing.
 */
export async function readContacts(options: ReadContactsOptions): Promise<void> {
  const { context, adapter, signal, onPage } = options;
  const began = instantOf(context.clock);
  const seen = new SeenIds();
  let whole = true;
  for await (const page of walk((place) => adapter.contacts(place), { ...(signal && { signal }) })) {
    whole &&= page.rejected.length === 0;
    const read = await readItems(options, page.items, (id) => {
      if (id === undefined) whole = false;
      else seen.add(id);
    });
    await onPage?.({ ...read, rejected: [...page.rejected, ...read.rejected] });
  }
  if (!whole) return;
  for await (const missing of missingOf(options, seen, began)) {
    const changes = await retire(options, missing);
    await onPage?.({ contacts: 0, rejected: [], changes });
  }
}

async function readItems(
  options: ReadContactsOptions,
  items: readonly ContactObserved[],
  see: (externalId: string | undefined) => void,
): Promise<ContactsRead> {
  const drafts: SourceRecordDraft[] = [];
  const rejected: Rejected[] = [];
  const changes: Change[] = [];
  for (const item of items) {
    if (item.type === 'contact') {
      const result = prepareRecord(item.contact);
      if ('draft' in result) {
        see(result.draft.externalId);
        drafts.push(result.draft);
      } else {
        // It is there, even if what it says can not be taken in.
        const { externalId } = item.contact as { externalId?: unknown };
        see(typeof externalId === 'string' ? externalId : undefined);
        rejected.push(result.rejected);
      }
    } else if (item.type === 'removed') changes.push(...(await retire(options, [item.of])));
  }
  changes.push(...(await options.ingest.records(drafts)));
  return { contacts: drafts.length, rejected, changes };
}

/** Contacts that were known before a reading began and were not seen in it, part by part. */
async function* missingOf(
  { store, adapter: { source }, signal }: ReadContactsOptions,
  seen: SeenIds,
  began: string,
): AsyncGenerator<SourceRef[]> {
  let after: { externalId: string; id: RecordId } | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await store.list('records', 'ofSource', {
      where: { source },
      limit: partSize,
      ...(after && { after }),
    });
    const missing = rows.filter(
      ({ kind, state, externalId, data }) =>
        kind === 'contact' && state === 'standing' && data && data.firstSeenAt <= began && !seen.has(externalId),
    );
    if (missing.length > 0) yield missing.map(({ externalId }) => ({ source, externalId }));
    const last = rows.at(-1);
    if (!last || rows.length < partSize) return;
    after = { externalId: last.externalId, id: last.id };
  }
}

async function retire({ store, context }: ReadContactsOptions, refs: readonly SourceRef[]): Promise<Change[]> {
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
