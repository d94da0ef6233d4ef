import type { ImapFlow } from 'imapflow';
import { KenningError } from '../../../core/errors.js';
import { type FoundMail, findMail } from './find-mail.js';
import { isGmail, sentFolder } from './mailbox-folders.js';

/** Where the copy of a mail that goes out lies. */
export interface SentCopy {
  folder: string;
  uid: number;
}

/** The folder of sent mail. @throws KenningError `not-found` when the mailbox has none. */
async function folderOfSent(client: ImapFlow): Promise<string> {
  const folder = await sentFolder(client);
  if (folder !== undefined) return folder;
  throw new KenningError(
    'not-found',
    'email: the mailbox has no folder of sent mail, by which answers are found; make one.',
  );
}

/** Whether the server itself keeps what it sends. */
export function keepsCopies(client: ImapFlow, told: boolean | undefined): boolean {
  return told ?? isGmail(client);
}

/** Puts the copy of a mail that is about to go out into the folder of sent mail, marked as a draft. */
export async function putCopy(client: ImapFlow, id: string, mail: Uint8Array): Promise<SentCopy> {
  const folder = await folderOfSent(client);
  const answer = await client.append(folder, Buffer.from(mail), ['\\Draft', '\\Seen']);
  if (answer && answer.uid !== undefined) return { folder, uid: answer.uid };
  // The server does not tell where it put it (RFC 4315).
  const found = await findMail(client, [folder], id);
  if (found) return { folder, uid: found.uid };
  throw new KenningError('unexpected', 'email: the mailbox did not keep the copy of the mail, so it was not sent.');
}

/** Ends the copy's time as a draft: the mail was sent, or it certainly was not. */
export async function settleCopy(client: ImapFlow, { folder, uid }: SentCopy, sent: boolean): Promise<void> {
  await client.mailboxOpen(folder);
  const at = String(uid);
  if (sent) await client.messageFlagsRemove(at, ['\\Draft'], { uid: true });
  else await client.messageDelete(at, { uid: true });
}

/**
 * A mail that was sent, by its id.
 *
 * @throws KenningError `conflict` when it stands there as a draft: it went out or not, and only people can find out.
 */
export async function findCopy(client: ImapFlow, id: string): Promise<FoundMail | undefined> {
  const folder = await folderOfSent(client);
  const found = await findMail(client, [folder], id);
  if (!found?.draft) return found;
  throw new KenningError(
    'conflict',
    `email: the mail may have been sent: its copy in ${folder} is still a draft. Ask whom it was for: if it came, it is done; if not, delete the copy and send it again.`,
  );
}
