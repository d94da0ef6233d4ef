import { decoded } from '../bytes.js';
import type { Claim, Proof, WebhookScheme } from './webhook-scheme.js';

const methods: Readonly<Record<string, Proof>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/**
 * WebSub, as YouTube and others speak it (W3C Recommendation, 2018). The secret is what the subscription was made with.
 *
 * @param topics the addresses that we subscribed to; a hub that asks about any other is refused
 */
export function webSub({ topics }: { topics: readonly string[] }): WebhookScheme {
  return {
    system: 'WebSub',
    greet({ method, url }) {
      if (method !== 'GET') return undefined;
      const query = new URL(url).searchParams;
      const challenge = query.get('hub.challenge');
      const ours = topics.includes(query.get('hub.topic') ?? '');
      if (!ours || !challenge || !/^(un)?subscribe$/.test(query.get('hub.mode') ?? ''))
        return new Response(null, { status: 404 });
      return new Response(challenge, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
    },
    claim({ headers, bytes }): Claim | undefined {
      const [method = '', signature = ''] = (headers.get('x-hub-signature') ?? '').split('=', 2);
      const proof = Object.hasOwn(methods, method) ? methods[method] : undefined;
      const given = decoded(signature, 'hex');
      return proof && given && { proof, given: [given], signed: [bytes] };
    },
  };
}
