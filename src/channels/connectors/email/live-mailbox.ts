import { instantOf } from '../../../core/clock.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page, PageOptions } from '../../../core/page.js';
import type { Offers, StreamOptions } from '../../connector.js';
import { emailNetwork } from './email-network.js';
import type { MailboxOptions } from './mailbox-options.js';
import { ownAddresses } from './own-addresses.js';

const mostPerPage = 1000;

/** A mailbox on a server. Nothing is connected before a verb is called; a page connects, reads and leaves. */
export function liveMailbox({ imap, own, maxBytes, clock }: MailboxOptions): Offers<'messages' | 'own' | 'stream'> {
  const ours = ownAddresses(own);
  const reading = { maxBytes, clock, isOwn: ours.has };
  return {
    contract: 1,
    network: emailNetwork,
    own: async (call = {}) => {
      call.signal?.throwIfAborted();
      return ours.profiles(instantOf(clock));
    },
    async messages({ cursor, limit = 100, signal }: PageOptions = {}): Promise<Page<Observed>> {
      const { openMailboxPage } = await import('./watch-mailbox.js');
      const wanted = Math.min(Math.max(1, limit), mostPerPage);
      return openMailboxPage(imap, cursor, { ...reading, limit: wanted, signal });
    },
    async *stream({ cursor, signal }: StreamOptions = {}) {
      const { watchMailbox } = await import('./watch-mailbox.js');
      yield* watchMailbox(imap, cursor, { ...reading, limit: 100, signal });
    },
  };
}
