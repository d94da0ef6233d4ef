import type { Bytes } from '../bytes.js';
import { KenningError } from '../errors.js';

/** A webhook's request with its body as it was sent. */
export interface WebhookMessage {
  method: string;
  /** As the system addressed it. */
  url: string;
  headers: Headers;
  bytes: Bytes;
  text: string;
}

/**
 * Reads a request whole.
 *
 * @param publicUrl as the system was told it, where a proxy rewrites addresses; the request's query goes with it
 * @throws `invalid` for a body that is not UTF-8, or was read before
 */
export async function readMessage(request: Request, publicUrl?: string): Promise<WebhookMessage> {
  if (request.bodyUsed)
    throw new KenningError(
      'invalid',
      'The body was read before its signature could be checked; hand on the request whole.',
    );
  const bytes = new Uint8Array(await request.arrayBuffer());
  const url = publicUrl === undefined ? request.url : publicUrl.replace(/\?.*$/s, '') + new URL(request.url).search;
  return { method: request.method, url, headers: request.headers, bytes, text: textOf(bytes) };
}

function textOf(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new KenningError('invalid', 'The body is not UTF-8.');
  }
}

/** The body as an object; undefined for anything else. */
export function objectIn({ text }: WebhookMessage): Readonly<Record<string, unknown>> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
