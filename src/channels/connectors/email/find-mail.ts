import type { ImapFlow } from 'imapflow';
import { KenningError } from '../../../core/errors.js';
import { isDraft } from './folder-mails.js';
import { type ParsedMail, parseMail } from './parse-mail.js';
import { messageId } from './thread.js';

/** A mail of the mailbox. */
export interface FoundMail extends ParsedMail {
  folder: string;
  uid: number;
  bytes: Uint8Array;
  draft: boolean;
}

/** What is read of a mail that is looked up: its headers and the text before its files. */
const mostBytes = 1024 * 1024;
/** The most copies that are looked at. */
const mostCopies = 20;

/** The mails of some folders that have an id; a finished one before drafts. */
export async function findMail(
  client: ImapFlow,
  folders: readonly string[],
  id: string,
): Promise<FoundMail | undefined> {
  let draft: FoundMail | undefined;
  for (const folder of folders) {
    await client.mailboxOpen(folder, { readOnly: true });
    const uids = await client.search({ header: { 'message-id': id } }, { uid: true });
    // A refusal must not look as if nothing was there.
    if (!uids) throw new KenningError('unexpected', `email: the mailbox refuses to look a mail up in ${folder}.`);
    for (const uid of uids.slice(-mostCopies).reverse()) {
      const query = { uid: true, flags: true, labels: true, source: { maxLength: mostBytes } };
      const mail = await client.fetchOne(String(uid), query, { uid: true });
      const { source } = mail || {};
      if (!source) continue;
      const parsed = await parseMail(source);
      // Servers look for a part of what a header holds.
      if ('reason' in parsed || messageId(parsed.header('message-id')[0]) !== id) continue;
      const found = { ...parsed, folder, uid, bytes: source, draft: mail !== false && isDraft(mail) };
      if (!found.draft) return found;
      draft ??= found;
    }
  }
  return draft;
}
