import type { Connector } from '../../../../src/channels/connector.js';
import type { Network } from '../../../../src/core/model/network.js';
import type { Observed } from '../../../../src/core/model/observed.js';

export interface Said {
  text: string;
  by?: string;
  followers?: number;
  /** Of the wording; a later one revises. */
  version?: string;
  /** When it was said, in minutes since the first. Defaults to its number. */
  minute?: number;
}

export const network: Network = {
  id: 'square',
  name: 'Square',
  controlledBy: 'customer',
  terms: {
    source: 'made up',
    checkedOn: '2026-11-24',
    rules: [{ name: 'all', allow: ['keep', 'analyze', 'derive'] }],
  },
};

/** Something said on a made-up network, by its number. */
export function said(number: number, { text, by = 'ann', followers, version, minute = number }: Said): Observed {
  const of = { source: 'square', externalId: by };
  const at = new Date(Date.UTC(2026, 10, 1) + minute * 60_000).toISOString();
  return {
    type: 'said',
    interaction: {
      network: 'square',
      realm: '',
      externalId: `square:${number}`,
      kind: 'post',
      at,
      content: { text },
      participants: [{ role: 'author', of }],
      origin: 'api',
      ...(version !== undefined && { version, revisedAt: version }),
    },
    profiles: [
      {
        ...of,
        kind: 'profile',
        party: 'person',
        identifiers: [{ kind: 'handle', scope: 'square', value: `${by}.example` }],
        attributes: { name: by },
        origin: 'api',
        observedAt: '2026-11-01T00:00:00.000Z',
        ...(followers !== undefined && { counts: [{ action: 'FollowAction', total: followers }] }),
      },
    ],
  };
}

/** A channel that gives what is in a list at the moment. */
export function square(items: Observed[]): Connector {
  return { contract: 1, network, mentions: async () => ({ items: [...items], rejected: [] }) };
}
