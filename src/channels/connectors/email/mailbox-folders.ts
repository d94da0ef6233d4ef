import type { ImapFlow, ListResponse } from 'imapflow';
import { KenningError } from '../../../core/errors.js';
import type { FolderUse, ImapOptions } from './mailbox-options.js';

const marks: Record<FolderUse, string> = { inbox: '\\Inbox', sent: '\\Sent', archive: '\\Archive', all: '\\All' };

/** Gmail shows one mail in a folder for each of its labels; all mail holds each once. */
export function isGmail(client: ImapFlow): boolean {
  return client.capabilities.has('X-GM-EXT-1');
}

/** The folders that are read, in order; what the app named must be there. */
export async function foldersOf(client: ImapFlow, { folders }: Pick<ImapOptions, 'folders'>): Promise<string[]> {
  const listed = await client.list();
  const pathOf = (use: FolderUse) => folderFor(listed, use);
  if (folders)
    return [
      ...new Set(
        folders.map((wanted) => {
          const path =
            typeof wanted === 'string' ? pathOf(wanted) : listed.find((folder) => folder.path === wanted.path)?.path;
          if (path !== undefined) return path;
          const name = typeof wanted === 'string' ? `for "${wanted}"` : JSON.stringify(wanted.path);
          throw new KenningError('not-found', `email: the mailbox has no folder ${name}; check imap.folders`);
        }),
      ),
    ];
  const all = isGmail(client) ? pathOf('all') : undefined;
  if (all !== undefined) return [all];
  return (['inbox', 'sent', 'archive'] as const).flatMap((use) => pathOf(use) ?? []);
}

/** The folder of sent mail, when there is one. */
export async function sentFolder(client: ImapFlow): Promise<string | undefined> {
  return folderFor(await client.list(), 'sent');
}

function folderFor(listed: readonly ListResponse[], use: FolderUse): string | undefined {
  const found = listed.find(({ specialUse, flags }) => specialUse === marks[use] && !flags.has('\\Noselect'));
  return found?.path ?? (use === 'inbox' ? 'INBOX' : undefined);
}
