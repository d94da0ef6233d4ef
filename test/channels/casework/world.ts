import type { Connector } from '../../../src/channels/connector.js';
import type { Analyzer } from '../../../src/channels/listening/analysis/analyzer.js';
import type { ListenOptions } from '../../../src/channels/listening/live/listen-options.js';
import type { Interaction } from '../../../src/core/model/interaction.js';
import type { Network } from '../../../src/core/model/network.js';
import type { Observed } from '../../../src/core/model/observed.js';
import type { Profile } from '../../../src/core/model/source-record.js';
import type { Store } from '../../../src/core/store/store.js';
import { kenning } from '../../../src/index.js';

export const start = Date.parse('2026-11-23T09:00:00.000Z');
export const at = (minute: number) => new Date(start + minute * 60_000).toISOString();

const network: Network = {
  id: 'square',
  name: 'Square',
  controlledBy: 'customer',
  terms: {
    source: 'made up',
    checkedOn: '2026-11-24',
    rules: [{ name: 'all', allow: ['keep', 'analyze', 'derive', 'export', 'publish', 'answer-by-machine'] }],
  },
};

/** Hears intents by one word each. */
export const intents: Analyzer = {
  id: 'intents',
  version: '1',
  analyze: (text) => ({
    language: 'und',
    sentiment: text.includes('furious') ? 'negative' : 'unsupported',
    ...(text.includes('broken') && { intent: 'complaint' }),
    ...(text.includes('buy') && { intent: 'purchase intent' }),
    ...(text.includes('wish') && { intent: 'feature request' }),
  }),
};

export const listen: ListenOptions = {
  queries: { brakes: 'brake*' },
  analyzers: [intents],
  routing: [
    {
      name: 'loud complaints',
      to: 'service',
      when: { intent: 'complaint', followers: { atLeast: 1000 } },
      priority: 'urgent',
    },
    { name: 'complaints', to: 'service', when: { intent: 'complaint' } },
    { name: 'buyers', to: 'sales', when: { intent: 'purchase intent' }, priority: 'high' },
    { name: 'wishes', to: 'product', when: { intent: 'feature request' } },
  ],
  cases: {
    levels: [{ name: 'all', firstResponse: 60, nextResponse: 30, resolution: 480 }],
    openWithinDays: 7,
  },
};

export interface Saying {
  text: string;
  by?: string;
  /** In minutes since the beginning. Defaults to its number. */
  minute?: number;
  replyTo?: number;
  root?: number;
  followers?: number;
  version?: string;
  more?: Partial<Interaction>;
}

const ref = (number: number) => ({ network: 'square', realm: '', externalId: `square:${number}` });

/** Something said, by its number; `us` is our own account. */
export function say(
  number: number,
  { text, by = 'ann', minute = number, replyTo, root, followers, version, more }: Saying,
): Observed {
  const of = { source: 'square', externalId: by };
  const profile: Profile = {
    ...of,
    kind: 'profile',
    party: 'person',
    identifiers: [{ kind: 'handle', scope: 'square', value: `${by}.example` }],
    attributes: { name: by },
    origin: 'api',
    observedAt: '2026-11-01T00:00:00.000Z',
    ...(by === 'us' && { own: true }),
    ...(followers !== undefined && { counts: [{ action: 'FollowAction', total: followers }] }),
  };
  return {
    type: 'said',
    interaction: {
      ...ref(number),
      kind: 'post',
      at: at(minute),
      content: { text },
      participants: [{ role: 'author', of }],
      origin: 'api',
      ...(replyTo !== undefined && { inReplyTo: ref(replyTo), root: ref(root ?? replyTo) }),
      ...(version !== undefined && { version, revisedAt: at(minute + 1) }),
      ...(more?.automatic && { automatic: more.automatic }),
      ...(more?.kind && { kind: more.kind }),
    },
    profiles: [profile],
  };
}

/** A channel that gives what is in a list at the moment. */
export function square(items: readonly Observed[]): Connector {
  return { contract: 1, network, mentions: async () => ({ items: [...items], rejected: [] }) };
}

/** An app that hears what is in a list at the moment, at a time that the test sets. */
export function hearing(store: Store, options: ListenOptions = listen) {
  const items: Observed[] = [];
  const time = { now: start };
  const app = kenning({ store, channels: { brand: square(items) }, listen: options, clock: { now: () => time.now } });
  const errors: Error[] = [];
  app.on('error', (error) => errors.push(error));
  return {
    app,
    errors,
    time,
    /** What is heard from now on. */
    async hear(...more: Observed[]) {
      items.push(...more);
      const { failed } = await app.sync();
      for (const { error } of failed) throw error;
    },
    /** Time passes; clocks are looked at. */
    async wait(minute: number) {
      time.now = start + minute * 60_000;
      await app.tick({ budgetMs: 60_000 });
      for (const error of errors) throw error;
    },
    async idOf(number: number) {
      const [row] = await store.list('interactions', 'byRef', { where: ref(number), limit: 1 });
      if (!row) throw new Error(`Nobody has heard ${number}.`);
      return row.id;
    },
  };
}

/** What the feed says of cases, in words. */
export async function told(store: Store): Promise<string[]> {
  const rows = await store.list('changes', 'all', { where: {}, limit: 10_000 });
  return rows.flatMap(({ data }) => {
    if (data.type === 'case') return [data.clock ? `${data.what} ${data.clock}` : data.what];
    if (data.type === 'routed') return [`to ${data.to.join('+') || 'nobody'}`];
    return data.type === 'incident' ? [`incident ${data.what}`] : [];
  });
}
