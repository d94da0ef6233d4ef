import type { Instant } from '../../../core/model/instant.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Rejected } from '../../../core/page.js';
import { automaticOf } from './automatic.js';
import { deliveryReport } from './delivery-report.js';
import { hashOfMail } from './mail-bytes.js';
import { contentOf } from './mail-content.js';
import { type ParsedMail, parseMail } from './parse-mail.js';
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
  /** Whether it is known that we sent it, whatever address it goes by. */
  fromUs?: boolean;
  /** Where people can see it. */
  permalink?: string;
}

/** What a mail became: something said, or the reason why not. A mail that goes through may still have a note. */
export interface ObservedMail {
  observed?: Observed;
  /** What it reports of another mail, one of ours. */
  delivery?: Observed;
  rejected?: Rejected;
}

/** Reads one mail. It throws for nothing that can stand in a mail. */
export async function observeMail(bytes: Uint8Array, options: ObserveMailOptions): Promise<ObservedMail> {
  const parsed = await parseMail(bytes);
  if ('reason' in parsed) return { rejected: { reason: parsed.reason, at: options.at } };
  return said(parsed, bytes, options);
}

async function said(parsed: ParsedMail, bytes: Uint8Array, options: ObserveMailOptions): Promise<ObservedMail> {
  const { mail, header, library } = parsed;
  const { addressParser, decodeWords } = library;
  const [from] = header('from');
  const at = sentAt(header('date')[0], header('received').slice(0, 50), options);
  const people = participantsOf(mail, from ? addressParser(from) : [], at, options);
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
      ...(options.permalink && { permalink: options.permalink }),
      ...(automatic && { automatic }),
      origin: options.origin ?? 'import',
      participants: people.participants,
    },
    profiles: people.profiles,
  };
  const delivery = deliveryReport(parsed, at, options.isOwn);
  const read: ObservedMail = { observed, ...(delivery && { delivery }) };
  if (people.leftOut === 0) return read;
  const reason = `too-many-recipients: ${people.leftOut} of its addresses were left out, ${mostParticipants} are kept`;
  return { ...read, rejected: { reason, at: options.at } };
}
