import type { Connector } from '../../../src/channels/connector.js';
import type { Observed } from '../../../src/core/model/observed.js';

const posts = 1200;
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

/** All that is listed: posts, some told twice, some edited, some deleted, an edit and a deletion before their original. */
function everything(): Observed[] {
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

/** A network whose listing is always the same. */
export function madeUpNetwork(order: 'oldest-first' | 'newest-first'): Connector {
  const items = order === 'oldest-first' ? everything() : everything().reverse();
  return {
    contract: 1,
    network: { id: 'made-up', name: 'Made up', controlledBy: 'customer', order },
    async mentions({ cursor = '0' } = {}) {
      const from = Number(cursor);
      const next = from + pageSize;
      return { items: items.slice(from, next), rejected: [], ...(next < items.length && { next: String(next) }) };
    },
  };
}
