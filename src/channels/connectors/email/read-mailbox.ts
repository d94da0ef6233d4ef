import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { type Clock, instantOf } from '../../../core/clock.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page } from '../../../core/page.js';
import { finishedDrafts, isDraft, rememberDrafts, unreadMails } from './folder-mails.js';
import { type FolderPlace, type MailboxPlaces, mostDrafts } from './mailbox-cursor.js';
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
    const { validity, last, state } = await openFolder(client, path);
    const known = places.get(path);
    // Under another validity UIDs name other mails: the folder is read anew, and ids keep it from being doubled.
    const place: FolderPlace = known?.validity === validity ? { ...known } : { validity, uid: 0, drafts: [] };
    const finished = await finishedDrafts(client, place, state);
    const { mails, upTo } = await unreadMails(client, place.uid, last, options);
    rememberDrafts(
      place,
      mails.filter(isDraft).map(({ uid }) => uid),
    );
    await observe(client, path, [...finished, ...mails.filter((mail) => !isDraft(mail))], options, page);
    places.set(path, { ...place, uid: Math.max(place.uid, upTo), state });
    if (upTo < last) return { page, more: true };
    if (page.items.length + page.rejected.length > 0) return { page, more: true };
  }
  return { page, more: false };
}

/** Marks everything that is there as read, but what is still being written. */
export async function skipToEnd(client: ImapFlow, folders: readonly string[], places: MailboxPlaces): Promise<void> {
  for (const path of folders) {
    if (places.has(path)) continue;
    const { validity, last, state } = await openFolder(client, path);
    const drafts = (await client.search({ draft: true }, { uid: true })) || [];
    places.set(path, { validity, uid: last, drafts: drafts.slice(-mostDrafts), state });
  }
}

async function openFolder(client: ImapFlow, path: string) {
  const { uidValidity, uidNext, highestModseq } = await client.mailboxOpen(path, { readOnly: true });
  return { validity: String(uidValidity), last: uidNext - 1, state: highestModseq ? String(highestModseq) : undefined };
}

async function observe(
  client: ImapFlow,
  path: string,
  mails: readonly FetchMessageObject[],
  { maxBytes, isOwn, clock }: ReadMailboxOptions,
  page: Page<Observed>,
): Promise<void> {
  const placeOf = (uid: number) => `${path}, UID ${uid}`;
  const tooLarge = (uid: number) =>
    page.rejected.push({
      reason: `too-large: larger than ${maxBytes} bytes; raise maxBytes to read it`,
      at: placeOf(uid),
    });
  const wanted = new Map<number, FetchMessageObject>();
  for (const mail of mails)
    if ((mail.size ?? 0) > maxBytes) tooLarge(mail.uid);
    else wanted.set(mail.uid, mail);
  if (wanted.size === 0) return;
  const now = instantOf(clock);
  // They come one after another and the next waits for this one, so that a page needs little memory beyond what it gives.
  const sources = client.fetch(
    [...wanted.keys()].join(','),
    { uid: true, source: { maxLength: maxBytes + 1 } },
    { uid: true },
  );
  for await (const { uid, source } of sources) {
    const mail = wanted.get(uid);
    // What is missing was deleted meanwhile.
    if (!mail || !source) continue;
    wanted.delete(uid);
    // The size that was told may be wrong.
    if (source.length > maxBytes) {
      tooLarge(uid);
      continue;
    }
    const got = mail.internalDate === undefined ? Number.NaN : new Date(mail.internalDate).getTime();
    const { observed, delivery, rejected } = await observeMail(source, {
      isOwn,
      fileAt: Number.isNaN(got) ? now : new Date(got).toISOString(),
      now,
      at: placeOf(uid),
      origin: 'api',
      ...(isGmail(client) && gmailFacts(mail)),
    });
    if (observed) page.items.push(observed);
    if (delivery) page.items.push(delivery);
    if (rejected) page.rejected.push(rejected);
  }
}

/** What Gmail tells of a mail beside its text: that we sent it, and where it can be seen. */
function gmailFacts({ labels, emailId = '' }: FetchMessageObject): { fromUs?: boolean; permalink?: string } {
  return {
    ...(labels?.has('\\Sent') && { fromUs: true }),
    ...(/^\d{1,20}$/.test(emailId) && {
      permalink: `https://mail.google.com/mail/#all/${BigInt(emailId).toString(16)}`,
    }),
  };
}
