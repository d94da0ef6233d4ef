import { bytesOf, decoded, encoded, joined } from '../../bytes.js';
import { KenningError } from '../../errors.js';

const ivLength = 12;

/** Makes texts unreadable to whoever has no key. */
export interface Seal {
  /** `place` is bound to it: opened anywhere else it is broken. */
  close(text: string, place: string): Promise<string>;
  /** @throws KenningError `auth` when no key opens it */
  open(sealed: string, place: string): Promise<string>;
}

/**
 * Seals with AES-GCM (NIST SP 800-38D) and a fresh random number each time.
 *
 * @param keys 32 random bytes each, in base64; the first closes, all open
 * @throws KenningError `invalid` for what is no such key
 */
export function seal(keys: readonly [string, ...string[]]): Seal {
  const [closing, ...older] = keys.map(keyOf) as [Promise<CryptoKey>, ...Promise<CryptoKey>[]];
  return {
    async close(text, place) {
      const iv = crypto.getRandomValues(new Uint8Array(ivLength));
      const algorithm = { name: 'AES-GCM', iv, additionalData: bytesOf(place) };
      const closed = await crypto.subtle.encrypt(algorithm, await closing, bytesOf(text));
      return encoded(joined(iv, new Uint8Array(closed)), 'base64');
    },
    async open(sealed, place) {
      const bytes = decoded(sealed, 'base64', 1_000_000) ?? new Uint8Array();
      const algorithm = { name: 'AES-GCM', iv: bytes.slice(0, ivLength), additionalData: bytesOf(place) };
      for (const key of [closing, ...older]) {
        const opened = await crypto.subtle.decrypt(algorithm, await key, bytes.slice(ivLength)).catch(() => undefined);
        if (opened) return new TextDecoder().decode(opened);
      }
      throw new KenningError(
        'auth',
        'Kept tokens can not be read with this key. Give the key that they were sealed with, or sign in again.',
      );
    },
  };
}

function keyOf(text: string): Promise<CryptoKey> {
  const bytes = decoded(text, 'base64');
  if (bytes?.length !== 32)
    throw new KenningError('invalid', 'A key for tokens is 32 random bytes in base64: openssl rand -base64 32.');
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
