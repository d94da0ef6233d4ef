/** How the letters of a file are written in bytes. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What the beginning of a file shows; no encoding when it is plain ASCII, which fits several. */
export interface DetectedEncoding {
  encoding: Encoding | undefined;
  /** How many bytes a byte order mark takes at its beginning. */
  mark: 0 | 2 | 3;
}

/**
 * Finds the encoding from a file's first bytes: by its mark, by the zero bytes of UTF-16, by whether it is UTF-8.
 *
 * @example
 * detectEncoding(new Uint8Array([0xff, 0xfe, 0x41, 0x00])) // { encoding: 'utf-16le', mark: 2 }
 */
export function detectEncoding(head: Uint8Array): DetectedEncoding {
  const [first, second, third] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', mark: 2 };
  return { encoding: wideEncoding(head) ?? narrowEncoding(head), mark: 0 };
}

/** UTF-16 without a mark: most text has letters of the first 256, whose upper byte is zero. */
function wideEncoding(head: Uint8Array): Encoding | undefined {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1;
  const [even, odd] = zeros as [number, number];
  const half = head.length / 2;
  if (odd > half * 0.3 && even < odd / 10) return 'utf-16le';
  return even > half * 0.3 && odd < even / 10 ? 'utf-16be' : undefined;
}

/**
 * UTF-8 or Windows-1252 by which of both the bytes above ASCII suit, so that a few wrong ones do not spoil the rest;
 * undefined when there are none.
 */
export function narrowEncoding(bytes: Uint8Array): 'utf-8' | 'windows-1252' | undefined {
  let right = 0;
  let wrong = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte < 0x80) continue;
    const following = followers(byte);
    let found = 0;
    while (found < following && ((bytes[at + found + 1] ?? 0) & 0xc0) === 0x80) found += 1;
    // A character that is cut by the end of the bytes says nothing.
    if (following > 0 && found < following && at + found + 1 >= bytes.length) break;
    if (following > 0 && found === following) right += 1;
    else wrong += 1;
    at += found;
  }
  if (right === 0 && wrong === 0) return undefined;
  return right > wrong ? 'utf-8' : 'windows-1252';
}

/** How many bytes follow this first byte of a character in UTF-8; 0 when none may. */
function followers(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if (byte >= 0xe0 && byte <= 0xef) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
}
