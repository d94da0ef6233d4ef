import type { Access } from '../../../core/access.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions } from '../../../core/page.js';
import type { ContactObserved, CrmAdapter } from '../../crm-adapter.js';
import { cardStore } from './card-store.js';
import { davClient } from './dav-client.js';
import { discover } from './discover.js';
import { findCards } from './find-cards.js';
import { Listing, type Shelf } from './listing.js';
import { childOf, childrenOf } from './multistatus.js';
import { type CarddavOptions, readCarddavOptions } from './options.js';
import { privilegesRequest } from './requests.js';
import { cardFields } from './slots.js';
import { cardWriting } from './writing.js';

export type { Fetch } from '../../../core/http/bounded-fetch.js';
export type { CardVersion } from './card.js';
export type { CarddavCredentials, CarddavOptions } from './options.js';

/** An address book as a CRM: everything that it can do. */
export type CarddavCrm = CrmAdapter &
  Required<Pick<CrmAdapter, 'get' | 'find' | 'fields' | 'access' | 'upsert' | 'erase'>>;

/**
 * An address book on a CardDAV server: Nextcloud, Fastmail, Radicale, iCloud. Contacts are vCards of version 3 or 4, and
 * keep what this does not know, line for line. Profiles are `SOCIALPROFILE` of RFC 9554.
 *
 * It has no room for what was said, so there are no activities. Nothing is sent before a verb is called.
 *
 * @throws KenningError `invalid` for an option that is unknown or wrong.
 * @example
 * const contacts = carddav({ url: 'https://dav.example.com', credentials: () => ({ username, password }) });
 * const app = kenning({ store: memory(), crms: { contacts } });
 */
export function carddav(options: CarddavOptions): CarddavCrm {
  const settings = readCarddavOptions(options);
  const { source, clock } = settings;
  const client = davClient(settings);
  let shelf: Shelf | undefined;

  async function open(signal?: AbortSignal): Promise<Shelf> {
    if (shelf) return shelf;
    const book = await discover(client, settings, signal);
    shelf = { client, book, cards: cardStore(client, book) };
    return shelf;
  }

  const listing = new Listing({ open, source, clock });

  async function get(refs: SourceRef[], { signal }: CallOptions = {}): Promise<ContactObserved[]> {
    const names = refs.filter((ref) => ref.source === source).map(({ externalId }) => externalId);
    return listing.these(names, signal);
  }

  async function access({ signal }: CallOptions = {}): Promise<Access> {
    const { book } = await open(signal);
    const { resources } = await client.propfind(book.path, privilegesRequest, { depth: 0, signal });
    const told = childrenOf(childOf(resources[0]?.properties, 'current-user-privilege-set'), 'privilege');
    const scopes = told.flatMap((privilege) => Object.keys(privilege).filter((name) => /^[a-z]/.test(name)));
    const may = (scope: string) => scopes.length === 0 || ['all', 'write', scope].some((one) => scopes.includes(one));
    return {
      account: book.name,
      ...(scopes.length > 0 && { scopes }),
      missing: [
        ...(may('write-content') ? [] : [{ scope: 'DAV:write-content', verbs: ['upsert', 'erase'] }]),
        ...(may('bind') ? [] : [{ scope: 'DAV:bind', verbs: ['upsert'] }]),
      ],
      quotas: [],
      notes: book.tellsChanges ? [] : ['The server does not tell changes, so every card is looked at each time.'],
    };
  }

  return {
    contract: 1,
    crm: { id: 'carddav', name: 'CardDAV', activityKinds: [] },
    source,
    contacts: (page = {}) => listing.page(page),
    get,
    find: async (identifiers, { signal } = {}) => findCards(await open(signal), listing, identifiers, signal),
    fields: async () => cardFields(),
    access,
    ...cardWriting({ open, source, clock }),
  };
}
