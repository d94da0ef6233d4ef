import type { Store } from '../../../src/core/store/store.js';

export class Crash extends Error {}

/** A process that dies at its n-th step: a read, the begin of a transaction, or right after its commit. */
export function dying(store: Store, steps: { left: number }): Store {
  const step = () => {
    // Once dead it stays dead: nothing that it does later reaches the store.
    if (--steps.left < 0) throw new Crash();
  };
  return {
    ...store,
    async get(collection, key) {
      step();
      return store.get(collection, key);
    },
    async list(collection, index, options) {
      step();
      return store.list(collection, index, options);
    },
    async transaction(work) {
      step();
      const result = await store.transaction(work);
      step();
      return result;
    },
  };
}
