import { postgres } from '../../src/core/store/postgres.js';
import { sqlite } from '../../src/core/store/sqlite.js';
import type { Store } from '../../src/core/store/store.js';

/** Opens a store by one text, which another process can be given: a file, or `postgres://…#schema/tenant`. */
export function openStore(place: string): Store {
  const [connection = '', inside] = place.split('#');
  if (!inside) return sqlite({ file: place });
  const [schema = '', tenant = ''] = inside.split('/');
  return postgres({ connection, schema, tenant });
}
