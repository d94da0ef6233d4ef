import { random } from '../../../bench/made-up.js';
import type { Connector, Offers } from '../../../src/channels/connector.js';
import { KenningError } from '../../../src/core/errors.js';
import type { Observed } from '../../../src/core/model/observed.js';
import { webhook } from './signed-webhook.js';

const posts = 600;
const pageSize = 25;

function post(number: number, revision: number): Observed {
  const at = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
  const author = `person-${number % 97}`;
  return {
    type: 'said',
    interaction: {
      network: 'made-up',
      realm: '',
      externalId: `post-${number}`,
      kind: 'post',
      at,
      content: { text: `post ${number}, wording ${revision}` },
      version: `v${revision}`,
      ...(revision > 0 && { revisedAt: new Date(Date.parse(at) + revision * 1000).toISOString() }),
      origin: 'api',
      participants: [{ role: 'author', of: { source: 'made-up', externalId: author } }],
    },
    profiles: [
      {
        source: 'made-up',
        externalId: author,
        kind: 'profile',
        party: 'person',
        // Every tenth shares an address with the one before, so that the ledger is written too.
        identifiers: [
          {
            kind: 'email',
            scope: '',
            value: `mail${(number % 97) - ((number % 97) % 10 === 1 ? 1 : 0)}@people.example`,
          },
        ],
        attributes: { name: `Person ${number % 97}` },
        origin: 'api',
        observedAt: '2026-01-01T00:00:00.000Z',
      },
    ],
  };
}

/** All that happens: posts, some told twice, some edited, some deleted, an edit and a deletion before their original. */
export function everything(): Observed[] {
  const items: Observed[] = [];
  for (let number = 0; number < posts; number++) {
    if (number % 11 === 3) items.push(post(number, 1));
    items.push(post(number, 0));
    if (number % 7 === 2) items.push(post(number, 0));
    if (number % 13 === 5)
      items.splice(number % 2 ? items.length : Math.max(0, items.length - 40), 0, {
        type: 'removed',
        of: { network: 'made-up', realm: '', externalId: `post-${number}` },
        at: '2026-06-01T00:00:00.000Z',
        by: 'author',
      });
  }
  return items;
}

/** The same, in an order that has nothing to do with time. */
function shuffled(): Observed[] {
  const next = random(42);
  return everything()
    .map((item) => ({ item, place: next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

const networkOf = (order: 'oldest-first' | 'newest-first'): Connector['network'] => ({
  id: 'made-up',
  name: 'Made up',
  controlledBy: 'customer',
  order,
});

/** A network whose listing is always the same. */
export function madeUpNetwork(order: 'oldest-first' | 'newest-first'): Offers<'mentions'> {
  const items = order === 'oldest-first' ? everything() : everything().reverse();
  return {
    contract: 1,
    network: networkOf(order),
    async mentions({ cursor = '0' } = {}) {
      const from = Number(cursor);
      const next = from + pageSize;
      return { items: items.slice(from, next), rejected: [], ...(next < items.length && { next: String(next) }) };
    },
  };
}

/**
 * The same as a stream, in any order, over a connection that often breaks.
 *
 * @param loses every fifth page does not come, and a gap is told instead
 */
export function madeUpStream({ loses, onEnd }: { loses: boolean; onEnd: () => void }): Offers<'stream'> {
  const items = shuffled();
  return {
    contract: 1,
    network: networkOf('newest-first'),
    async *stream({ cursor = '0' } = {}) {
      for (let from = Number(cursor), pages = 0; from < items.length; from += pageSize, pages++) {
        if (pages === 9) throw new KenningError('network', 'The connection broke.');
        const lost = loses && (from / pageSize) % 5 === 3;
        const given: Observed[] = lost
          ? [{ type: 'gap', from: '2026-01-01T00:00:00.000Z' }]
          : items.slice(from, from + pageSize);
        yield { items: given, rejected: [], next: String(from + pageSize) };
      }
      onEnd();
    },
  };
}

/** The same as deliveries of a webhook, in any order. */
export function madeUpDeliveries({ loses }: { loses: boolean }): { id: string; body: string }[] {
  const items = shuffled().reverse();
  const deliveries = [];
  for (let from = 0; from < items.length; from += 7)
    if (!loses || from % 3)
      deliveries.push({ id: `delivery ${from}`, body: JSON.stringify(items.slice(from, from + 7)) });
  return deliveries;
}

export const madeUpWebhook: Connector = { contract: 1, network: networkOf('newest-first'), webhook };
