import { headerSignature, pairedSignature } from '../../core/webhooks/header-signature.js';
import { sharedSecret } from '../../core/webhooks/shared-secret.js';
import type { WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/** GitHub. The secret is the webhook's. */
export function githubSignature(): WebhookScheme {
  return headerSignature({ system: 'GitHub', header: 'x-hub-signature-256', prefix: 'sha256=' });
}

/** Discourse. The secret is the webhook's. */
export function discourseSignature(): WebhookScheme {
  return headerSignature({ system: 'Discourse', header: 'x-discourse-event-signature', prefix: 'sha256=' });
}

/** TikTok for Business. The secret is the app's. */
export function tiktokSignature(): WebhookScheme {
  return pairedSignature({ system: 'TikTok', header: 'tiktok-signature', signature: 's' });
}

/** Telegram's bots, which sign nothing. The secret is what `setWebhook` was given as `secret_token`. */
export function telegramSecret(): WebhookScheme {
  return sharedSecret('Telegram', { header: 'x-telegram-bot-api-secret-token' });
}
