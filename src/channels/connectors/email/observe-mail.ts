import type { Email } from 'postal-mime';
import type { Instant } from '../../../core/model/instant.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Rejected } from '../../../core/page.js';
import { automaticOf, type Headers } from './automatic.js';
import { loadPostalMime, type PostalMimeLibrary } from './load-postal-mime.js';
import { hashOfMail, tooManyLines } from './mail-bytes.js';
import { contentOf } from './mail-content.js';
import { mostParticipants, participantsOf } from './participants.js';
import { sentAt } from './sent-at.js';
import { mailRef, messageId, threadOf } from './thread.js';

export interface ObserveMailOptions {
  /** Whether an address is ours. */
  isOwn: (address: string) => boolean;
  /** When the mail was got or its file last changed; stands in where it has no date of its own. */
  fileAt: Instant;
  now: Instant;
  /** Where it was, for those that are rejected. */
  at: string;
  /** How it was got. Defaults to `import`. */
  origin?: 'api' | 'import';
}

/** What a mail became: something said, or the reason why not. A mail that goes through may still have a note. */
export interface ObservedMail {
  observed?: Observed;
  rejected?: Rejected;
}

/** Deeper or larger is no mail that anybody wrote. */
const limits = { maxNestingDepth: 100, maxHeadersSize: 1024 * 1024 };

/** Reads one mail. It throws for nothing that can stand in a mail. */
export async function observeMail(bytes: Uint8Array, options: ObserveMailOptions): Promise<ObservedMail> {
  const { at } = options;
  if (bytes.length === 0) return { rejected: { reason: 'empty: there is nothing in it', at } };
  const tooMany = tooManyLines(bytes);
  if (tooMany) return { rejected: { reason: tooMany, at } };
  const library = await loadPostalMime();
  let mail: Email;
  try {
    // Mails within the mail are attachments: what others said in them is not said by its author.
    mail = await library.default.parse(bytes, { ...limits, forceRfc822Attachments: true });
  } catch (error) {
    return { rejected: { reason: reasonOf(error), at } };
  }
  return said(mail, bytes, library, options);
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('nesting depth'))
    return `too-deep: parts within parts, more than ${limits.maxNestingDepth} levels`;
  if (message.includes('header size')) return 'headers-too-large: over 1 MiB of headers';
  return 'unreadable: the parser of mails could not read it';
}

async function said(
  mail: Email,
  bytes: Uint8Array,
  { addressParser, decodeWords }: PostalMimeLibrary,
  options: ObserveMailOptions,
): Promise<ObservedMail> {
  const byName = new Map<string, string[]>();
  for (const { key, value } of mail.headers) {
    const values = byName.get(key);
    if (values) values.push(value);
    else byName.set(key, [value]);
  }
  const header: Headers = (name) => byName.get(name) ?? [];
  const [from] = header('from');
  const at = sentAt(header('date')[0], header('received').slice(0, 50), options);
  const people = participantsOf(mail, from ? addressParser(from) : [], at, options.isOwn);
  if (!people) {
    const reason = mail.headers.length === 0 ? 'no-mail: it has no headers' : 'no-author: no address in From or Sender';
    return { rejected: { reason, at: options.at } };
  }
  const externalId = messageId(header('message-id')[0]) ?? `sha256:${await hashOfMail(bytes)}`;
  const dated = header('date')[0]?.slice(0, 200).replace(/\s+/g, ' ').trim();
  const automatic = automaticOf(header);
  const observed: Observed = {
    type: 'said',
    interaction: {
      ...mailRef(externalId),
      kind: 'email',
      at,
      // Copies of a mail differ by what lists and mailboxes add; two mails under one id differ by their date.
      ...(dated && { version: dated }),
      content: contentOf(mail, decodeWords),
      ...threadOf(externalId, header('references')[0], header('in-reply-to')[0]),
      visibility: 'direct',
      ...(automatic && { automatic }),
      origin: options.origin ?? 'import',
      participants: people.participants,
    },
    profiles: people.profiles,
  };
  if (people.leftOut === 0) return { observed };
  const reason = `too-many-recipients: ${people.leftOut} of its addresses were left out, ${mostParticipants} are kept`;
  return { observed, rejected: { reason, at: options.at } };
}
