const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Nothing on the network nests so deep; what does is hostile. */
const deepest = 64;

/** A link to a block, as JSON writes it. */
export interface Link {
  $link: string;
}

/**
 * Decodes one item of DAG-CBOR (RFC 8949 with only what atproto's data model allows: no indefinite lengths, tag 42 for
 * links) and tells where it ends, since a frame of the firehose is two items in a row. Links become `{ $link }`.
 *
 * @throws RangeError or TypeError when the bytes are something else.
 */
export function decodeItem(bytes: Uint8Array, start = 0): { value: unknown; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;

  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new RangeError('the bytes end too early');
    at += length;
    return bytes.subarray(at - length, at);
  };

  const argument = (info: number): number => {
    const size = [1, 2, 4, 8][info - 24];
    if (info < 24) return info;
    if (!size) throw new TypeError('an indefinite length');
    take(size);
    if (size === 8) {
      const value = Number(view.getBigUint64(at - 8));
      if (!Number.isSafeInteger(value)) throw new RangeError('a number is too large');
      return value;
    }
    return size === 1 ? view.getUint8(at - 1) : size === 2 ? view.getUint16(at - 2) : view.getUint32(at - 4);
  };

  const item = (depth: number): unknown => {
    if (depth > deepest) throw new RangeError('nested too deep');
    const initial = take(1)[0] as number;
    const [major, info] = [initial >> 5, initial & 31];
    if (major === 7) {
      if (info === 27) {
        take(8);
        return view.getFloat64(at - 8);
      }
      if (info < 20 || info > 22) throw new TypeError('an unknown simple value');
      return info === 22 ? null : info === 21;
    }
    const size = argument(info);
    if (major === 0) return size;
    if (major === 1) return -1 - size;
    if (major === 2) return take(size);
    if (major === 3) return utf8.decode(take(size));
    if (major === 6) {
      const link = item(depth + 1);
      if (size !== 42 || !(link instanceof Uint8Array) || link[0] !== 0) throw new TypeError('an unknown tag');
      return { $link: cidOf(link.subarray(1)) } satisfies Link;
    }
    // Each entry takes a byte at least, so a length that lies is found before anything is made for it.
    if (size > bytes.length - at) throw new RangeError('the bytes end too early');
    if (major === 4) return Array.from({ length: size }, () => item(depth + 1));
    return Object.fromEntries(
      Array.from({ length: size }, () => {
        const key = item(depth + 1);
        if (typeof key !== 'string') throw new TypeError('a key is no text');
        return [key, item(depth + 1)];
      }),
    );
  };

  return { value: item(0), end: at };
}

/** A binary CID of version 1 as text: multibase base32, which is how records and lexicons write it. */
export function cidOf(bytes: Uint8Array): string {
  let text = 'b';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet[(value >> (bits - 5)) & 31];
  }
  return bits ? text + alphabet[(value << (5 - bits)) & 31] : text;
}

/**
 * The blocks of a CAR file of version 1 by their CIDs, not decoded yet. Only CIDs of version 1 are there on this network.
 *
 * @throws RangeError when the bytes are something else.
 */
export function blocksOf(car: Uint8Array): Map<string, Uint8Array> {
  const blocks = new Map<string, Uint8Array>();
  let at = 0;
  const varint = (): number => {
    for (let value = 0, factor = 1; factor < 2 ** 42; factor *= 128) {
      const byte = car[at++];
      if (byte === undefined) break;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new RangeError('a length can not be read');
  };
  // The header says which block is the root; nobody asks here.
  const header = varint();
  at += header;
  while (at < car.length) {
    const length = varint();
    const start = at;
    if (length > car.length - start) throw new RangeError('the bytes end too early');
    // Version, codec, hash function, then the length of the hash.
    for (let part = 0; part < 3; part++) varint();
    const hash = varint();
    at += hash;
    if (at > start + length) throw new RangeError('a block is shorter than its name');
    blocks.set(cidOf(car.subarray(start, at)), car.subarray(at, start + length));
    at = start + length;
  }
  return blocks;
}
