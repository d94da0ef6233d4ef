import { describe, it } from 'vitest';
import { harbor } from '../../examples/custom-network.js';
import { FakeNetwork, type FakeNetworkOptions } from '../../src/testing/fake-network/fake-network.js';
import { fakeNetworkConnector } from '../../src/testing/fake-network/fake-network-connector.js';
import { fakeNetworkServer } from '../../src/testing/fake-network/fake-network-server.js';
import { fakeNetworkSide } from '../../src/testing/suites/connector/fake-network-side.js';
import { connectorSuite } from '../../src/testing/suites/connector/index.js';

const orders: Required<FakeNetworkOptions>['order'][] = ['newest-first', 'oldest-first'];
describe.each(orders)('the fake network, %s', (order) => {
  connectorSuite(
    { describe, it },
    {
      open({ clock }) {
        const network = new FakeNetwork({ order, clock });
        return { connect: () => fakeNetworkConnector(network), network: fakeNetworkSide(network) };
      },
    },
  );
});

describe('the connector of the tutorial', () => {
  connectorSuite(
    { describe, it },
    {
      open({ served, secret: token, timeoutMs, clock }) {
        const network = new FakeNetwork();
        const fetch = served(fakeNetworkServer(network, { token }));
        const options = { baseUrl: 'https://harbor.example', token, timeoutMs, fetch, clock };
        return { connect: () => harbor(options), network: fakeNetworkSide(network) };
      },
    },
  );
});
