// One of several processes that need new tokens at the same moment: see processes.test.ts.
import { accessTokens } from '../../../../src/core/http/oauth/access-tokens.js';
import { oauth } from '../../../../src/core/http/oauth/oauth.js';
import { storedTokens } from '../../../../src/core/http/oauth/stored-tokens.js';
import { openStore } from '../../../support/open-store.js';

const [place = '', server = '', key = ''] = process.argv.slice(2);
const store = openStore(place);
const credentials = async () => ({ id: 'made-up-app', secret: 'canary-secret' });
const { refresh } = oauth({ name: 'Example', tokenUrl: `${server}/token`, credentials });
const account = { tokens: storedTokens({ store, keys: [key] }), key: 'brand', renew: refresh };

process.on('message', async (message) => {
  if (message === 'end') {
    await store.close();
    process.disconnect();
    return;
  }
  const { authorize } = accessTokens(account);
  const refused = message as Record<string, string>;
  process.send?.((await authorize(refused))?.authorization ?? 'none');
});
process.send?.('here');
