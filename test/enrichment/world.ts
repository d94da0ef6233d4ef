import type { Connector } from '../../src/channels/connector.js';
import type { Fetch } from '../../src/core/http/bounded-fetch.js';
import type { Identifier } from '../../src/core/model/identifier.js';
import type { Network } from '../../src/core/model/network.js';
import type { Attributes } from '../../src/core/model/party.js';
import type { Contact, Profile } from '../../src/core/model/source-record.js';
import type { EnrichOptions } from '../../src/enrichment/options.js';

export const now = '2026-11-24T10:00:00.000Z';

export function contact(
  externalId: string,
  name: string,
  identifiers: Partial<Identifier>[],
  more: Partial<Contact> = {},
): Contact {
  return {
    kind: 'contact',
    source: 'csv/contacts.csv',
    externalId,
    party: 'person',
    identifiers: identifiers.map((one) => ({ kind: 'email', scope: '', value: '', ...one })),
    attributes: { name },
    origin: 'import',
    observedAt: now,
    ...more,
  };
}

export const email = (value: string): Partial<Identifier> => ({ kind: 'email', value });
export const url = (value: string): Partial<Identifier> => ({ kind: 'url', value });
export const handle = (value: string, scope = 'bluesky'): Partial<Identifier> => ({ kind: 'handle', scope, value });

/** An account of the made-up network, as the connector of Bluesky would tell it. */
export function account(
  handle: string,
  name: string,
  states: readonly string[] = [],
  attributes: Attributes = {},
): Profile {
  const did = didOf(handle);
  return {
    kind: 'profile',
    source: 'bluesky',
    externalId: did,
    party: 'person',
    identifiers: [
      { kind: 'account-id', scope: 'bluesky', value: did, verifiedBy: 'network' },
      { kind: 'handle', scope: 'bluesky', value: handle, verifiedBy: 'network' },
      ...states.map((value): Identifier => ({ kind: value.includes('@') ? 'email' : 'url', scope: '', value })),
    ],
    attributes: { name, ...attributes },
    permalink: `https://bsky.app/profile/${handle}`,
    origin: 'api',
    observedAt: now,
  };
}

export function didOf(handle: string): string {
  const letters = Array.from(handle, (letter) => 'abcdefghijklmnopqrstuvwxyz234567'[letter.charCodeAt(0) % 32]).join(
    '',
  );
  return `did:plc:${letters.padEnd(24, '2').slice(0, 24)}`;
}

type Page = string | Response | (() => Response | Promise<Response>);

export interface World {
  /** What lies on the web, by address; what is not here is 404. */
  web?: Record<string, Page>;
  accounts?: Profile[];
  network?: Partial<Network>;
}

/** A page that shows whose it is. */
export const pageOf = (name: string, ...parts: string[]): string => `<title>${name} | home</title>${parts.join('')}`;

export const linkTo = (handle: string, rel = 'me'): string =>
  `<a rel="${rel}" href="https://bsky.app/profile/${handle}">x</a>`;

const allowed: Network['terms'] = {
  source: 'made up',
  checkedOn: '2026-11-24',
  rules: [{ name: 'public', data: ['others-profiles', 'ids'], allow: ['keep', 'enrich'] }],
};

/** A made-up internet that counts what it is asked. */
export function world({ web = {}, accounts = [], network = {} }: World) {
  const requests: string[] = [];
  const agents = new Set<string>();
  /** Time passes only where somebody waits for it. */
  let time = Date.parse(now);
  const waits: number[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(request.url);
    agents.add(request.headers.get('user-agent') ?? '');
    const page = web[request.url];
    if (page === undefined) return new Response('nothing here', { status: 404 });
    if (typeof page === 'function') return page();
    if (typeof page === 'string') return new Response(page, { headers: { 'content-type': 'text/html' } });
    return page.clone();
  };
  const connector: Connector = {
    contract: 1,
    network: { id: 'bluesky', name: 'Made up', controlledBy: 'customer', terms: allowed, ...network },
    async profile(ref) {
      requests.push(`profile ${'handle' in ref ? ref.handle : ref.externalId}`);
      return accounts.find((one) =>
        'handle' in ref ? one.identifiers.some(({ value }) => value === ref.handle) : one.externalId === ref.externalId,
      );
    },
    async people(query) {
      requests.push(`people ${query}`);
      const items = accounts.filter(({ attributes }) => attributes.name?.toLowerCase() === query.toLowerCase());
      return { items, rejected: [] };
    },
  };
  const options = {
    fetch,
    outsideFetch: fetch,
    sources: { networks: { bluesky: connector } },
    resolveTexts: async (name) => {
      requests.push(`dns ${name}`);
      return [];
    },
    clock: { now: () => time },
    wait: async (ms) => {
      waits.push(ms);
      time += ms;
    },
  } satisfies Partial<EnrichOptions>;
  return { options, requests, agents, waits, connector, fetch };
}
