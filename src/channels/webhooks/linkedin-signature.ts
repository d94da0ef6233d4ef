import { encoded, joined } from '../../core/bytes.js';
import { headerSignature } from '../../core/webhooks/header-signature.js';
import { hmac } from '../../core/webhooks/prove.js';
import type { WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/** LinkedIn. The secret is the app's client secret. */
export function linkedinSignature(): WebhookScheme {
  const scheme = headerSignature({
    system: 'LinkedIn',
    header: 'x-li-signature',
    signed: ({ bytes }) => joined('hmacsha256=', bytes),
    async greet({ method, url }, [secret]) {
      if (method !== 'GET') return undefined;
      const challengeCode = new URL(url).searchParams.get('challengeCode') ?? '';
      // Whoever asks gets its HMAC: it must be nothing that a signed body could be.
      if (!/^[\da-f-]{36}$/i.test(challengeCode)) return new Response(null, { status: 400 });
      const challengeResponse = encoded(await hmac('SHA-256', secret, challengeCode), 'hex');
      return Response.json({ challengeCode, challengeResponse });
    },
  });
  return {
    ...scheme,
    claim(message) {
      const value = message.headers.get('x-li-signature') ?? '';
      // Some deliveries name the algorithm here too.
      const headers = new Headers({ 'x-li-signature': value.replace(/^hmacsha256=/, '') });
      return scheme.claim({ ...message, headers });
    },
  };
}
