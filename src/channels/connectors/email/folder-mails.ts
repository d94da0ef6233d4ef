import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { type FolderPlace, mostDrafts } from './mailbox-cursor.js';

const query = { uid: true, size: true, flags: true, internalDate: true, labels: true };

/** What is still being written was not said. */
export function isDraft({ flags, labels }: FetchMessageObject): boolean {
  return flags?.has('\\Draft') || labels?.has('\\Draft') || labels?.has('\\Drafts') || false;
}

/**
 * The next mails of the folder that is open, as many as a page takes by number and by size. UIDs have holes of any size,
 * so the range that is asked for doubles until enough are found.
 */
export async function unreadMails(
  client: ImapFlow,
  read: number,
  last: number,
  { limit, maxBytes }: { limit: number; maxBytes: number },
): Promise<{ mails: FetchMessageObject[]; upTo: number }> {
  const mails: FetchMessageObject[] = [];
  let bytes = 0;
  let upTo = read;
  for (let width = limit; upTo < last; width *= 2) {
    const end = Math.min(last, upTo + width);
    const found: FetchMessageObject[] = [];
    // What a server tells of other mails meanwhile is not asked for.
    for await (const mail of client.fetch(`${upTo + 1}:${end}`, query, { uid: true }))
      if (mail.uid > upTo && mail.uid <= end && found.length <= width) found.push(mail);
    for (const mail of found.sort((left, right) => left.uid - right.uid)) {
      const told = mail.size ?? 0;
      const size = told > maxBytes ? 0 : told;
      if (mails.length > 0 && (mails.length >= limit || bytes + size > maxBytes)) return { mails, upTo };
      mails.push(mail);
      bytes += size;
      upTo = mail.uid;
    }
    upTo = end;
  }
  return { mails, upTo };
}

/**
 * The drafts of an earlier page that were finished since: a mail that is sent in place keeps its UID. Where the server
 * numbers its changes (CONDSTORE) nothing is asked while there is none, and then only for what changed.
 */
export async function finishedDrafts(
  client: ImapFlow,
  place: FolderPlace,
  state: string | undefined,
): Promise<FetchMessageObject[]> {
  const { drafts, state: before } = place;
  if (drafts.length === 0 || (state !== undefined && state === before)) return [];
  const since = state !== undefined && before !== undefined ? { changedSince: BigInt(before) } : {};
  const known = new Set(drafts);
  const finished: FetchMessageObject[] = [];
  const standing: number[] = [];
  for await (const mail of client.fetch(drafts.join(','), query, { uid: true, ...since })) {
    if (!known.delete(mail.uid)) continue;
    if (isDraft(mail)) standing.push(mail.uid);
    else finished.push(mail);
  }
  // Of all that changed, or of all: what was not told is as it was, or gone.
  place.drafts = 'changedSince' in since ? [...known, ...standing] : standing;
  return finished.sort((left, right) => left.uid - right.uid);
}

/** Remembers what was passed because it was still being written; of more than a hundred the newest. */
export function rememberDrafts(place: FolderPlace, uids: readonly number[]): void {
  place.drafts = [...new Set([...place.drafts, ...uids])].sort((left, right) => left - right).slice(-mostDrafts);
}
