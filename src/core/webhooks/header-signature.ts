import { type Bytes, decoded, type Encoding, joined } from '../bytes.js';
import type { WebhookMessage } from './webhook-message.js';
import type { Claim, Proof, WebhookScheme } from './webhook-scheme.js';

export interface HeaderSignatureOptions extends Pick<WebhookScheme, 'system' | 'greet' | 'answer' | 'accepted'> {
  /** Where the signature stands. */
  header: string;
  /** What stands before it in the header: `sha256=`. */
  prefix?: string;
  /** Defaults to `SHA-256`, an HMAC. */
  proof?: Proof;
  /** Defaults to `hex`. */
  encoding?: Encoding;
  /**
   * Where the time of signing stands, in seconds or milliseconds since 1970. Say in `signed` how the signature covers it: one
   * that does not lets anybody send an old request with a new time.
   */
  time?: { header: string; unit: 's' | 'ms' };
  /** What is signed; `time` is the header's text. Defaults to the body alone. */
  signed?(message: WebhookMessage, time: string): Bytes;
}

/**
 * How most systems sign: one header holds the signature of the body, or of a text that the body is part of. With it a system that is
 * not listed here is described in a few lines.
 *
 * @example
 * const harbor = headerSignature({ system: 'Harbor', header: 'x-harbor-signature', prefix: 'sha256=' });
 * const lighthouse = headerSignature({
 *   system: 'Lighthouse',
 *   header: 'x-signature',
 *   time: { header: 'x-time', unit: 's' },
 *   signed: ({ bytes }, time) => joined(`${time}.`, bytes),
 * });
 */
export function headerSignature(options: HeaderSignatureOptions): WebhookScheme {
  const { header, prefix = '', proof = 'SHA-256', encoding = 'hex', time, signed, ...scheme } = options;
  return {
    ...scheme,
    claim(message): Claim | undefined {
      const value = message.headers.get(header);
      const signature = value?.startsWith(prefix) ? decoded(value.slice(prefix.length), encoding) : undefined;
      const at = time && message.headers.get(time.header);
      if (!signature || (time && !/^\d{1,15}$/.test(at ?? ''))) return undefined;
      return {
        proof,
        given: [signature],
        signed: [signed?.(message, at ?? '') ?? message.bytes],
        ...(time && { at: Number(at) * (time.unit === 's' ? 1000 : 1) }),
      };
    },
  };
}

export interface PairedSignatureOptions extends Pick<WebhookScheme, 'system'> {
  /** Where the list stands. */
  header: string;
  /** What the signature is called in it: `v1`. */
  signature: string;
}

/** Signatures in a list of pairs behind the time of signing, `t=1700000000,v1=…`: Stripe's way, and others'. */
export function pairedSignature({ system, header, signature: name }: PairedSignatureOptions): WebhookScheme {
  return {
    system,
    claim({ headers, bytes }): Claim | undefined {
      const pairs = (headers.get(header) ?? '')
        .slice(0, 5000)
        .split(',')
        .map((pair) => pair.trim().split('=', 2));
      const time = pairs.find(([key]) => key === 't')?.[1] ?? '';
      const given = pairs.flatMap(([key, value = '']) => (key === name ? (decoded(value, 'hex') ?? []) : []));
      if (given.length === 0 || !/^\d{1,15}$/.test(time)) return undefined;
      return { proof: 'SHA-256', given, signed: [joined(`${time}.`, bytes)], at: Number(time) * 1000 };
    },
  };
}
