import { KenningError } from '../errors.js';
import { refuseBinary } from './binary.js';
import { type DetectedEncoding, detectEncoding, type Encoding, narrowEncoding } from './encoding.js';

/** The text of a file, piece by piece. */
export interface TextSource {
  /** As far as it was read: a file that is plain ASCII so far counts as UTF-8. */
  encoding(): Encoding;
  /** Whether it begins with a byte order mark, which is no part of the text. */
  mark: boolean;
  chunks: AsyncGenerator<string, void, void>;
}

export interface TextSourceOptions {
  /** What messages call it: a file's path. Defaults to `the file`. */
  name?: string;
  /** Defaults to what its bytes show. */
  encoding?: Encoding;
  signal?: AbortSignal;
}

/** What is looked at to tell encodings, delimiters and binary files. */
const headBytes = 65_536;

/**
 * Decodes a file's bytes as they come. Bytes that are no text in its encoding become U+FFFD.
 *
 * @throws KenningError `invalid` for an empty or binary file.
 * @example
 * const { chunks } = await textSource(bytes, { name: 'contacts.csv' });
 * for await (const text of chunks) console.log(text);
 */
export async function textSource(
  bytes: AsyncIterable<Uint8Array>,
  { name = 'the file', encoding, signal }: TextSourceOptions = {},
): Promise<TextSource> {
  const iterator = bytes[Symbol.asyncIterator]();
  const head = await readHead(iterator, signal);
  if (head.length === 0) throw new KenningError('invalid', `${name} is empty. Check that the export was finished.`);
  const detected = detectEncoding(head);
  refuseBinary(head, name, encoding ?? detected.encoding);
  const decode = decoder(encoding ? { ...detected, encoding } : detected);
  return {
    encoding: () => decode.encoding() ?? 'utf-8',
    mark: detected.mark > 0,
    chunks: decodeAll(head.subarray(detected.mark), iterator, decode, signal),
  };
}

async function readHead(iterator: AsyncIterator<Uint8Array>, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < headBytes) {
    signal?.throwIfAborted();
    const next = await iterator.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  const head = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    head.set(part, at);
    at += part.length;
  }
  return head;
}

interface Decoder {
  encoding(): Encoding | undefined;
  text(bytes?: Uint8Array): string;
}

/** Decodes as ASCII until the first character above it shows which encoding it is. */
function decoder({ encoding: known }: DetectedEncoding): Decoder {
  let encoding = known;
  let inner = new TextDecoder(encoding ?? 'utf-8', { ignoreBOM: true });
  /** Bytes at an end that may be the beginning of a character. */
  let held = new Uint8Array(0);
  const settle = (found: Encoding): void => {
    encoding = found;
    inner = new TextDecoder(found, { ignoreBOM: true });
  };
  return {
    encoding: () => encoding,
    text(bytes) {
      if (!bytes) {
        if (held.length > 0) settle(narrowEncoding(held) ?? 'windows-1252');
        return inner.decode(held);
      }
      if (encoding) return inner.decode(bytes, { stream: true });
      const all = held.length === 0 ? bytes : new Uint8Array([...held, ...bytes]);
      const found = narrowEncoding(all);
      if (found) settle(found);
      const whole = found ? all.length : lengthOfAscii(all);
      held = all.slice(whole);
      return inner.decode(all.subarray(0, whole), { stream: true });
    },
  };
}

/** Up to where bytes are ASCII that hold no whole character beyond it: only their end may have the start of one. */
function lengthOfAscii(bytes: Uint8Array): number {
  for (let at = Math.max(0, bytes.length - 3); at < bytes.length; at += 1) if ((bytes[at] as number) >= 0x80) return at;
  return bytes.length;
}

async function* decodeAll(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
  decode: Decoder,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, void> {
  try {
    yield decode.text(head);
    for (;;) {
      signal?.throwIfAborted();
      const next = await rest.next();
      if (next.done) break;
      yield decode.text(next.value);
    }
    yield decode.text();
  } finally {
    await rest.return?.();
  }
}
