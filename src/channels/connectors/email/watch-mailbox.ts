import type { ImapFlow } from 'imapflow';
import { KenningError } from '../../../core/errors.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Cursor, Page } from '../../../core/page.js';
import type { KeptMailbox } from './kept-mailbox.js';
import { readMailboxCursor, writeMailboxCursor } from './mailbox-cursor.js';
import { mailboxError } from './mailbox-error.js';
import { foldersOf } from './mailbox-folders.js';
import type { ImapOptions } from './mailbox-options.js';
import { openMailbox } from './open-mailbox.js';
import { type ReadMailboxOptions, readMailbox, skipToEnd } from './read-mailbox.js';

type Reading = Omit<ReadMailboxOptions, 'folders'>;

/** One page of what came after a cursor; its `next` is absent when nothing did. */
export async function openMailboxPage(
  mailbox: KeptMailbox,
  imap: ImapOptions,
  cursor: Cursor | undefined,
  reading: Reading,
): Promise<Page<Observed>> {
  const places = readMailboxCursor(cursor);
  const found = await mailbox.use(reading.signal, async (client) => {
    const folders = await foldersOf(client, imap);
    const { page } = await readMailbox(client, places, { ...reading, folders });
    const next = writeMailboxCursor(places);
    return next === cursor ? page : { ...page, next };
  });
  // The walk is over.
  if (found.next === undefined) mailbox.leave();
  return found;
}

/**
 * Gives what comes, as it comes: the first folder is watched with IDLE, the others are looked into now and then. Without a
 * cursor it begins with what comes from now on. The first page tells the place at once.
 */
export async function* watchMailbox(
  imap: ImapOptions,
  cursor: Cursor | undefined,
  reading: Reading,
): AsyncGenerator<Page<Observed>, void, void> {
  const { signal } = reading;
  const places = readMailboxCursor(cursor);
  signal?.throwIfAborted();
  const client = await openMailbox(imap, reading.maxBytes, signal);
  const close = () => client.close();
  signal?.addEventListener('abort', close, { once: true });
  const news = newsOf(client);
  try {
    const folders = await foldersOf(client, imap);
    if (cursor === undefined) await skipToEnd(client, folders, places);
    yield { items: [], rejected: [], next: writeMailboxCursor(places) };
    for (;;) {
      news.forget();
      const { page, more } = await readMailbox(client, places, { ...reading, folders });
      if (page.items.length + page.rejected.length > 0) yield { ...page, next: writeMailboxCursor(places) };
      if (more) continue;
      // Read last, so that it is the one that is open and told of.
      const watched = await readMailbox(client, places, { ...reading, folders: folders.slice(0, 1) });
      if (watched.page.items.length + watched.page.rejected.length > 0)
        yield { ...watched.page, next: writeMailboxCursor(places) };
      else if (!watched.more) await news.wait(imap.checkEveryMs ?? 60_000);
      signal?.throwIfAborted();
      if (!client.usable) throw new KenningError('network', `email: imap at ${imap.host} broke off.`);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw mailboxError(error, imap.host);
  } finally {
    signal?.removeEventListener('abort', close);
    client.close();
  }
}

/** Waits until the server tells of something new, the line breaks or the time is over. */
function newsOf(client: ImapFlow) {
  let heard = false;
  let wake = () => {};
  const hear = () => {
    heard = true;
    wake();
  };
  client.on('exists', hear);
  client.on('close', hear);
  return {
    forget() {
      heard = false;
    },
    async wait(mostMs: number): Promise<void> {
      if (heard || !client.usable) return;
      const waited = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const timer = setTimeout(wake, mostMs);
      // It ends when another command is given; what fails it closes the line, which is heard.
      void client.idle().catch(hear);
      await waited.finally(() => clearTimeout(timer));
    },
  };
}
