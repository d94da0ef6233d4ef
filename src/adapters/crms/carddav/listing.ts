import { z } from 'zod';
import { type Clock, instantOf } from '../../../core/clock.js';
import { isKenningError } from '../../../core/errors.js';
import type { Rejected } from '../../../core/page.js';
import { parseCursor } from '../../../core/parse-cursor.js';
import type { ContactObserved, DeltaOptions, DeltaPage } from '../../crm-adapter.js';
import { Card } from './card.js';
import { cardContact } from './card-contact.js';
import type { CardStore, Fetched } from './card-store.js';
import type { DavClient } from './dav-client.js';
import type { AddressBook } from './discover.js';
import { type ReadingWindow, readingWindow, type Since } from './reading-window.js';

const since: z.ZodType<Since> = z.union([
  z.strictObject({ token: z.string() }),
  z.strictObject({ etags: z.record(z.string(), z.string()) }),
]);

/** A page begins after a name, in the window that begins at a place; `until` is where the next window begins. */
interface Place {
  since?: Since | undefined;
  after?: string | undefined;
  until?: Since | undefined;
}

const place: z.ZodType<Place> = z.strictObject({
  since: since.optional(),
  after: z.string().optional(),
  until: since.optional(),
});

const cardsPerPage = 100;
const mostPerPage = 500;

/** What listing needs of an address book. */
export interface Shelf {
  client: DavClient;
  book: AddressBook;
  cards: CardStore;
}

export interface ListingOptions {
  open: (signal?: AbortSignal) => Promise<Shelf>;
  source: string;
  clock: Clock;
}

/** Lists an address book page by page. The window that is being read is kept, so that a server is asked for it once. */
export class Listing {
  readonly #options: ListingOptions;
  #open: { cursor: string; window: ReadingWindow; at: number } | undefined;

  constructor(options: ListingOptions) {
    this.#options = options;
  }

  async page(options: DeltaOptions): Promise<DeltaPage<ContactObserved>> {
    const { signal, limit = cardsPerPage } = options;
    const shelf = await this.#options.open(signal);
    const from = placeOf(options);
    const { window, at } = await this.#windowAt(options.cursor, from, shelf, signal);
    const until = from.until ?? window.until;
    const part = window.members.slice(at, at + Math.min(Math.max(1, limit), mostPerPage));
    const page: DeltaPage<ContactObserved> = { items: [], rejected: [] };
    for (const { name, gone } of part) if (gone) page.items.push(this.#removed(name));
    const wanted = part.filter(({ gone }) => !gone).map(({ name }) => name);
    for (const fetched of await shelf.cards.fetch(wanted, signal)) this.#add(page, fetched);
    const last = part.at(-1)?.name;
    const end = at + part.length;
    if (last !== undefined && end < window.members.length) {
      // The etags of all cards are not carried along; after a new start those that were read are read again.
      const next = { since: withoutEtags(from.since), after: last, until: withoutEtags(until) };
      page.next = JSON.stringify(next);
      this.#open = { cursor: page.next, window, at: end };
    } else if (window.isPart) page.next = JSON.stringify({ since: until } satisfies Place);
    else if (until) page.changed = JSON.stringify(until);
    return page;
  }

  /** These cards alone. Those that can not be read are left out. */
  async these(names: readonly string[], signal?: AbortSignal): Promise<ContactObserved[]> {
    const { cards } = await this.#options.open(signal);
    const page: DeltaPage<ContactObserved> = { items: [], rejected: [] };
    for (let at = 0; at < names.length; at += cardsPerPage)
      for (const fetched of await cards.fetch(names.slice(at, at + cardsPerPage), signal)) this.#add(page, fetched);
    return page.items;
  }

  async #windowAt(cursor: string | undefined, from: Place, { client, book, cards }: Shelf, signal?: AbortSignal) {
    const open = this.#open;
    this.#open = undefined;
    if (open && open.cursor === cursor) return open;
    const window = await readingWindow({ client, book, nameOf: cards.nameOf, since: from.since, signal });
    const { after } = from;
    if (after === undefined) return { window, at: 0 };
    // What was read before may have changed since, and is not known to be as it is now.
    if (window.until && 'etags' in window.until)
      for (const name of Object.keys(window.until.etags)) if (name <= after) window.until.etags[name] = '';
    const at = window.members.findIndex(({ name }) => name > after);
    return { window, at: at < 0 ? window.members.length : at };
  }

  #add(page: DeltaPage<ContactObserved>, fetched: Fetched): void {
    if ('gone' in fetched) page.items.push(this.#removed(fetched.name));
    else if ('reason' in fetched) page.rejected.push({ at: fetched.name, reason: fetched.reason });
    else {
      const read = this.observe(fetched.name, fetched.text);
      if (read && 'reason' in read) page.rejected.push(read);
      else if (read) page.items.push(read);
    }
  }

  /** Undefined for a group. */
  observe(name: string, text: string): Extract<ContactObserved, { type: 'contact' }> | Rejected | undefined {
    const { source, clock } = this.#options;
    try {
      const contact = cardContact(Card.read(text), { source, externalId: name }, clock);
      return contact && { type: 'contact', contact };
    } catch (error) {
      if (isKenningError(error)) return { at: name, reason: error.message };
      throw error;
    }
  }

  #removed(name: string): ContactObserved {
    const { source, clock } = this.#options;
    return { type: 'removed', of: { source, externalId: name }, at: instantOf(clock) };
  }
}

function placeOf({ cursor, since: from }: DeltaOptions): Place {
  const started: Place = from === undefined ? {} : { since: parseCursor(from, since, 'carddav') };
  // A cursor of etags leaves out what `since` says.
  return cursor === undefined ? started : { ...started, ...parseCursor(cursor, place, 'carddav') };
}

function withoutEtags(place: Since | undefined): Since | undefined {
  return place && 'token' in place ? place : undefined;
}
