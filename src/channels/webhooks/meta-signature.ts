import { bytesOf, decoded } from '../../core/bytes.js';
import { KenningError } from '../../core/errors.js';
import { sameText } from '../../core/same-text.js';
import { headerSignature } from '../../core/webhooks/header-signature.js';
import type { Claim, WebhookScheme } from '../../core/webhooks/webhook-scheme.js';

/**
 * Facebook, Instagram, Threads, WhatsApp, Messenger. The secret is the app's.
 *
 * @param verifyTokens what the app's dashboard was told as "verify token"; one that is being replaced may stand beside the new one
 */
export function metaSignature({ verifyTokens }: { verifyTokens: readonly string[] }): WebhookScheme {
  return headerSignature({
    system: 'Meta',
    header: 'x-hub-signature-256',
    prefix: 'sha256=',
    async greet({ method, url }) {
      if (method !== 'GET') return undefined;
      const query = new URL(url).searchParams;
      const challenge = query.get('hub.challenge') ?? '';
      const token = query.get('hub.verify_token') ?? '';
      let known = false;
      for (const one of verifyTokens) known = (one !== '' && (await sameText(one, token))) || known;
      if (query.get('hub.mode') !== 'subscribe' || !known || !/^[\w.~-]{1,500}$/.test(challenge))
        throw new KenningError('forbidden', 'Meta: the handshake’s verify token is not ours.');
      return new Response(challenge);
    },
  });
}

/**
 * Meta's callbacks about one user, such as data deletion: a form whose `signed_request` holds signature and payload. The
 * secret is the app's; the app answers with a confirmation of its own.
 */
export function metaRequestSignature(): WebhookScheme {
  return {
    system: 'Meta',
    claim({ text }): Claim | undefined {
      const [signature = '', payload] = (new URLSearchParams(text).get('signed_request') ?? '').split('.', 2);
      const given = decoded(signature.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
      return given && payload ? { proof: 'SHA-256', given: [given], signed: [bytesOf(payload)] } : undefined;
    },
  };
}
