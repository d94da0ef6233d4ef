const encoder = new TextEncoder();

/** Bytes as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A text in UTF-8. */
export function bytesOf(text: string): Bytes {
  return encoder.encode(text);
}

/** Texts and bytes behind one another: what a system signs is often made of several. */
export function joined(...parts: readonly (string | Bytes)[]): Bytes {
  const all = parts.map((part) => (typeof part === 'string' ? bytesOf(part) : part));
  const whole = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of all) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** How bytes are written as text. */
export type Encoding = 'hex' | 'base64' | 'base64url';

/** Writes bytes as text. */
export function encoded(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding !== 'hex') {
    const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    return encoding === 'base64' ? text : text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  }
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Reads bytes that were written as text; undefined for what is not written like that, or is longer than `longest` characters.
 *
 * @param longest defaults to 1,024, which no signature reaches
 */
export function decoded(text: string, encoding: Encoding, longest = 1024): Bytes | undefined {
  if (text.length > longest) return undefined;
  if (encoding === 'hex') {
    if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return undefined;
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  const pattern = encoding === 'base64' ? /^[A-Za-z0-9+/]+={0,2}$/ : /^[A-Za-z0-9_-]+={0,2}$/;
  if (!pattern.test(text)) return undefined;
  try {
    const plain = encoding === 'base64' ? text : text.replaceAll('-', '+').replaceAll('_', '/');
    return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
