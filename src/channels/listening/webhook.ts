import { instantOf } from '../../core/clock.js';
import type { Context } from '../../core/context.js';
import { digest } from '../../core/digest.js';
import { type ErrorCode, isKenningError, KenningError } from '../../core/errors.js';
import { cleanText } from '../../core/ingest/clean-text.js';
import { withoutSecrets } from '../../core/redact.js';
import type { Rows } from '../../core/store/rows.js';
import type { Store } from '../../core/store/store.js';
import type { AcceptedWebhook } from '../../core/webhooks/signed-webhook.js';
import type { WebhookReceiver } from '../connector.js';
import { type BodyProblem, boundedBody } from './bounded-body.js';

export interface ReceiveWebhookOptions {
  store: Store;
  context: Context;
  /** What receives it: a connector, or the adapter of a CRM. */
  connector: { webhook?: Pick<WebhookReceiver, 'receive'> };
  /** The app's name of the channel. */
  channel: string;
  /** As it came; its body has not been read. */
  request: Request;
  /** The longest body. Defaults to 1 MiB. */
  maxBytes?: number;
  /** How long a body may take to arrive, in milliseconds; what the store takes to keep it comes on top. Defaults to 10,000. */
  timeoutMs?: number;
  /** Told what was kept: there is work in the inbox. */
  onKept?: () => void;
  /** Told why a request was answered with 500 or 503. */
  onError?: (error: KenningError) => void;
}

/** Credentials that lie in headers prove who sent a request; they are checked and not kept. */
const credentials = /^(authorization|proxy-authorization|cookie|.*(token|secret|api-?key).*)$/;
const day = 24 * 60 * 60 * 1000;
/** For so many days, besides today, a delivery that comes again is known by its id. */
const daysKnown = 2;

/**
 * Receives a webhook's request: checks that the network sent it, keeps it as it is, and only then acknowledges it. It is
 * read later, from the inbox, so that nothing that can not be read is lost and the network need not wait.
 *
 * Answers 401, 403 or 400 for what the network did not send, 413 for a body that is too long, 408 for one that does not
 * arrive, 404 where the channel has no webhook, 500 where the check itself fails, and 503 where the request can not be kept: the
 * network then delivers it again.
 *
 * @example
 * export const POST = (request: Request) => receiveWebhook({ store, context, connector, channel: 'brand', request });
 */
export async function receiveWebhook(options: ReceiveWebhookOptions): Promise<Response> {
  const { connector, channel, maxBytes = 1024 * 1024, timeoutMs = 10_000, onError, onKept } = options;
  if (!connector.webhook) return answer(404, 'This channel takes no webhooks.');
  const bounded = await boundedBody(options.request, { maxBytes, timeoutMs });
  if ('problem' in bounded) return problems[bounded.problem]();
  const { request } = bounded;
  let received: Awaited<ReturnType<WebhookReceiver['receive']>>;
  try {
    received = await connector.webhook.receive(request);
  } catch (error) {
    const status = isKenningError(error) ? statuses[error.code] : undefined;
    if (status) return answer(status, 'The request was refused.');
    onError?.(errorOf(`The webhook of "${channel}" could not check a request`, error));
    return answer(500, 'The request could not be checked.');
  }
  if ('answer' in received) return received.answer;
  try {
    await keep(options, request, received);
  } catch (error) {
    onError?.(errorOf(`The webhook of "${channel}" could not keep a request`, error));
    return answer(503, 'The request could not be kept. Deliver it again.', { 'retry-after': '30' });
  }
  onKept?.();
  return received.accepted;
}

/** Keeps a request, unless the same delivery was kept before. */
async function keep(
  { store, context, channel }: ReceiveWebhookOptions,
  request: Request,
  { body, delivery, secrets = [] }: AcceptedWebhook,
): Promise<void> {
  const now = context.clock.now();
  const known = delivery === undefined ? undefined : await digest(`${channel} ${delivery}`);
  const markOf = (daysAgo: number) => `known/${dayOf(now - daysAgo * day)}/${known}`;
  const isSecret = (text: string) => withoutSecrets(text, secrets) !== text;
  const headers = Object.fromEntries(
    [...request.headers].filter(([name, value]) => !credentials.test(name) && !isSecret(value)),
  );
  const { origin, pathname } = new URL(request.url);
  const data: Rows['inbox']['data'] = cleanText({
    receivedAt: instantOf(context.clock),
    method: request.method,
    // What follows the path may be a secret.
    url: origin + pathname,
    headers,
    body: withoutSecrets(body, secrets),
  });
  await store.transaction(async (transaction) => {
    await transaction.lock(() => (known === undefined ? [] : [`delivery ${known}`]));
    if (known !== undefined) {
      for (let daysAgo = 0; daysAgo <= daysKnown; daysAgo++)
        if (await transaction.get('inbox', { id: markOf(daysAgo) })) return;
      const mark = { ...data, method: '', url: '', headers: {}, body: '' };
      await transaction.put('inbox', { id: markOf(0), channel, state: 'known', data: mark });
    }
    await transaction.put('inbox', { id: context.ids.next(), channel, state: 'waiting', data });
  });
}

/** Forgets deliveries that are too old to come again. */
export async function forgetDeliveries({ store, context }: { store: Store; context: Context }): Promise<void> {
  const oldest = `known/${dayOf(context.clock.now() - daysKnown * day)}/`;
  for (;;) {
    const rows = await store.list('inbox', 'byState', { where: { state: 'known' }, limit: 500 });
    const old = rows.filter(({ id }) => id < oldest);
    if (old.length === 0) return;
    await store.transaction(async (transaction) => {
      for (const { id } of old) await transaction.remove('inbox', { id });
    });
  }
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

const statuses: Partial<Record<ErrorCode, number>> = {
  auth: 401,
  forbidden: 403,
  'not-permitted': 403,
  invalid: 400,
  'too-large': 413,
};

const problems: Record<BodyProblem, () => Response> = {
  'too-large': () => answer(413, 'The body is too long.'),
  timeout: () => answer(408, 'The body did not arrive in time.'),
  broken: () => answer(400, 'The body could not be read.'),
};

function answer(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });
}

function errorOf(what: string, error: unknown): KenningError {
  if (isKenningError(error)) return error;
  return new KenningError('unexpected', `${what}: ${error instanceof Error ? error.name : 'unknown reason'}`, {
    cause: error,
  });
}
