import { instantOf } from '../../../core/clock.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page, PageOptions } from '../../../core/page.js';
import type { Connector, Offers, StreamOptions, WriteVerb } from '../../connector.js';
import { emailNetwork } from './email-network.js';
import type { KeptMailbox } from './kept-mailbox.js';
import type { ReadLiveOptions } from './options.js';
import type { Submission } from './smtp-options.js';

const mostPerPage = 1000;

/** A mailbox on a server. Nothing is connected before a verb is called. */
export function liveMailbox(options: ReadLiveOptions): Offers<'access' | 'messages' | 'own' | 'stream'> {
  const { imap, own, maxBytes, clock, submission } = options;
  const reading = { maxBytes, clock, isOwn: own.has };
  let mailbox: Promise<KeptMailbox> | undefined;
  const kept = () => {
    mailbox ??= import('./kept-mailbox.js').then(({ keptMailbox }) => keptMailbox(imap, maxBytes));
    return mailbox;
  };

  /** Verbs whose code is loaded with the first call. */
  function writeVerbs(by: Submission): Pick<Required<Connector>, 'reply' | 'message'> {
    const load = async () => {
      const { writing } = await import('./writing.js');
      return writing({ mailbox: await kept(), imap, submission: by, own, clock });
    };
    const verb = <Draft>(pick: (verbs: Awaited<ReturnType<typeof load>>) => WriteVerb<Draft>): WriteVerb<Draft> => ({
      repeat: 'findable',
      send: async (write, call) => pick(await load()).send(write, call),
      find: async (write, call) => pick(await load()).find?.(write, call),
    });
    return { reply: verb(({ reply }) => reply), message: verb(({ message }) => message) };
  }

  return {
    contract: 1,
    network: emailNetwork,
    own: async (call = {}) => {
      call.signal?.throwIfAborted();
      return own.profiles(instantOf(clock));
    },
    async access({ signal } = {}) {
      const { access } = await import('./access.js');
      return access(await kept(), imap, submission, signal);
    },
    async messages({ cursor, limit = 100, signal }: PageOptions = {}): Promise<Page<Observed>> {
      const { openMailboxPage } = await import('./watch-mailbox.js');
      const wanted = Math.min(Math.max(1, limit), mostPerPage);
      return openMailboxPage(await kept(), imap, cursor, { ...reading, limit: wanted, signal });
    },
    async *stream({ cursor, signal }: StreamOptions = {}) {
      const { watchMailbox } = await import('./watch-mailbox.js');
      yield* watchMailbox(imap, cursor, { ...reading, limit: 100, signal });
    },
    ...(submission && writeVerbs(submission)),
  };
}
