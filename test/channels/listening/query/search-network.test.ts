import { describe, expect, it } from 'vitest';
import type { Offers } from '../../../../src/channels/connector.js';
import { searchNetwork } from '../../../../src/channels/listening/query/search-network.js';
import type { Observed } from '../../../../src/core/model/observed.js';
import type { QueryDialect } from '../../../../src/core/model/query-dialect.js';

const at = '2026-11-24T12:00:00.000Z';

function said(id: number, text: string, followers: number): Observed {
  const source = 'tiny';
  return {
    type: 'said',
    interaction: {
      network: 'tiny',
      realm: '',
      externalId: `${id}`,
      kind: 'post',
      at,
      content: { text, language: 'en', entities: [{ type: 'link', start: 0, end: 0, url: 'https://shop.example/x' }] },
      participants: [{ role: 'author', of: { source, externalId: `a${id}` } }],
      permalink: `https://tiny.example/${id}`,
      origin: 'api',
    },
    profiles: [
      {
        kind: 'profile',
        source,
        externalId: `a${id}`,
        party: 'person',
        identifiers: [{ kind: 'handle', scope: 'tiny', value: `@ann${id}.example` }],
        attributes: {},
        counts: [{ action: 'FollowAction', total: followers }],
        origin: 'api',
        observedAt: at,
      },
    ],
  };
}

const posts = [
  said(1, 'acme battery late', 10),
  said(2, 'Acme batteries', 2000),
  said(3, 'acme bike', 5000),
  said(4, 'late and broken acme battery', 3000),
];

/** A network that finds single words, two posts a page. */
function tiny(queryDialect?: QueryDialect): { asked: string[]; connector: Offers<'search'> } {
  const asked: string[] = [];
  const connector: Offers<'search'> = {
    contract: 1,
    network: { id: 'tiny', name: 'Tiny', controlledBy: 'customer', ...(queryDialect && { queryDialect }) },
    async search(query, { cursor = '0' } = {}) {
      asked.push(`${query} from ${cursor}`);
      const found = posts.filter((post) =>
        query
          .split(' ')
          .every((word) => post.type === 'said' && post.interaction.content.text.toLowerCase().includes(word)),
      );
      const from = Number(cursor);
      const next = from + 2 < found.length ? { next: `${from + 2}` } : {};
      return { items: found.slice(from, from + 2), rejected: [], ...next };
    },
  };
  return { asked, connector };
}

const dialect: QueryDialect = {
  source: 'https://tiny.example/search',
  checkedOn: '2026-11-24',
  maxLength: 100,
  forms: { word: { as: '%s', more: true } },
};

async function found(query: string, { connector }: ReturnType<typeof tiny>, pages?: number): Promise<string[]> {
  const ids: string[] = [];
  for await (const { items } of searchNetwork(connector, query, pages === undefined ? {} : { pages }))
    for (const item of items) if (item.type === 'said') ids.push(item.interaction.externalId);
  return ids;
}

describe('searchNetwork', () => {
  it('asks for what the network understands, checks the rest, and gives each post once', async () => {
    const network = tiny(dialect);
    expect(await found('acme (late OR broken OR bike) followers:[1000 TO *]', network)).toEqual(['4', '3']);
    expect(network.asked).toEqual(['acme late from 0', 'acme broken from 0', 'acme bike from 0']);
  });

  it('reads on, as far as it may', async () => {
    expect(await found('acme batter* site:shop.example author:ann2.example', tiny(dialect))).toEqual(['2']);
    const network = tiny(dialect);
    expect(await found('acme', network, 1)).toEqual(['1', '2']);
    expect(network.asked).toEqual(['acme from 0']);
  });

  it('asks nothing where no post can match', async () => {
    const network = tiny(dialect);
    expect(await found('network:email acme', network)).toEqual([]);
    expect(network.asked).toEqual([]);
  });

  it('says when a network can not be asked', async () => {
    await expect(found('batter*', tiny(dialect))).rejects.toThrow('Add a word that must occur');
    await expect(found('acme', tiny())).rejects.toThrow('no search that is known');
  });

  it('stops on abort', async () => {
    const { connector } = tiny(dialect);
    const search = searchNetwork(connector, 'acme', { signal: AbortSignal.abort() });
    await expect(search.next()).rejects.toThrow('abort');
  });
});
