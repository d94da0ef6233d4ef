import type { Connector, WebhookReceiver } from '../../../src/channels/connector.js';
import { KenningError } from '../../../src/core/errors.js';
import type { Observed } from '../../../src/core/model/observed.js';
import { network } from './listener.js';

const encoder = new TextEncoder();
const key = crypto.subtle.importKey('raw', encoder.encode('a made-up key'), { name: 'HMAC', hash: 'SHA-256' }, false, [
  'sign',
  'verify',
]);

/** A request as the network would send it. */
export async function signed(body: string, delivery?: string): Promise<Request> {
  const signature = Buffer.from(await crypto.subtle.sign('HMAC', await key, encoder.encode(body))).toString('hex');
  return new Request('https://app.example/webhooks/brand?token=hidden', {
    method: 'POST',
    headers: { signature, 'content-type': 'application/json', authorization: 'Bearer hidden' },
    body: delivery ? JSON.stringify({ delivery, body }) : body,
  }).clone();
}

/** Signs what it sends, answers a handshake, and says in its body which delivery it is. */
export const webhook: WebhookReceiver = {
  async receive(request) {
    const challenge = new URL(request.url).searchParams.get('challenge');
    if (challenge) return { answer: new Response(challenge) };
    const text = await request.text();
    const wrapped = /^\{"delivery"/.test(text) ? (JSON.parse(text) as { delivery: string; body: string }) : undefined;
    const body = wrapped?.body ?? text;
    const given = Buffer.from(request.headers.get('signature') ?? '', 'hex');
    if (!(await crypto.subtle.verify('HMAC', await key, given, encoder.encode(body))))
      throw new KenningError('auth', 'The signature is wrong.');
    return { accepted: new Response('ok'), body, ...(wrapped && { delivery: wrapped.delivery }) };
  },
  read(body) {
    return { items: JSON.parse(body) as Observed[], rejected: [] };
  },
};

export const webhookConnector: Connector = { contract: 1, network: network('oldest-first'), webhook };
