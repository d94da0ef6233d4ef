import type { Context } from './core/context.js';
import { KenningError } from './core/errors.js';
import type { Registrar } from './core/ports.js';
import { type ErasureReceipt, erase } from './core/privacy/erase.js';
import type { ExportEntry } from './core/privacy/export-parts.js';
import { exportOf } from './core/privacy/export-person.js';
import type { TermsOf } from './core/privacy/terms-book.js';
import type { Gravekeeper } from './core/privacy/tombstones.js';
import type { Whom } from './core/privacy/whom.js';
import type { Store } from './core/store/store.js';

/** What people may ask of us about themselves. `whom`: an id, a system's own id, or any identifier. */
export interface Privacy {
  /** All that is kept of a person, entry by entry. */
  export(whom: Whom, options?: { signal?: AbortSignal }): AsyncGenerator<ExportEntry>;
  /** Erases a person, here and in what we wrote to CRMs; the receipt says what waits and what people must see to. */
  erase(whom: Whom, options: { by: string; signal?: AbortSignal }): Promise<ErasureReceipt>;
  /** Lets somebody back who was erased; gives how many tombstones were lifted. Needs `tombstoneKey`. */
  readmit(...whom: Whom[]): Promise<number>;
}

export function privacy(options: {
  store: Store;
  context: Context;
  registrar: Registrar;
  tombstones: Gravekeeper | undefined;
  terms: TermsOf;
}): Privacy {
  const { store, context, registrar, tombstones, terms } = options;
  return {
    export: (whom, call) => exportOf({ store, context, registrar, terms, ...call }, whom),
    erase: (whom, call) => erase({ store, context, registrar, ...(tombstones && { tombstones }) }, whom, call),
    async readmit(...whom) {
      if (tombstones) return tombstones.readmit(store, ...whom);
      throw new KenningError('unsupported', 'Without `tombstoneKey` nobody is kept away, so nobody can be let back.');
    },
  };
}
