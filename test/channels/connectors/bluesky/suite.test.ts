import { describe, it } from 'vitest';
import { bluesky } from '../../../../src/channels/connectors/bluesky/index.js';
import { connectorSuite } from '../../../../src/testing/suites/connector/index.js';
import { BlueskyService, blueskyAt } from './bluesky-service.js';

describe('an account of Bluesky', () => {
  connectorSuite(
    { describe, it },
    {
      renews: true,
      open({ served, secret, timeoutMs, clock }) {
        const server = new BlueskyService(secret);
        const fetch = served(server.answer);
        const options = blueskyAt(server, { password: secret, fetch, timeoutMs, clock });
        return { connect: () => bluesky(options), network: server.side };
      },
    },
  );
});
