import { type Bytes, bytesOf, decoded, joined } from '../bytes.js';
import { sameBytes } from '../same-text.js';
import type { Claim, Proof } from './webhook-scheme.js';

/** More is no rotation but an attempt to keep us busy. */
const mostGiven = 10;

/** Gives the signature by which a secret proves a claim; undefined when it proves nothing. Takes the same time wherever two differ. */
export async function proven(claim: Claim, secret: string): Promise<Bytes | undefined> {
  const { proof, given, signed = [] } = claim;
  for (const one of given.slice(0, mostGiven)) {
    if (proof === 'the secret') {
      if (await sameBytes(one, bytesOf(secret))) return one;
    } else for (const text of signed) if (await signs(proof, secret, one, text)) return one;
  }
  return undefined;
}

async function signs(
  proof: Exclude<Proof, 'the secret'>,
  secret: string,
  signature: Bytes,
  text: Bytes,
): Promise<boolean> {
  if (proof === 'SHA-256 of secret and text')
    return sameBytes(signature, new Uint8Array(await crypto.subtle.digest('SHA-256', joined(secret, text))));
  return crypto.subtle.verify(proof === 'Ed25519' ? proof : 'HMAC', await keyOf(proof, secret), signature, text);
}

/** Keys as they were imported last: making one takes longer than using it. */
const keys = new Map<string, Promise<CryptoKey>>();
const mostKeys = 1000;

export async function hmac(proof: 'SHA-256', secret: string, text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(proof, secret), bytesOf(text)));
}

function keyOf(proof: Exclude<Proof, 'the secret' | 'SHA-256 of secret and text'>, secret: string): Promise<CryptoKey> {
  const name = `${proof} ${secret}`;
  const known = keys.get(name);
  if (known) return known;
  const made =
    proof === 'Ed25519'
      ? crypto.subtle.importKey('raw', decoded(secret, 'hex') ?? new Uint8Array(), proof, false, ['verify'])
      : crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: proof }, false, ['sign', 'verify']);
  const [oldest] = keys.keys();
  if (keys.size >= mostKeys && oldest !== undefined) keys.delete(oldest);
  keys.set(name, made);
  return made;
}
