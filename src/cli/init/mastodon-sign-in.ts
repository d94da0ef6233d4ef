import { z } from 'zod';
import { httpClient } from '../../core/http/http-client.js';
import { oauth } from '../../core/http/oauth/oauth.js';
import type { Answers, SigningIn } from './setup.js';
import { signInByBrowser } from './sign-in.js';

const registered = z.object({ client_id: z.string().min(1), client_secret: z.string().min(1) });
const scopes = ['read', 'write:statuses', 'write:favourites'];

/** Registers an app of our own on the instance and signs in with the browser; the token does not end. */
export async function mastodonSignIn(
  { instance = '' }: Answers,
  { show, signal }: SigningIn,
): Promise<Record<string, string>> {
  const origin = instance.includes('://') ? new URL(instance).origin : `https://${instance}`;
  const client = httpClient({ name: 'Mastodon', baseUrl: `${origin}/` });
  const tokens = await signInByBrowser({
    show,
    signal,
    scopes,
    async prepare(redirectUri) {
      const { data } = await client.request({
        method: 'POST',
        path: 'api/v1/apps',
        form: { client_name: 'kenning', redirect_uris: redirectUri, scopes: scopes.join(' ') },
        schema: registered,
        signal,
      });
      return oauth({
        name: 'Mastodon',
        authorizeUrl: `${origin}/oauth/authorize`,
        tokenUrl: `${origin}/oauth/token`,
        credentials: async () => ({ id: data.client_id, secret: data.client_secret }),
      });
    },
  });
  return { accessToken: tokens.accessToken };
}
