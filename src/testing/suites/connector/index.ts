import assert from 'node:assert/strict';
import { listings } from '../../../channels/connector.js';
import { network as networkSchema } from '../../../core/model/network.js';
import { scopeOf } from '../../../core/model/scope.js';
import type { CallOptions } from '../../../core/page.js';
import { Absent, offered } from '../absent.js';
import { accessRules } from '../access-rules.js';
import { isModel } from '../expect.js';
import { facet, suite } from '../facet.js';
import { httpRules } from '../http-rules.js';
import { knowsOnly, verbsAre } from '../verbs.js';
import { webhookRules } from '../webhook-rules.js';
import { connectorContent } from './connector-content.js';
import { connectorListings } from './connector-listings.js';
import { connectorPeople } from './connector-people.js';
import { connectorSearch } from './connector-search.js';
import { connectorStream } from './connector-stream.js';
import { type ConnectorSubject, feasible, listingsOf, sayMany, textNumber, withNetwork } from './connector-subject.js';
import { connectorWrites } from './connector-writes.js';

export type { ConnectorSubject, NetworkSide, OpenedNetwork } from './connector-subject.js';
export { connectorContent, connectorListings, connectorPeople, connectorSearch, connectorStream, connectorWrites };

const functions = [...listings, 'own', 'access', 'profile', 'people', 'search', 'thread', 'lookup', 'stream'];
const writes = ['reply', 'publish', 'message', 'like', 'hide', 'remove'];

/** What a connector says of itself. */
export const connectorShape = facet<ConnectorSubject>('shape', {
  'it is a connector of the first contract': (subject) =>
    withNetwork(subject, async ({ connector }) => {
      assert.equal(connector.contract, 1);
      isModel(networkSchema, connector.network, 'network');
      assert.ok(scopeOf(connector.network.id, connector.realm).length <= 300, 'network and realm make a scope');
    }),
  'its verbs are those of the contract': (subject) =>
    withNetwork(subject, async ({ connector }) => {
      knowsOnly(connector, ['contract', 'network', 'realm', 'webhook', ...functions, ...writes]);
      verbsAre(connector, { functions, writes });
    }),
  'nothing is asked before a verb is called': (subject) =>
    withNetwork(subject, async ({ way }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(way.calls.length, 0);
    }),
});

/** What the credential may do. */
export const connectorAccess = facet<ConnectorSubject>(
  'access',
  accessRules<ConnectorSubject>((subject, work) =>
    withNetwork(subject, async ({ connector, network, way, world }) => {
      const ask = offered(connector, 'access').bind(connector);
      const [listing] = listings.filter((name) => connector[name]);
      if (listing) await sayMany(network, listing, 1);
      await work({ ask, verbs: Object.keys(connector), secret: world.secret, way });
    }),
  ),
);

/** What the network tells by itself. */
export const connectorWebhook = facet<ConnectorSubject>(
  'webhook',
  webhookRules<ConnectorSubject>((subject, work) =>
    withNetwork(subject, async ({ connector, network, skew }) => {
      const receiver = offered(connector, 'webhook');
      const deliver = feasible(network, 'deliver');
      const [listing = 'mentions'] = listingsOf(connector)[0] ?? [];
      const id = await network.say(listing, { text: textNumber(1) });
      const delivery = async () => ({ request: await deliver(id), tells: textNumber(1) });
      await work({ receiver, skew, delivery });
    }),
  ),
);

/** Whichever way its server fails. */
export const connectorHttp = facet<ConnectorSubject>(
  'HTTP',
  httpRules<ConnectorSubject>((subject, work) =>
    withNetwork(subject, async ({ connector, network, way, world, skew }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      const [[listing, list] = []] = listingsOf(connector);
      assert.ok(listing && list);
      await sayMany(network, listing, 2);
      const read = (options?: CallOptions) => list(options);
      await work({ read, way, secret: world.secret, renews: subject.renews ?? false, skew });
    }),
  ),
);

/**
 * Everything that a connector must keep, each verb that it offers. Verbs that it does not offer are listed as skipped.
 *
 * @example
 * import { describe, it } from 'vitest';
 * connectorSuite({ describe, it }, {
 *   open({ served, secret }) {
 *     const network = new FakeNetwork();
 *     const fetch = served(fakeNetworkServer(network, { token: secret }));
 *     return { connect: () => myNetwork({ token: secret, fetch }), network: fakeNetworkSide(network) };
 *   },
 * });
 */
export const connectorSuite = suite<ConnectorSubject>('a connector', [
  connectorShape,
  connectorListings,
  connectorContent,
  connectorSearch,
  connectorPeople,
  connectorAccess,
  connectorWrites,
  connectorStream,
  connectorWebhook,
  connectorHttp,
]);
