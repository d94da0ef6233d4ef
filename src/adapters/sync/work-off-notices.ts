import { isKenningError, KenningError } from '../../core/errors.js';
import { setRequestAside } from '../../core/inbox-requests.js';
import type { SourceRef } from '../../core/model/source-ref.js';
import type { Rows } from '../../core/store/rows.js';
import type { ContactNotice, ContactObserved, CrmAdapter } from '../crm-adapter.js';
import type { ContactsRead } from '../read-contacts.js';
import { targetOfCrm } from '../write-back/crm-entry.js';
import { type TakingContacts, takeContacts } from './take-contacts.js';

export interface WorkOffNoticesOptions extends Omit<TakingContacts, 'source'> {
  adapter: CrmAdapter;
  signal?: AbortSignal;
  /** Asked before every request; false ends the work. */
  goOn?: () => boolean;
  onPage?: (page: ContactsRead) => void | Promise<void>;
}

/**
 * Takes in what a CRM's webhooks have told, in the order in which it came. Where they tell only that something changed, it
 * is read with `get`; a CRM that has no such verb has to be read from its listing, for which `listing` asks.
 *
 * A request is gone in the transaction that takes it in. One that can not be read is set aside with the reason; one whose
 * contacts can not be read at the moment goes on waiting.
 */
export async function workOffNotices(options: WorkOffNoticesOptions): Promise<{ complete: boolean; listing: boolean }> {
  const { store, crm, signal, goOn } = options;
  const done = { complete: true, listing: false };
  let after: { id: string } | undefined;
  do {
    const where = { channel: targetOfCrm(crm), state: 'waiting' as const };
    const rows = await store.list('inbox', 'byChannel', { where, limit: 100, ...(after && { after }) });
    for (const row of rows) {
      signal?.throwIfAborted();
      if (goOn?.() === false) return { ...done, complete: false };
      if (await take(options, row)) done.listing = true;
    }
    const last = rows.at(-1);
    after = last && { id: last.id };
  } while (after);
  return done;
}

/** Tells whether the listing has to be read for it. */
async function take(options: WorkOffNoticesOptions, row: Rows['inbox']): Promise<boolean> {
  const { store, adapter, signal, onPage } = options;
  let notices: ContactNotice[];
  let rejected: ContactsRead['rejected'];
  try {
    const page = adapter.webhook?.read(row.data.body, row.data.headers);
    if (!page || !Array.isArray(page.items)) throw new KenningError('invalid', 'What was read is no page.');
    notices = page.items;
    rejected = page.rejected;
  } catch (error) {
    await setRequestAside(store, row, error);
    return false;
  }
  const changed = new Map<string, SourceRef>();
  for (const notice of notices) if (notice.type === 'changed') changed.set(notice.of.externalId, notice.of);
  const items = notices.filter((notice): notice is ContactObserved => notice.type !== 'changed');
  if (changed.size > 0 && adapter.get) items.push(...(await got(adapter, [...changed.values()], signal)));
  const taken = await takeContacts({ ...options, source: adapter.source }, items, { worksOff: { inbox: row.id } });
  await onPage?.({ ...taken, rejected: [...rejected, ...taken.rejected] });
  return changed.size > 0 && !adapter.get;
}

async function got(adapter: CrmAdapter, refs: SourceRef[], signal?: AbortSignal): Promise<ContactObserved[]> {
  try {
    return (await adapter.get?.(refs, { ...(signal && { signal }) })) ?? [];
  } catch (error) {
    if (!isKenningError(error, 'not-found')) throw error;
    // Gone since; the next reading tells how.
    return [];
  }
}
