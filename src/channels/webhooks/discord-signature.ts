import { joined } from '../../core/bytes.js';
import { headerSignature } from '../../core/webhooks/header-signature.js';
import { objectIn } from '../../core/webhooks/webhook-message.js';
import type { WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/** Discord's interactions and webhook events. The "secret" is the app's public key in hex. */
export function discordSignature(): WebhookScheme {
  return headerSignature({
    system: 'Discord',
    header: 'x-signature-ed25519',
    proof: 'Ed25519',
    time: { header: 'x-signature-timestamp', unit: 's' },
    signed: ({ bytes }, time) => joined(time, bytes),
    answer(message) {
      const body = objectIn(message);
      if (body?.type === 0) return new Response(null, { status: 204 });
      // Among events 1 means that there is one.
      return body?.type === 1 && !('event' in body) ? Response.json({ type: 1 }) : undefined;
    },
    accepted: () => new Response(null, { status: 204 }),
  });
}
