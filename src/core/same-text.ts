import { type Bytes, bytesOf } from './bytes.js';

let comparing: Promise<CryptoKey> | undefined;

/**
 * Compares without telling by its time where two differ: by their HMACs under a key that nobody knows (double HMAC
 * verification, B. Nguyen, 2011).
 */
export async function sameBytes(left: Bytes, right: Bytes): Promise<boolean> {
  comparing ??= crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  const key = await comparing;
  return crypto.subtle.verify('HMAC', key, await crypto.subtle.sign('HMAC', key, left), right);
}

/** The same of texts. */
export function sameText(left: string, right: string): Promise<boolean> {
  return sameBytes(bytesOf(left), bytesOf(right));
}
