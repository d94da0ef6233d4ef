import { type Bytes, bytesOf, decoded, encoded } from '../../../core/bytes.js';
import { type Clock, systemClock } from '../../../core/clock.js';
import { digest } from '../../../core/digest.js';
import { isKenningError, KenningError } from '../../../core/errors.js';
import type { Fetch } from '../../../core/http/bounded-fetch.js';
import { httpError } from '../../../core/http/http-error.js';
import { outsideFetch } from '../../../core/http/outside/outside-fetch.js';
import type { DeliveryTarget } from '../../../core/outbox/delivery.js';
import type { SeriesAlert } from './storm-watch.js';

/** Where alerts go: a webhook of the app's own, signed, or the incoming webhook of a chat. */
export type AlertAddress = { webhook: string; secret: string } | { chat: string };

export interface AlertTargetOptions {
  /** Defaults to `outsideFetch()`, which connects to the public internet only. */
  fetch?: Fetch;
  clock?: Clock;
}

/**
 * Sends alerts to an address. A webhook is signed as Standard Webhooks 1.0 says; `webhook-id` is the same whenever the same alert
 * is sent again. A chat can not know an alert again, so one whose answer was lost waits for a person.
 *
 * @throws KenningError `invalid` for a secret that is too short or of another form
 */
export function alertTarget(
  address: AlertAddress,
  { fetch = outsideFetch(), clock = systemClock }: AlertTargetOptions = {},
): DeliveryTarget {
  const url = 'chat' in address ? address.chat : address.webhook;
  const key = 'chat' in address ? undefined : keyOf(address.secret);
  return (entry, { signal }) => ({
    repeat: 'chat' in address ? 'unsafe' : 'keyed',
    async send() {
      const alert = entry.payload as SeriesAlert;
      const body = JSON.stringify('chat' in address ? chatMessage(alert) : alert);
      const signed = key ? await signatureOf(key, entry.key, body, clock) : {};
      const headers = { 'content-type': 'application/json', ...signed };
      const answer = await sent(
        () => fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' }),
        signal,
      );
      // The address of a chat is a secret by itself.
      if (!answer.ok) throw httpError(entry.target, answer, { now: clock.now() });
      return undefined;
    },
  });
}

/** https://github.com/standard-webhooks/standard-webhooks, version 1.0 */
async function signatureOf(secret: Bytes, intent: string, body: string, clock: Clock): Promise<Record<string, string>> {
  const id = `msg_${await digest(intent)}`;
  const time = String(Math.floor(clock.now() / 1000));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signed = await crypto.subtle.sign('HMAC', key, bytesOf(`${id}.${time}.${body}`));
  const signature = encoded(new Uint8Array(signed), 'base64');
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` };
}

const leastBytes = 16;

function keyOf(secret: string): Bytes {
  const key = secret.startsWith('whsec_') ? decoded(secret.slice('whsec_'.length), 'base64') : undefined;
  if (key && key.length >= leastBytes) return key;
  throw new KenningError('invalid', 'The secret of a webhook for alerts is whsec_ and 16 bytes or more in base64.');
}

/** What chats show: `text` is Slack's and Mattermost's name for it, `content` Discord's. */
function chatMessage(alert: SeriesAlert): { text: string; content: string } {
  const { series, kind, phase, severity, at } = alert;
  const figures =
    alert.kind === 'repost'
      ? `removed by ${alert.removal.by} (${alert.removal.reason}), posted again ${alert.reposts} times`
      : `${alert.baseline.posts.seen} posts where ${alert.baseline.posts.expected.toFixed(1)} are usual`;
  const text = `${series}: ${kind} ${phase}, ${severity}, at ${at}; ${figures}`;
  return { text, content: text };
}

/** What a failure says of the address is not told on. */
async function sent(send: () => Promise<Response>, signal: AbortSignal): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    if (signal.aborted || !isKenningError(error)) throw error;
    const { code, retryable } = error;
    throw new KenningError(code, `The address of the alert could not be reached: ${code}.`, { retryable });
  }
}
