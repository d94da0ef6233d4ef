import type { Bytes } from '../bytes.js';
import type { WebhookMessage } from './webhook-message.js';

/**
 * How a secret proves a request: an HMAC with it, an Ed25519 signature whose public key it is in hex, SHA-256 of it and the
 * text behind it, or by being sent itself.
 */
export type Proof =
  | 'SHA-1'
  | 'SHA-256'
  | 'SHA-384'
  | 'SHA-512'
  | 'Ed25519'
  | 'SHA-256 of secret and text'
  | 'the secret';

/** What a request says to show who sent it. */
export interface Claim {
  proof: Proof;
  /** Signatures, or secrets that were sent: one that is right is enough. */
  given: readonly Bytes[];
  /** What was signed, in each way in which the system may have written it. */
  signed?: readonly Bytes[];
  /** When it was signed, in milliseconds since 1970, where the signature covers that. */
  at?: number;
}

/** The secrets that count at the moment; the newest comes first and answers handshakes. */
export type Secrets = readonly [string, ...string[]];

/** How one system's webhooks show where they come from, and how it tries out an address. */
export interface WebhookScheme {
  /** As messages call it: `Slack`. */
  system: string;
  /** Undefined when a request says nothing to show who sent it. */
  claim(message: WebhookMessage): Claim | undefined | Promise<Claim | undefined>;
  /** Answers a handshake that is not signed; undefined when it is none. */
  greet?(message: WebhookMessage, secrets: Secrets): Response | undefined | Promise<Response | undefined>;
  /** Answers a handshake that is signed; undefined when it is none. */
  answer?(message: WebhookMessage, secrets: Secrets): Response | undefined | Promise<Response | undefined>;
  /** How what was taken is acknowledged. Defaults to 200 with an empty body. */
  accepted?(): Response;
}
