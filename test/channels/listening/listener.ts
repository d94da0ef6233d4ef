import type { Connector } from '../../../src/channels/connector.js';
import { contextOf } from '../../../src/core/context.js';
import { ingest } from '../../../src/core/ingest/ingest.js';
import type { Observed } from '../../../src/core/model/observed.js';
import { memory } from '../../../src/core/store/memory.js';
import type { Store } from '../../../src/core/store/store.js';
import { matcher } from '../../../src/identity/matcher/matcher.js';
import { recognizer } from '../../../src/identity/recognizer.js';

/** How many random histories a property goes through. */
export const histories = Number(process.env.KENNING_HISTORIES ?? 60);
export const minute = 60_000;
const begin = Date.UTC(2026, 0, 1);
export const at = (minutes: number) => new Date(begin + Math.round(minutes * minute)).toISOString();
export const ref = (externalId: string) => ({ network: 'testnet', realm: '', externalId });

type Said = Extract<Observed, { type: 'said' }>;

/** A post of somebody, said some minutes after the beginning. */
export function post(externalId: string, minutes: number, more: Partial<Said['interaction']> = {}): Said {
  const author = { source: 'testnet', externalId: `author of ${externalId}` };
  return {
    type: 'said',
    interaction: {
      ...ref(externalId),
      kind: 'post',
      at: at(minutes),
      content: { text: externalId },
      version: 'v0',
      origin: 'api',
      participants: [{ role: 'author', of: author }],
      ...more,
    },
    profiles: [],
  };
}

/** A place to listen from: a store and the way into it, at a moment of its own. */
export function listener(store: Store = memory(), clock = { now: () => begin + 100_000 * minute }) {
  const context = contextOf(clock);
  const intake = ingest({ store, context, recognizer: recognizer({ resolver: matcher(), context }) });
  return {
    store,
    context,
    ingest: intake,
    channel: 'brand',
    clock,
    /** The ids of what is kept, in the order of time. */
    async kept() {
      const rows = await store.list('interactions', 'all', { where: {}, limit: 10_000 });
      return rows.filter(({ state }) => state !== 'stub').map(({ externalId }) => externalId);
    },
  };
}

type Order = 'oldest-first' | 'newest-first';
export const network = (order: Order): Connector['network'] => ({
  id: 'testnet',
  name: 'Testnet',
  controlledBy: 'customer',
  order,
});

/** A network whose listing a test fills; the first of `items` is listed first. Cursors name the item that was last given. */
export function listingOf(items: Observed[], order: Order, pageSize = 5) {
  const calls: (string | undefined)[] = [];
  const nameOf = (item: Observed | undefined) => JSON.stringify(item);
  const connector: Connector = {
    contract: 1,
    network: network(order),
    async mentions({ cursor } = {}) {
      calls.push(cursor);
      const start = cursor === undefined ? 0 : items.findIndex((item) => nameOf(item) === cursor) + 1;
      const given = items.slice(start, start + pageSize);
      const more = start + pageSize < items.length || (order === 'oldest-first' && given.length > 0);
      return { items: given, rejected: [], ...(more && { next: nameOf(given.at(-1)) as string }) };
    },
  };
  return { connector, calls, items };
}
