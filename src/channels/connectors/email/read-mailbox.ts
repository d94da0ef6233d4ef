import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { type Clock, instantOf } from '../../../core/clock.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page } from '../../../core/page.js';
import type { MailboxPlaces } from './mailbox-cursor.js';
import { isGmail } from './mailbox-folders.js';
import { observeMail } from './observe-mail.js';

export interface ReadMailboxOptions {
  folders: readonly string[];
  limit: number;
  maxBytes: number;
  isOwn(address: string): boolean;
  clock: Clock;
  signal?: AbortSignal | undefined;
}

/** Reads what comes after the places and moves them on. Tells whether there is more. */
export async function readMailbox(
  client: ImapFlow,
  places: MailboxPlaces,
  options: ReadMailboxOptions,
): Promise<{ page: Page<Observed>; more: boolean }> {
  const page: Page<Observed> = { items: [], rejected: [] };
  for (const path of options.folders) {
    options.signal?.throwIfAborted();
    const { uidValidity, uidNext } = await client.mailboxOpen(path, { readOnly: true });
    const validity = String(uidValidity);
    const known = places.get(path);
    // Under another validity UIDs name other mails: the folder is read anew, and ids keep it from being doubled.
    const read = known?.validity === validity ? known.uid : 0;
    const { mails, upTo } = await unreadMails(client, read, uidNext - 1, options);
    for (const mail of mails) await observe(client, path, mail, options, page);
    places.set(path, { validity, uid: Math.max(read, upTo) });
    if (upTo < uidNext - 1) return { page, more: true };
    if (page.items.length + page.rejected.length > 0) return { page, more: true };
  }
  return { page, more: false };
}

/** Marks everything that is there as read. */
export async function skipToEnd(client: ImapFlow, folders: readonly string[], places: MailboxPlaces): Promise<void> {
  for (const path of folders) {
    if (places.has(path)) continue;
    const { uidValidity, uidNext } = await client.mailboxOpen(path, { readOnly: true });
    places.set(path, { validity: String(uidValidity), uid: uidNext - 1 });
  }
}

/**
 * The next mails of the folder, as many as a page takes by number and by size. UIDs have holes of any size, so the range
 * that is asked for doubles until enough are found.
 */
async function unreadMails(client: ImapFlow, read: number, last: number, { limit, maxBytes }: ReadMailboxOptions) {
  const mails: FetchMessageObject[] = [];
  let bytes = 0;
  let upTo = read;
  for (let width = limit; upTo < last; width *= 2) {
    const end = Math.min(last, upTo + width);
    const query = { uid: true, size: true, flags: true, internalDate: true, labels: isGmail(client) };
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

async function observe(
  client: ImapFlow,
  path: string,
  { uid, size = 0, flags, labels, internalDate }: FetchMessageObject,
  { maxBytes, isOwn, clock }: ReadMailboxOptions,
  page: Page<Observed>,
): Promise<void> {
  // What is still being written was not said.
  if (flags?.has('\\Draft') || labels?.has('\\Draft') || labels?.has('\\Drafts')) return;
  const at = `${path}, UID ${uid}`;
  const tooLarge = { reason: `too-large: larger than ${maxBytes} bytes; raise maxBytes to read it`, at };
  if (size > maxBytes) {
    page.rejected.push(tooLarge);
    return;
  }
  // One at a time, so that a page needs no more memory than its largest mail; the size that was told may be wrong.
  const mail = await client.fetchOne(String(uid), { uid: true, source: { maxLength: maxBytes + 1 } }, { uid: true });
  // Somebody deleted it meanwhile.
  const { source } = mail || {};
  if (!source) return;
  if (source.length > maxBytes) {
    page.rejected.push(tooLarge);
    return;
  }
  const now = instantOf(clock);
  const got = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
  const fileAt = Number.isNaN(got) ? now : new Date(got).toISOString();
  const { observed, rejected } = await observeMail(source, { isOwn, fileAt, now, at, origin: 'api' });
  if (observed) page.items.push(observed);
  if (rejected) page.rejected.push(rejected);
}
