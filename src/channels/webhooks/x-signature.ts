import { encoded } from '../../core/bytes.js';
import { headerSignature } from '../../core/webhooks/header-signature.js';
import { hmac } from '../../core/webhooks/prove.js';
import type { WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/** X. The secret is the app's consumer secret. */
export function xSignature(): WebhookScheme {
  return headerSignature({
    system: 'X',
    header: 'x-twitter-webhooks-signature',
    prefix: 'sha256=',
    encoding: 'base64',
    async greet({ method, url }, [secret]) {
      if (method !== 'GET') return undefined;
      const token = new URL(url).searchParams.get('crc_token') ?? '';
      // Whoever asks gets its HMAC: it must be nothing that a signed body could be.
      if (!/^[\w.~+/=-]{1,200}$/.test(token)) return new Response(null, { status: 400 });
      const signature = encoded(await hmac('SHA-256', secret, token), 'base64');
      return Response.json({ response_token: `sha256=${signature}` });
    },
  });
}
