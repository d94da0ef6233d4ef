import { KenningError } from '../../../core/errors.js';
import type { ActivityRef } from '../../../core/model/activity.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Contact } from '../../../core/model/source-record.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions, Page, PageOptions } from '../../../core/page.js';
import type { ContactObserved, CrmAdapter } from '../../crm-adapter.js';
import { PendingWrites } from '../../pending-writes.js';
import { access } from './access.js';
import { ContactList } from './contact-list.js';
import { type CsvOptions, readCsvOptions } from './options.js';
import { type ListedRow, readList } from './read-list.js';
import type { CsvWrite } from './write-plan.js';

export type { Delimiter } from '../../../core/table/delimiter.js';
export type { Encoding } from '../../../core/table/encoding.js';
export type { Formulas } from './cell-text.js';
export type { CsvOptions } from './options.js';

/** A contact list as a CRM: everything that it can do. */
export type CsvCrm = CrmAdapter &
  Required<Pick<CrmAdapter, 'find' | 'access' | 'upsert' | 'logActivity' | 'erase' | 'gathers'>>;

const mostPerPage = 10_000;

/**
 * A contact list in a CSV file that is really updated: cells change, and all else stays byte for byte. The new file takes
 * the old one's place in one step. Activities, and what was filled in, stand in a second file beside it.
 *
 * Writes that are asked for at a time are made in one go. A list that was changed by others since it was read is a
 * `conflict`, and nothing is written until it is read again.
 *
 * @throws KenningError `invalid` for an unknown option. Its verbs throw `not-found`, `forbidden`, `too-large`,
 * `storage-full`, `storage-busy` and `conflict`.
 * @example
 * const app = kenning({ store: memory(), crms: { contacts: csv({ file: 'contacts.csv' }) } });
 */
export function csv(options: CsvOptions): CsvCrm {
  const settings = readCsvOptions(options);
  const list = new ContactList(settings);
  const pending = new PendingWrites<CsvWrite>((writes) => list.write(writes));
  let listing: { cursor: string; rows: AsyncGenerator<ListedRow, void, void>; done: () => void } | undefined;

  async function listingAt(cursor: string | undefined, signal: AbortSignal | undefined) {
    if (cursor !== undefined && listing?.cursor === cursor) return listing;
    const file = await list.read();
    const rows = readList(file, settings, signal);
    const from = placeOf(cursor);
    for (let row = 0; row < from; row += 1) if ((await rows.next()).done) break;
    return { rows, done: () => list.seen(file) };
  }

  async function contacts({ cursor, limit = 1000, signal }: PageOptions = {}): Promise<Page<ContactObserved>> {
    signal?.throwIfAborted();
    const open = await listingAt(cursor, signal);
    listing = undefined;
    const page: Page<ContactObserved> = { items: [], rejected: [] };
    const wanted = Math.min(Math.max(1, limit), mostPerPage);
    for (let taken = 0; taken < wanted; taken += 1) {
      const next = await open.rows.next();
      if (next.done) {
        open.done();
        return page;
      }
      if ('contact' in next.value) page.items.push({ type: 'contact', contact: next.value.contact });
      else page.rejected.push(next.value.rejected);
    }
    const goOn = JSON.stringify(placeOf(cursor) + wanted);
    listing = { ...open, cursor: goOn };
    return { ...page, next: goOn };
  }

  async function find(identifiers: Identifier[], { signal }: CallOptions = {}): Promise<Contact[]> {
    const wanted = new Set(identifiers.map(nameOf));
    const found: Contact[] = [];
    for await (const row of readList(await list.read(), settings, signal))
      if ('contact' in row && row.contact.identifiers.some((identifier) => wanted.has(nameOf(identifier))))
        found.push(row.contact);
    return found;
  }

  const send = <Value>(write: CsvWrite, { signal }: CallOptions = {}) => pending.add(write, signal) as Promise<Value>;
  return {
    contract: 1,
    crm: { id: 'csv', name: 'CSV' },
    source: settings.source,
    gathers: true,
    contacts,
    find,
    access: ({ signal } = {}) => access(list, settings, signal),
    upsert: { repeat: 'keyed', send: (draft, call) => send<SourceRef>({ verb: 'upsert', draft }, call) },
    logActivity: { repeat: 'keyed', send: (draft, call) => send<ActivityRef>({ verb: 'log', draft }, call) },
    erase: { repeat: 'keyed', send: (draft, call) => send<SourceRef>({ verb: 'erase', draft }, call) },
  };
}

function placeOf(cursor: string | undefined): number {
  const place = cursor === undefined ? 0 : Number(cursor);
  if (Number.isSafeInteger(place) && place >= 0) return place;
  throw new KenningError('invalid', 'This cursor is not one of a contact list; list from the beginning without one.');
}

function nameOf({ kind, scope, value }: Identifier): string {
  return JSON.stringify([kind, scope, value.toLowerCase()]);
}
