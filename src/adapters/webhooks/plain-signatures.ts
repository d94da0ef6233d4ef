import { decoded, joined } from '../../core/bytes.js';
import { headerSignature } from '../../core/webhooks/header-signature.js';
import { sharedSecret } from '../../core/webhooks/shared-secret.js';
import type { Claim, WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/** Pipedrive, which signs nothing. The secret is `user:password` of the webhook. */
export function pipedriveSecret(): WebhookScheme {
  return sharedSecret('Pipedrive', 'basic');
}

/** Zoho CRM's notifications, which are not signed. The secret is the `token` that the channel was watched with. */
export function zohoSecret(): WebhookScheme {
  return sharedSecret('Zoho', { field: 'token' });
}

/** Twenty. The secret is the webhook's. */
export function twentySignature(): WebhookScheme {
  return headerSignature({
    system: 'Twenty',
    header: 'x-twenty-webhook-signature',
    time: { header: 'x-twenty-webhook-timestamp', unit: 'ms' },
    signed: ({ bytes }, time) => joined(`${time}:`, bytes),
  });
}

/** EspoCRM. The secret is the webhook's key. */
export function espocrmSignature(): WebhookScheme {
  return {
    system: 'EspoCRM',
    claim({ headers, bytes }): Claim | undefined {
      const header = decoded(headers.get('signature') ?? '', 'base64');
      const given = header && decoded(new TextDecoder().decode(header).split(':')[1] ?? '', 'hex');
      return given && { proof: 'SHA-256', given: [given], signed: [bytes] };
    },
  };
}
