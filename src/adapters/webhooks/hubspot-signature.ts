import { joined } from '../../core/bytes.js';
import { headerSignature } from '../../core/webhooks/header-signature.js';
import type { WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/** HubSpot, version 3. The secret is the app's client secret; it signs the address, so `publicUrl` must be what HubSpot was told. */
export function hubspotSignature(): WebhookScheme {
  return headerSignature({
    system: 'HubSpot',
    header: 'x-hubspot-signature-v3',
    encoding: 'base64',
    time: { header: 'x-hubspot-request-timestamp', unit: 'ms' },
    signed: ({ method, url, bytes }, time) => joined(method, plain(url), bytes, time),
  });
}

/** HubSpot, version 1, which events of CRM objects still carry. It says no time. */
export function hubspotVersion1Signature(): WebhookScheme {
  return headerSignature({ system: 'HubSpot', header: 'x-hubspot-signature', proof: 'SHA-256 of secret and text' });
}

/** The address with those characters decoded that HubSpot decodes before it signs. */
function plain(url: string): string {
  return url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (code) => decodeURIComponent(code));
}
