import { joined } from '../../core/bytes.js';
import { headerSignature } from '../../core/webhooks/header-signature.js';
import { objectIn } from '../../core/webhooks/webhook-message.js';
import type { WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/** Slack. The secret is the app's signing secret. */
export function slackSignature(): WebhookScheme {
  return headerSignature({
    system: 'Slack',
    header: 'x-slack-signature',
    prefix: 'v0=',
    time: { header: 'x-slack-request-timestamp', unit: 's' },
    signed: ({ bytes }, time) => joined(`v0:${time}:`, bytes),
    answer(message) {
      const { type, challenge } = objectIn(message) ?? {};
      return type === 'url_verification' && typeof challenge === 'string' ? new Response(challenge) : undefined;
    },
  });
}
