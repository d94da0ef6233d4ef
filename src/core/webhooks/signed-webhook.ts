import { encoded } from '../bytes.js';
import { type Clock, systemClock } from '../clock.js';
import { KenningError } from '../errors.js';
import { proven } from './prove.js';
import { readMessage } from './webhook-message.js';
import type { Claim, Secrets, WebhookScheme } from './webhook-scheme.js';

export interface SignedWebhookOptions {
  /** How the system signs: `slackSignature()`. */
  scheme: WebhookScheme;
  /**
   * What it shares with us. While one takes another's place give both, the newest first. A function is asked for each
   * request, so that every tenant can have its own.
   */
  secrets: readonly string[] | ((request: Request) => Promise<readonly string[]>);
  /** The address that the system was given, where a proxy rewrites it: some systems sign it. */
  publicUrl?: string;
  /** How old a signature may be, or how far ahead of our clock, in milliseconds. Defaults to 5 minutes. */
  toleranceMs?: number;
  clock?: Clock;
}

/** What a request came to: a handshake that was answered, or what the system sent. */
export type ReceivedWebhook = { answer: Response } | AcceptedWebhook;

export interface AcceptedWebhook {
  /** How it is acknowledged, once it is kept. */
  accepted: Response;
  body: string;
  /** The system's id of this delivery, where its signature covers it: one that comes again is taken once. */
  delivery?: string;
  /** What the system sent to show who it is: kept neither with the body nor with the headers. */
  secrets?: readonly string[];
}

/**
 * Receives the requests of a webhook: answers handshakes, and takes nothing that its system has not signed, or signed too
 * long ago. It is a connector's `webhook.receive`.
 *
 * `delivery` is made of the signature, so a request that is sent once more, by whomever, is taken once.
 *
 * @throws KenningError `auth` for what is not or wrongly signed, or too old; `forbidden` for a handshake with a wrong
 * token; `invalid` for a body that is not UTF-8, and when there is no secret.
 *
 * @example
 * const webhook = { receive: signedWebhook({ scheme: slackSignature(), secrets: [signingSecret] }), read };
 */
export function signedWebhook(options: SignedWebhookOptions): (request: Request) => Promise<ReceivedWebhook> {
  const { scheme, clock = systemClock, toleranceMs = 5 * 60_000 } = options;
  if (typeof options.secrets !== 'function') usable(options.secrets, scheme);

  return async (request) => {
    const { secrets: given } = options;
    const secrets = usable(typeof given === 'function' ? await given(request) : given, scheme);
    const message = await readMessage(request, options.publicUrl);
    const greeting = await scheme.greet?.(message, secrets);
    if (greeting) return { answer: greeting };
    const claim = await scheme.claim(message);
    if (!claim) throw new KenningError('auth', `${scheme.system}: the request carries no signature that can be read.`);
    const signature = await signatureOf(claim, secrets);
    if (!signature)
      throw new KenningError(
        'auth',
        `${scheme.system}: the signature is wrong; check the secret, and that the body is as it was sent.`,
      );
    const age = Math.abs(clock.now() - (claim.at ?? clock.now()));
    if (!(age <= toleranceMs))
      throw new KenningError('auth', `${scheme.system}: the signature is ${Math.round(age / 1000)} s off our clock.`);
    const answer = await scheme.answer?.(message, secrets);
    if (answer) return { answer };
    const accepted = scheme.accepted?.() ?? new Response(null);
    const taken = { accepted, body: message.text };
    return claim.proof === 'the secret'
      ? { ...taken, secrets: [new TextDecoder().decode(signature)] }
      : { ...taken, delivery: `signed ${encoded(signature, 'base64')}` };
  };
}

async function signatureOf(claim: Claim, secrets: Secrets) {
  for (const secret of secrets) {
    const signature = await proven(claim, secret);
    if (signature) return signature;
  }
  return undefined;
}

function usable(secrets: readonly string[], { system }: WebhookScheme): Secrets {
  const [newest, ...others] = secrets;
  if (newest === undefined || secrets.some((secret) => typeof secret !== 'string' || secret === ''))
    throw new KenningError('invalid', `${system}: a webhook needs at least one secret, and none may be empty.`);
  return [newest, ...others];
}
