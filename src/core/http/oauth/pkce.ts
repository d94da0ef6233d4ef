import { bytesOf, encoded } from '../../bytes.js';

/** So many random bytes as text that may stand in an address. */
export function randomText(bytes = 32): string {
  return forUrl(crypto.getRandomValues(new Uint8Array(bytes)));
}

/** What an authorization page is told of a verifier (RFC 7636, section 4.2). */
export async function challengeOf(verifier: string): Promise<string> {
  return forUrl(new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(verifier))));
}

function forUrl(bytes: Uint8Array): string {
  return encoded(bytes, 'base64').replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
