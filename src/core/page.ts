import { KenningError } from './errors.js';

/** A place in a listing; opaque, made by the system that lists. */
export type Cursor = string;

/** An item that could not be read, with the reason; it stands in no page and is never dropped in silence. */
export interface Rejected {
  reason: string;
  /** Where it was: `line 12`, a message's id. */
  at?: string;
  item?: unknown;
}

export interface Page<T> {
  items: T[];
  rejected: Rejected[];
  /**
   * Where the next page begins; absent on the last one. Listings that run oldest first give it on the last one too: what is
   * new comes from there, and a page that gives the cursor it was asked with is the end.
   */
  next?: Cursor;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface PageOptions extends CallOptions {
  /** Where to go on; absent from the beginning. */
  cursor?: Cursor;
  /** The most items wanted. The system may give fewer. */
  limit?: number;
}

/** Lists a page. */
export type ListPage<T> = (options: PageOptions) => Promise<Page<T>>;

/** More pages than any listing has. */
const mostPages = 100_000;

/**
 * Walks a listing page by page until its end, and stops on abort and on a cursor that repeats. An empty cursor is none.
 *
 * @throws `too-large` for a listing that has not ended after 100,000 pages.
 * @example
 * for await (const page of walk((options) => connector.mentions(options))) console.log(page.items);
 */
export async function* walk<T>(list: ListPage<T>, options: PageOptions = {}): AsyncGenerator<Page<T>, void, void> {
  const seen = new Set<Cursor>();
  let { cursor } = options;
  for (let pages = 0; pages < mostPages; pages++) {
    options.signal?.throwIfAborted();
    const page = await list({ ...options, ...(cursor === undefined ? {} : { cursor }) });
    yield page;
    if (cursor) seen.add(cursor);
    if (!page.next || seen.has(page.next)) return;
    cursor = page.next;
  }
  throw new KenningError('too-large', `The listing did not end after ${mostPages} pages. Walk a smaller part of it.`);
}
