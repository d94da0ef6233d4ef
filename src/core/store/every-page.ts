import {
  type CollectionName,
  definitionOf,
  type IndexBy,
  type IndexName,
  type IndexOrder,
  type RowOf,
} from './collections.js';
import type { ListOptions, StoreReader } from './store.js';

/**
 * All rows of an index for these values, page by page. Rows that are removed meanwhile do no harm.
 *
 * @param options.size the rows of a page; defaults to 500
 */
export async function* everyPage<Name extends CollectionName, Index extends IndexName<Name>>(
  store: StoreReader,
  collection: Name,
  index: Index,
  where: IndexBy<Name, Index>,
  options: Pick<ListOptions<Name, Index>, 'direction' | 'from'> & { size?: number; signal?: AbortSignal } = {},
): AsyncGenerator<RowOf<Name>[]> {
  const { size = 500, signal, from, ...rest } = options;
  const order = definitionOf(collection).indexes[index]?.order ?? [];
  let place: Pick<ListOptions<Name, Index>, 'after' | 'from'> = from ? { from } : {};
  for (;;) {
    signal?.throwIfAborted();
    const rows = await store.list(collection, index, { where, limit: size, ...rest, ...place });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1) as Record<string, unknown> | undefined;
    if (rows.length < size || !last) return;
    // The columns of the order are the row's own.
    place = { after: Object.fromEntries(order.map((column) => [column, last[column]])) as IndexOrder<Name, Index> };
  }
}
