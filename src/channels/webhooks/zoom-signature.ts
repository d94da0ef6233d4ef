import { encoded, joined } from '../../core/bytes.js';
import { headerSignature } from '../../core/webhooks/header-signature.js';
import { hmac } from '../../core/webhooks/prove.js';
import { objectIn } from '../../core/webhooks/webhook-message.js';
import type { WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/** Zoom. The secret is the app's secret token. */
export function zoomSignature(): WebhookScheme {
  return headerSignature({
    system: 'Zoom',
    header: 'x-zm-signature',
    prefix: 'v0=',
    time: { header: 'x-zm-request-timestamp', unit: 's' },
    signed: ({ bytes }, time) => joined(`v0:${time}:`, bytes),
    async answer(message, [secret]) {
      const { event, payload } = objectIn(message) ?? {};
      const plainToken = (payload as { plainToken?: unknown } | null | undefined)?.plainToken;
      if (event !== 'endpoint.url_validation' || typeof plainToken !== 'string') return undefined;
      return Response.json({ plainToken, encryptedToken: encoded(await hmac('SHA-256', secret, plainToken), 'hex') });
    },
  });
}
