import type { Access } from '../../../core/access.js';
import type { KeptMailbox } from './kept-mailbox.js';
import { foldersOf, sentFolder } from './mailbox-folders.js';
import type { ImapOptions } from './mailbox-options.js';
import type { Submission } from './smtp-options.js';
import { openSubmission } from './submit-mail.js';

/** Signs in where mail is read, and where it leaves, and looks for the folders that are needed. Sends nothing. */
export async function access(
  mailbox: KeptMailbox,
  imap: ImapOptions,
  submission: Submission | undefined,
  signal: AbortSignal | undefined,
): Promise<Access> {
  const sent = await mailbox.use(signal, async (client) => {
    await foldersOf(client, imap);
    return sentFolder(client);
  });
  mailbox.leave();
  if (submission) (await openSubmission(submission.server, signal)).close();
  const missing = { scope: 'a folder of sent mail', verbs: ['reply', 'message'] };
  return {
    account: imap.user,
    missing: submission && sent === undefined ? [missing] : [],
    quotas: [],
    notes: sent === undefined ? ['The mailbox has no folder of sent mail, so what we wrote is not read.'] : [],
  };
}
