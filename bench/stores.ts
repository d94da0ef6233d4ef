import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextOf } from '../src/core/context.js';
import { type Ingest, ingest } from '../src/core/ingest/ingest.js';
import type { Observed } from '../src/core/model/observed.js';
import { memory } from '../src/core/store/memory.js';
import { postgres } from '../src/core/store/postgres.js';
import { sqlite } from '../src/core/store/sqlite.js';
import type { Store } from '../src/core/store/store.js';
import { matcher } from '../src/identity/matcher/matcher.js';
import { recognizer } from '../src/identity/recognizer.js';
import { startPostgres } from '../test/support/postgres.js';

/** An empty store with everything that ingest needs, the resolver included. */
export interface Bed extends AsyncDisposable {
  store: Store;
  intake: Ingest;
  /** Takes items, at most `size` a transaction. */
  take(items: readonly Observed[], size?: number): Promise<void>;
}

/** The stores that are measured when none is named. `postgres` needs a server that is installed. */
export const storeNames = ['sqlite', 'memory'] as const;

/** The most items that ingest puts into one transaction. */
export const largest = 200;

/** Opens an empty store by name: `memory`, `sqlite` or `postgres`. */
export async function bed(name: string): Promise<Bed> {
  const { store, remove } = await emptyStore(name);
  const context = contextOf();
  const intake = ingest({ store, context, recognizer: recognizer({ resolver: matcher(), context }) });
  return {
    store,
    intake,
    async take(items, size = largest) {
      for (let from = 0; from < items.length; from += size) {
        const page = { items: items.slice(from, from + size), rejected: [] };
        const { rejected } = await intake.page({ page, channel: 'bench' });
        if (rejected[0]) throw new Error(`An item was rejected: ${rejected[0].reason}`);
      }
    },
    async [Symbol.asyncDispose]() {
      await store.close();
      await remove();
    },
  };
}

async function emptyStore(name: string): Promise<{ store: Store; remove: () => void | Promise<void> }> {
  if (name === 'memory') return { store: memory(), remove: () => {} };
  if (name === 'postgres') {
    const server = await startPostgres({ durable: true });
    if (!server) throw new Error('PostgreSQL is not installed.');
    return { store: postgres({ connection: server.url }), remove: server.stop };
  }
  if (name !== 'sqlite') throw new Error(`There is no store "${name}". Give memory, sqlite or postgres.`);
  const folder = mkdtempSync(join(tmpdir(), 'kenning-bench-'));
  return { store: sqlite({ file: join(folder, 'bench.sqlite') }), remove: () => rmSync(folder, { recursive: true }) };
}
