import type { Connector } from './channels/connector.js';
import type { Context } from './core/context.js';
import { KenningError } from './core/errors.js';
import type { Registrar } from './core/ports.js';
import { type ErasureReceipt, erase, finishErasures } from './core/privacy/erase.js';
import type { ExportEntry } from './core/privacy/export-parts.js';
import { exportOf } from './core/privacy/export-person.js';
import type { LookUp, SweepOptions, SweepReport } from './core/privacy/sweep-options.js';
import { sweep } from './core/privacy/sweeper.js';
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
  /**
   * Sees to it that nothing is kept longer than the networks' terms allow: looks up again what must be checked, and lets go
   * of what is gone there. It goes on where the last call stopped; a running app does it by the hour.
   */
  sweep(options?: SweepCall): Promise<SweepReport>;
  /** Lets somebody back who was erased; gives how many tombstones were lifted. Needs `tombstoneKey`. */
  readmit(...whom: Whom[]): Promise<number>;
}

export interface SweepCall {
  /**
   * `due`: looks up what terms ask for by now. `now`: looks up all that a network can look up, the longest unchecked first.
   * Defaults to `due`.
   */
  recheck?: 'due' | 'now';
  /** Nothing is begun after this many milliseconds. Defaults to 30,000. */
  budgetMs?: number;
  signal?: AbortSignal;
}

interface PrivacyOptions extends Pick<SweepOptions, 'ingest' | 'recognizer'> {
  store: Store;
  context: Context;
  registrar: Registrar;
  tombstones: Gravekeeper | undefined;
  terms: TermsOf;
  channels: Readonly<Record<string, Connector>>;
}

export function privacy(options: PrivacyOptions): Privacy {
  const { store, context, registrar, tombstones, terms, ingest, recognizer, channels } = options;
  const erasing = { store, context, registrar, ...(tombstones && { tombstones }) };
  return {
    export: (whom, call) => exportOf({ store, context, registrar, terms, ...call }, whom),
    erase: (whom, call) => erase(erasing, whom, call),
    async sweep(call) {
      await finishErasures(erasing, call?.signal);
      return sweep({ ...call, store, context, ingest, recognizer, registrar, terms, networks: lookUps(channels) });
    },
    async readmit(...whom) {
      if (tombstones) return tombstones.readmit(store, ...whom);
      throw new KenningError('unsupported', 'Without `tombstoneKey` nobody is kept away, so nobody can be let back.');
    },
  };
}

/** How the interactions of each network are looked up: each by a channel in whose realm its id is valid. */
function lookUps(channels: Readonly<Record<string, Connector>>): Record<string, LookUp | undefined> {
  const networks = new Map<string, Connector[]>();
  for (const connector of Object.values(channels))
    networks.set(connector.network.id, [...(networks.get(connector.network.id) ?? []), connector]);
  return Object.fromEntries([...networks].map(([network, connectors]) => [network, lookUpBy(connectors)]));
}

function lookUpBy(connectors: readonly Connector[]): LookUp | undefined {
  const able = connectors.filter((connector) => connector.lookup);
  if (able.length === 0) return undefined;
  return async (refs, call) => {
    let left = refs;
    const found = [];
    for (const connector of able) {
      const own = left.filter(({ realm }) => !connector.realm || connector.realm === realm);
      left = left.filter((ref) => !own.includes(ref));
      if (own.length > 0) found.push(...((await connector.lookup?.(own, call)) ?? []));
    }
    return found;
  };
}
