import type { Connector } from '../../src/channels/connector.js';
import type { Observed } from '../../src/core/model/observed.js';

/** A channel on which each of these people has said one thing, and one thing can not be read. */
export function talk(people: readonly string[], addressOf?: (name: string) => string): Connector {
  const items = people.map(
    (name, at): Observed => ({
      type: 'said',
      interaction: {
        network: 'talk',
        realm: '',
        externalId: `talk:${at}`,
        kind: 'post',
        at: `2026-01-0${at + 1}T00:00:00.000Z`,
        content: { text: 'My brakes squeal.' },
        participants: [{ role: 'author', of: { source: 'talk', externalId: `talk:person/${at}` } }],
        origin: 'api',
      },
      profiles: [
        {
          source: 'talk',
          externalId: `talk:person/${at}`,
          kind: 'profile',
          party: 'person',
          identifiers: addressOf ? [{ kind: 'email', scope: '', value: addressOf(name), verifiedBy: 'talk' }] : [],
          attributes: { name },
          origin: 'api',
          observedAt: '2026-01-01T00:00:00.000Z',
        },
      ],
    }),
  );
  return {
    contract: 1,
    network: {
      id: 'talk',
      name: 'Talk',
      controlledBy: 'customer',
      terms: { source: 'made up', checkedOn: '2026-11-24', rules: [{ name: 'all', allow: ['keep'] }] },
    },
    mentions: async () => ({ items, rejected: [{ reason: 'It has no author.', at: 'talk:9' }] }),
  };
}
