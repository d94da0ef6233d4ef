const letters = '234567abcdefghijklmnopqrstuvwxyz';

/**
 * The record key of a write: 63 bits of the key's SHA-256, written as a TID (atproto's `tid` record keys: 13 characters
 * of sortable base 32, the first bit 0). The same key gives the same record, so a repeated write meets the first one.
 */
export async function recordKey(key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`kenning ${key}`));
  let bits = new DataView(digest).getBigUint64(0) >> 1n;
  let text = '';
  for (let index = 0; index < 13; index++) {
    text = letters[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
}
