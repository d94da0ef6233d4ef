import type { StoreReader } from '../store.js';

/** A reader that opens its database when something is read. */
export function laterReader(open: () => Promise<StoreReader>): StoreReader {
  return {
    get: async (collection, key) => (await open()).get(collection, key),
    list: async (collection, index, options) => (await open()).list(collection, index, options),
    count: async (collection, index, where) => (await open()).count(collection, index, where),
  };
}
