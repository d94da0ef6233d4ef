import { KenningError } from '../../../core/errors.js';
import { addressesOf, type NamedAddress } from './address.js';
import { automaticOf } from './automatic.js';
import type { OutgoingMail } from './compose-mail.js';
import type { FoundMail } from './find-mail.js';
import { contentOf } from './mail-content.js';
import type { OwnAddresses } from './own-addresses.js';
import { quoteOf } from './quote-mail.js';
import { replySubject } from './reply-subject.js';
import { messageId } from './thread.js';

/** The most people that an answer goes to. */
const mostRecipients = 20;
/** Of a longer thread its root and its newest mails are named. */
const mostReferences = 30;

export interface AnswerOptions {
  text: string;
  /** Whether no person reads the answer before it goes out. */
  byMachine: boolean;
  own: OwnAddresses;
  /** From whom it goes when no address of ours was written to. */
  from: NamedAddress;
  /** Whether it repeats what it answers. */
  quote: boolean;
}

/**
 * An answer to a mail: to its `Reply-To`, else to its authors, in its thread (RFC 5322, section 3.6.4), from the address of
 * ours that it was written to. An answer to a mail of our own goes to those whom that one went to.
 *
 * @throws KenningError `not-permitted` for a machine that would answer a machine or ourselves (RFC 3834, section 2),
 * `invalid` where nobody can be answered.
 */
export function answerMail(found: FoundMail, options: AnswerOptions): OutgoingMail {
  const { mail, header, library } = found;
  const { own, byMachine, quote } = options;
  const list = (addresses: Parameters<typeof addressesOf>[0] | undefined) =>
    addressesOf(addresses ?? [], mostRecipients).addresses;
  const others = (addresses: NamedAddress[]) => addresses.filter(({ address }) => !own.has(address));

  const authors = list(library.addressParser(header('from')[0] ?? ''));
  const ours = authors.length > 0 && others(authors).length === 0;
  const asked = list(mail.replyTo);
  const to = ours ? list(mail.to) : [others(asked), others(authors)].find((some) => some.length > 0);
  if (!to || to.length === 0) throw new KenningError('invalid', 'email: the mail names nobody who can be answered.');

  if (byMachine && (ours || others(to).length === 0 || isAutomatic(found)))
    throw new KenningError(
      'not-permitted',
      'email: a machine or list wrote the mail, or we did, and no machine answers it; a person may.',
    );

  const { text: said, title = '' } = contentOf(mail, library.decodeWords);
  return {
    from: receiver(found, options) ?? (ours ? own.named(authors[0]?.address ?? '') : undefined) ?? options.from,
    to,
    subject: replySubject(title),
    text: quote ? `${options.text}\n\n${quoteOf(said, authors[0], header('date')[0])}` : options.text,
    references: referencesOf(found),
    ...(byMachine && { automatic: 'auto-replied' }),
  };
}

/** Whether a machine must be silent: to lists, reports and answers of machines, and to those who ask for it. */
function isAutomatic({ header }: FoundMail): boolean {
  const suppress = (header('x-auto-response-suppress')[0] ?? '').toLowerCase();
  return automaticOf(header) !== undefined || /\b(?:all|autoreply|oof)\b/.test(suppress);
}

/** The address of ours that a mail was written to; behind a list or a blind copy the one that it was delivered to. */
function receiver({ mail, header, library }: FoundMail, { own }: AnswerOptions): NamedAddress | undefined {
  const delivered = ['delivered-to', 'x-delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) =>
    header(name)
      .slice(0, 5)
      .flatMap((value) => library.addressParser(value)),
  );
  const { addresses } = addressesOf([...(mail.to ?? []), ...(mail.cc ?? []), ...delivered], 1000);
  for (const { address } of addresses) {
    const named = own.named(address);
    if (named) return named;
  }
  return undefined;
}

/** The thread of an answer: that of the mail, and the mail. */
function referencesOf({ header }: FoundMail): string[] {
  const self = messageId(header('message-id')[0]) ?? '';
  const thread = idsOf(header('references')[0]);
  const before = thread.length > 0 ? thread : idsOf(header('in-reply-to')[0]).slice(0, 1);
  const ids = [...new Set([...before.filter((id) => id !== self), self])];
  return ids.length <= mostReferences ? ids : [ids[0] as string, ...ids.slice(1 - mostReferences)];
}

/** The ids in a header; what can not stand in one again is left out. */
function idsOf(header: string | undefined): string[] {
  const ids = [...(header ?? '').slice(0, 100_000).matchAll(/<([^<>]{3,2000})>/g)].map(([, id]) =>
    messageId(`<${id}>`),
  );
  return ids.filter((id) => id !== undefined && isWritableId(id)) as string[];
}

/** Whether an id can be written into a header as it is (RFC 5322, section 3.6.4, in plain ASCII). */
export function isWritableId(id: string): boolean {
  return id.length <= 900 && /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(id);
}
