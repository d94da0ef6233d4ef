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
  /** Where the next page begins; absent on the last one. */
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

/**
 * Walks a listing page by page until its end, and stops on abort and on a cursor that repeats.
 *
 * @example
 * for await (const page of walk((options) => connector.mentions(options))) console.log(page.items);
 */
export async function* walk<T>(list: ListPage<T>, options: PageOptions = {}): AsyncGenerator<Page<T>, void, void> {
  const seen = new Set<Cursor>();
  let cursor = options.cursor;
  for (;;) {
    options.signal?.throwIfAborted();
    const page = await list({ ...options, ...(cursor === undefined ? {} : { cursor }) });
    yield page;
    if (page.next === undefined || page.next === cursor || seen.has(page.next)) return;
    seen.add(page.next);
    cursor = page.next;
  }
}
