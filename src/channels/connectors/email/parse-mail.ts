import type { Email } from 'postal-mime';
import type { Headers } from './automatic.js';
import { loadPostalMime, type PostalMimeLibrary } from './load-postal-mime.js';
import { tooManyLines } from './mail-bytes.js';

/** Deeper or larger is no mail that anybody wrote. */
const limits = { maxNestingDepth: 100, maxHeadersSize: 1024 * 1024 };

export interface ParsedMail {
  mail: Email;
  header: Headers;
  library: PostalMimeLibrary;
}

/** Parses a mail, or says why it can not be read. It throws for nothing that can stand in a mail. */
export async function parseMail(bytes: Uint8Array): Promise<ParsedMail | { reason: string }> {
  if (bytes.length === 0) return { reason: 'empty: there is nothing in it' };
  const tooMany = tooManyLines(bytes);
  if (tooMany) return { reason: tooMany };
  const library = await loadPostalMime();
  try {
    // Mails within the mail are attachments: what others said in them is not said by its author.
    const mail = await library.default.parse(bytes, { ...limits, forceRfc822Attachments: true });
    return { mail, header: headersOf(mail), library };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function headersOf({ headers }: Email): Headers {
  const byName = new Map<string, string[]>();
  for (const { key, value } of headers) {
    const values = byName.get(key);
    if (values) values.push(value);
    else byName.set(key, [value]);
  }
  return (name) => byName.get(name) ?? [];
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('nesting depth'))
    return `too-deep: parts within parts, more than ${limits.maxNestingDepth} levels`;
  if (message.includes('header size')) return 'headers-too-large: over 1 MiB of headers';
  return 'unreadable: the parser of mails could not read it';
}
