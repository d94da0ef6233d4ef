import { type Bytes, bytesOf, decoded, encoded } from '../../../core/bytes.js';
import type { Clock } from '../../../core/clock.js';
import { digest } from '../../../core/digest.js';
import { KenningError } from '../../../core/errors.js';

const leastBytes = 16;

/**
 * Signs as Standard Webhooks 1.0 says (https://github.com/standard-webhooks/standard-webhooks). `webhook-id` is the same
 * whenever the same intent is sent again.
 *
 * @param secret `whsec_` and 16 bytes or more in base64
 * @throws KenningError `invalid` for a secret that is too short or of another form
 */
export function webhookSigner(
  secret: string,
  clock: Clock,
): (intent: string, body: string) => Promise<Record<string, string>> {
  const key = keyOf(secret);
  return async (intent, body) => {
    const id = `msg_${await digest(intent)}`;
    const time = String(Math.floor(clock.now() / 1000));
    const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const signed = await crypto.subtle.sign('HMAC', hmac, bytesOf(`${id}.${time}.${body}`));
    const signature = encoded(new Uint8Array(signed), 'base64');
    return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` };
  };
}

function keyOf(secret: string): Bytes {
  const key = secret.startsWith('whsec_') ? decoded(secret.slice('whsec_'.length), 'base64') : undefined;
  if (key && key.length >= leastBytes) return key;
  throw new KenningError('invalid', 'The secret of a webhook for alerts is whsec_ and 16 bytes or more in base64.');
}
