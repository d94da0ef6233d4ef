import { signedWebhook } from '../../../src/core/webhooks/signed-webhook.js';
import type { WebhookScheme } from '../../../src/core/webhooks/webhook-scheme.js';

export const address = 'https://app.example/webhooks/brand';

/** A request as a system would send it. */
export function sent(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  url = address,
): Request {
  return new Request(url, { method: 'POST', headers, body });
}

export function asked(query: string): Request {
  return new Request(`${address}?${query}`);
}

/** Receives by a scheme, at a moment in milliseconds since 1970. */
export function receiver(scheme: WebhookScheme, secrets: string | string[], now = 0) {
  return signedWebhook({ scheme, secrets: [secrets].flat(), clock: { now: () => now } });
}
