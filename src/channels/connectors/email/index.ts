import { instantOf } from '../../../core/clock.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page, PageOptions } from '../../../core/page.js';
import type { Offers } from '../../connector.js';
import { emailNetwork } from './email-network.js';
import { liveMailbox } from './live-mailbox.js';
import { type MailPosition, readMailCursor, writeMailCursor } from './mail-cursor.js';
import { type ObservedMail, observeMail } from './observe-mail.js';
import {
  type EmailOptions,
  type LiveEmailOptions,
  readEmailOptions,
  readLiveOptions,
  type WritingEmailOptions,
} from './options.js';
import { ownAddresses } from './own-addresses.js';
import { unreadFiles } from './unread-files.js';

export type { FolderUse, ImapOptions } from './mailbox-options.js';
export { type ObservedMail, type ObserveMailOptions, observeMail } from './observe-mail.js';
export type { EmailOptions, LiveEmailOptions, WritingEmailOptions } from './options.js';
export type { CredentialOptions, MailToken, ServerOptions } from './server-options.js';
export type { SmtpOptions } from './smtp-options.js';
export { emailNetwork };

const mostPerPage = 1000;

/** What a mailbox on a server offers. */
export type LiveEmail = Offers<'access' | 'messages' | 'own' | 'stream'>;

/** What a mailbox offers with a server by which mail leaves. */
export type WritingEmail = LiveEmail & Offers<'reply' | 'message'>;

/**
 * Reads mails: from mbox files, files of one mail each and folders of both, or from a mailbox on a server, by IMAP.
 * With a server by which mail leaves, by SMTP, it also answers. Oldest first; a mail that can not be read is a `rejected` entry with its place. Nothing is opened before a verb is called.
 *
 * @throws KenningError `invalid` for an unknown option, `not-found` for a file or folder that is not there, `unsupported`
 * when the package `postal-mime` (or `imapflow`) is not installed, `auth` for a user that the server refuses.
 *
 * @example
 * const support = email({ imap: { host: 'imap.example.com', user: 'support@example.com', password } });
 * for await (const page of walk((options) => support.messages(options))) console.log(page.items.length);
 */
export function email(options: EmailOptions): Offers<'messages' | 'own'>;
export function email(options: WritingEmailOptions): WritingEmail;
export function email(options: LiveEmailOptions): LiveEmail;
export function email(options: EmailOptions | LiveEmailOptions | WritingEmailOptions): Offers<'messages' | 'own'> {
  return 'imap' in options ? liveMailbox(readLiveOptions(options)) : mailArchive(options);
}

/**
 * Mails from files. Its cursors name a file and a byte, so that a listing goes on where it ended, with what was added
 * since. A file is never held in memory, a mail up to `maxBytes` is.
 */
function mailArchive(options: EmailOptions): Offers<'messages' | 'own'> {
  const { files, own, maxBytes, extensions, clock } = readEmailOptions(options);
  const ours = ownAddresses(own);
  const list = unreadFiles({ files, extensions });

  async function messages({ cursor, limit = 100, signal }: PageOptions = {}): Promise<Page<Observed>> {
    signal?.throwIfAborted();
    const { checkOf, readMails } = await import('./read-mails.js');
    const wanted = Math.min(Math.max(1, limit), mostPerPage);
    const from = cursor === undefined ? undefined : readMailCursor(cursor);
    const unread = await list(cursor, from, signal);
    const page: Page<Observed> = { items: [], rejected: [...unread.rejected] };
    const now = instantOf(clock);
    let last: Omit<MailPosition, 'check'> | undefined;
    let bytesRead = 0;
    let taken = 0;
    const cursorAt = async (place: typeof last & {}) =>
      writeMailCursor({ ...place, check: await checkOf(place.path, place.offset) });
    for (const { file, from: begun } of unread.files) {
      const fileAt = file.changedMs > 0 ? new Date(file.changedMs).toISOString() : now;
      for await (const mail of readMails(file, { from: begun, maxBytes, signal })) {
        const { at, end, bytes } = mail;
        const { observed, delivery, rejected }: ObservedMail = bytes
          ? await observeMail(bytes, { isOwn: ours.has, fileAt, now, at })
          : { ...(mail.rejected && { rejected: mail.rejected }) };
        signal?.throwIfAborted();
        if (observed) page.items.push(observed);
        if (delivery) page.items.push(delivery);
        if (rejected) page.rejected.push(rejected);
        last = { entry: file.entry, order: file.order, path: file.path, offset: end };
        bytesRead += bytes?.length ?? 0;
        taken += 1;
        // A page is held in memory whole, so it is as large as the largest mail may be.
        if (taken >= wanted || bytesRead >= maxBytes) return { ...page, next: unread.goOn(await cursorAt(last)) };
      }
    }
    const next = last && (await cursorAt(last));
    // A file that stays unreadable is no reason to ask again.
    return next === undefined || next === cursor ? page : { ...page, next };
  }

  return {
    contract: 1,
    network: emailNetwork,
    messages,
    own: async (call = {}) => {
      call.signal?.throwIfAborted();
      return ours.profiles(instantOf(clock));
    },
  };
}
