import { describe, it } from 'vitest';
import { mastodon } from '../../../../src/channels/connectors/mastodon/index.js';
import { connectorSuite } from '../../../../src/testing/suites/connector/index.js';
import { type InstanceOptions, MastodonInstance, mastodonAt } from './mastodon-instance.js';

const servers: InstanceOptions['software'][] = ['mastodon', 'gotosocial'];
describe.each(servers)('an account of %s', (software) => {
  connectorSuite(
    { describe, it },
    {
      renews: true,
      open({ served, secret, timeoutMs, clock }) {
        const server = new MastodonInstance({ software, token: (bearer) => bearer.startsWith(secret) });
        const fetch = served(server.answer);
        // Each time it is asked for it is another, and the server takes all.
        let asked = 0;
        const accessToken = () => `${secret}${'-'.repeat(asked++ % 7)}`;
        const options = mastodonAt(server, { accessToken, fetch, timeoutMs, clock });
        return { connect: () => mastodon(options), network: server.side };
      },
    },
  );
});
