/**
 * Decodes a document: a byte order mark wins, then the charset of its media type, then what the document declares (XML's
 * declaration, HTML's `meta`), else UTF-8.
 * A charset that is unknown or plainly wrong is passed over: two bytes a character where there is one, and UTF-8 that is
 * none, which is read as windows-1252.
 */
export function decodeDocument(bytes: Uint8Array, charset?: string | undefined): string {
  const label = [markOf(bytes), charset, declaredCharset(bytes)]
    .map(encodingOf)
    .find((encoding) => fits(encoding, bytes));
  if (label !== undefined && label !== 'utf-8') return new TextDecoder(label).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(isMostlyUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes);
  }
}

function fits(encoding: string | undefined, bytes: Uint8Array): boolean {
  return (
    encoding !== undefined &&
    (!encoding.startsWith('utf-16') || markOf(bytes) !== undefined || [0, 1].includes(bytes.indexOf(0)))
  );
}

function markOf(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const label = '["\']?([A-Za-z0-9._:-]{1,40})';
  const xml = new RegExp(`^\\s*<\\?xml[^>]{0,150}?encoding\\s{0,5}=\\s{0,5}${label}`);
  const html = new RegExp(`<meta\\b[^>]{0,200}?charset\\s{0,5}=\\s{0,5}${label}`, 'i');
  return xml.exec(head)?.[1] ?? html.exec(head)?.[1];
}

/** An encoding's name; undefined when there is none of this label. */
function encodingOf(label: string | undefined): string | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label.trim()).encoding;
  } catch {
    return undefined;
  }
}

/** Whether most of what is not ASCII is UTF-8 after all, so that a few wrong bytes do not spoil the rest. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let right = 0;
  let wrong = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x80) continue;
    const follows = ((bytes[at + 1] ?? 0) & 0xc0) === 0x80;
    if (byte >= 0xc2 && byte <= 0xf4 && follows) {
      right += 1;
      while (((bytes[at + 1] ?? 0) & 0xc0) === 0x80) at++;
    } else wrong += 1;
  }
  return right > wrong;
}
