import { bytesOf } from '../bytes.js';
import { objectIn, type WebhookMessage } from './webhook-message.js';
import type { Claim, WebhookScheme } from './webhook-scheme.js';

/** Where a secret is sent. */
export type SecretPlace = { header: string } | { query: string } | { field: string } | 'basic';

/**
 * Systems that sign nothing and send a secret along instead: in a header, in the query, in the body's `token`, or as
 * `user:password`. Who reads one request can make others, so give such a system an address over HTTPS only.
 */
export function sharedSecret(system: string, where: SecretPlace): WebhookScheme {
  return {
    system,
    claim(message): Claim | undefined {
      const secret = where === 'basic' ? basic(message) : read(message, where);
      return secret ? { proof: 'the secret', given: [bytesOf(secret)] } : undefined;
    },
  };
}

function read(message: WebhookMessage, where: Exclude<SecretPlace, 'basic'>): string | undefined {
  if ('header' in where) return message.headers.get(where.header) ?? undefined;
  if ('query' in where) return new URL(message.url).searchParams.get(where.query) ?? undefined;
  const value = objectIn(message)?.[where.field];
  return typeof value === 'string' ? value : undefined;
}

/** The secret is `user:password` (RFC 7617, section 2). */
function basic({ headers }: WebhookMessage): string | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/=]{1,2000})$/i.exec(headers.get('authorization') ?? '') ?? [];
  if (!encoded) return undefined;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
