import { isKenningError, KenningError } from '../../../core/errors.js';
import type { Fetch } from '../../../core/http/bounded-fetch.js';
import { httpError } from '../../../core/http/http-error.js';
import { outsideFetch } from '../../../core/http/outside/outside-fetch.js';
import { scopeOf } from '../../../core/model/scope.js';
import type { Delivery, DeliveryTarget } from '../../../core/outbox/delivery.js';
import type { Connector, MessageDraft } from '../../connector.js';
import type { AlertAddress } from './alert-address.js';
import { type AlertMessage, alertMessage, type QuoteOptions } from './alert-message.js';
import { alertWords } from './alert-words.js';
import { chatMessage, quoteLine } from './chat-message.js';
import { webhookSigner } from './sign-webhook.js';

export interface AlertTargetOptions extends QuoteOptions {
  channels?: Readonly<Record<string, Connector>>;
}

/**
 * Sends alerts to an address. A webhook's `webhook-id` is the same whenever the same alert is sent again. A chat can not know
 * an alert again, so one whose answer was lost waits for a person.
 *
 * @throws KenningError `invalid` for a secret of another form, and for a channel that is none or sends no messages
 */
export function alertTarget(address: AlertAddress, options: AlertTargetOptions): DeliveryTarget {
  const deliver =
    'webhook' in address
      ? toWebhook(address, options)
      : 'chat' in address
        ? toChat(address, options)
        : toChannel(address, options.channels ?? {});
  return ({ key, target, payload }, { signal }) => {
    const message = async () => {
      const id = String((payload as { alert?: unknown } | null)?.alert);
      const alert = (await options.store.get('alerts', { id }))?.data;
      if (!alert) throw new KenningError('not-found', 'What this alert was about has been erased.');
      return alertMessage(options, alert);
    };
    return deliver({ key, target, message, signal });
  };
}

/** What a delivery of one alert needs. */
interface Intended {
  key: string;
  target: string;
  message: () => Promise<AlertMessage>;
  signal: AbortSignal;
}

type Deliver = (intended: Intended) => Delivery;

function toWebhook(
  { webhook, secret, fetch = outsideFetch() }: Extract<AlertAddress, { webhook: string }>,
  { context }: AlertTargetOptions,
): Deliver {
  const sign = webhookSigner(secret, context.clock);
  return (intended) => ({
    repeat: 'keyed',
    async send() {
      const body = JSON.stringify(await intended.message());
      await post(fetch, webhook, intended, body, context.clock.now(), await sign(intended.key, body));
    },
  });
}

function toChat(
  { chat, form = 'slack', fetch = outsideFetch() }: Extract<AlertAddress, { chat: string }>,
  { context }: AlertTargetOptions,
): Deliver {
  return (intended) => ({
    repeat: 'unsafe',
    async send() {
      const body = JSON.stringify(chatMessage(alertWords(await intended.message()), form));
      await post(fetch, chat, intended, body, context.clock.now());
    },
  });
}

function toChannel(
  { channel, to }: Extract<AlertAddress, { channel: string }>,
  channels: Readonly<Record<string, Connector>>,
): Deliver {
  const connector = Object.hasOwn(channels, channel) ? channels[channel] : undefined;
  const verb = connector?.message;
  if (!connector || !verb)
    throw new KenningError('invalid', `listen, targets: the channel "${channel}" is none, or sends no messages.`);
  const source = scopeOf(connector.network.id, connector.realm);
  return ({ key, message, signal }) => {
    const write = async () => {
      const { headline, facts, quotes } = alertWords(await message());
      const text = [headline, ...facts, ...quotes.map((quote) => `"${quoteLine(quote)}"`)].join('\n\n');
      const draft: MessageDraft = { to: { source, externalId: to }, subject: headline, text };
      return { key, draft, by: 'machine' as const };
    };
    return {
      repeat: verb.repeat,
      send: async () => verb.send(await write(), { signal }),
      ...(verb.find && { find: async () => verb.find?.(await write(), { signal }) }),
      keep: () => undefined,
    };
  };
}

/** The address of a chat is a secret by itself, so what fails names the target and not the address. */
async function post(
  fetch: Fetch,
  url: string,
  { target, signal }: Intended,
  body: string,
  now: number,
  signed: Record<string, string> = {},
): Promise<void> {
  const headers = { 'content-type': 'application/json', ...signed };
  let answer: Response;
  try {
    answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  } catch (error) {
    if (signal.aborted || !isKenningError(error)) throw error;
    const { code, retryable } = error;
    throw new KenningError(code, `The address of the alert could not be reached: ${code}.`, { retryable });
  }
  await answer.body?.cancel();
  if (!answer.ok) throw httpError(target, answer, { now });
}
