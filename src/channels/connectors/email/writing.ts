import type { ImapFlow } from 'imapflow';
import { type Clock, instantOf } from '../../../core/clock.js';
import { digest } from '../../../core/digest.js';
import { KenningError } from '../../../core/errors.js';
import type { CallOptions } from '../../../core/page.js';
import type { MessageDraft, ReplyDraft, Write, WriteVerb, Written } from '../../connector.js';
import { domainOf, normalizeAddress } from './address.js';
import { answerMail, isWritableId } from './answer-mail.js';
import { composeMail, type OutgoingMail } from './compose-mail.js';
import { findMail } from './find-mail.js';
import type { KeptMailbox } from './kept-mailbox.js';
import { foldersOf, sentFolder } from './mailbox-folders.js';
import type { ImapOptions } from './mailbox-options.js';
import { observeMail } from './observe-mail.js';
import type { OwnAddresses } from './own-addresses.js';
import { oneLine } from './reply-subject.js';
import { findCopy, keepsCopies, putCopy, settleCopy } from './sent-copies.js';
import type { Submission } from './smtp-options.js';
import { openSubmission } from './submit-mail.js';
import { mailRef } from './thread.js';

export interface WritingOptions {
  mailbox: KeptMailbox;
  imap: ImapOptions;
  submission: Submission;
  own: OwnAddresses;
  clock: Clock;
}

/** For how long a copy may be put in order though the work was stopped. */
const orderMs = 10_000;

/**
 * Answers and messages. SMTP knows no keys, so the id of a mail is made from its key and its copy in the folder of sent mail
 * says how far it came:
 *
 * 1. no copy: certainly not sent;
 * 2. a copy that is marked as a draft: about to be sent, or sent;
 * 3. a copy without the mark: sent.
 *
 * The mark goes when the server has taken the mail, and the copy goes when the server has refused it. A process that ends
 * between leaves 2, which people must clear up. Where the server keeps copies by itself, a copy is there as soon as it has
 * taken the mail, and there is no step 2.
 */
export function writing(options: WritingOptions): { reply: WriteVerb<ReplyDraft>; message: WriteVerb<MessageDraft> } {
  const { mailbox, imap, submission, own, clock } = options;

  /** Stable for the key, and of this mailbox alone. */
  async function idOf(key: string): Promise<string> {
    const domain = domainOf(normalizeAddress(imap.user) ?? submission.from.address);
    const ascii = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : 'localhost';
    return `${await digest(JSON.stringify(['kenning', imap.user, key]))}@${ascii}`;
  }

  async function writtenOf(bytes: Uint8Array, id: string): Promise<Written> {
    const now = instantOf(clock);
    const { observed } = await observeMail(bytes, {
      isOwn: own.has,
      fromUs: true,
      fileAt: now,
      now,
      at: 'sent',
      origin: 'api',
    });
    const at = observed?.type === 'said' ? observed.interaction.at : now;
    return { ref: mailRef(id), at, ...(observed && { observed }) };
  }

  async function send(key: string, mail: OutgoingMail, signal: AbortSignal | undefined): Promise<Written> {
    const id = await idOf(key);
    const bytes = await composeMail(mail, id, instantOf(clock));
    const envelope = { from: mail.from.address, to: mail.to.map(({ address }) => address) };
    const line = await openSubmission(submission.server, signal);
    // A stop breaks the line off, by which it is known what was sent; copies are put in order all the same.
    const inOrder = <Result>(work: (client: ImapFlow) => Promise<Result>) =>
      mailbox.use(AbortSignal.timeout(orderMs), work);
    try {
      const copy = await inOrder(async (client) =>
        keepsCopies(client, submission.keepsCopies) ? undefined : putCopy(client, id, bytes),
      );
      const handover = await line.send(envelope, bytes);
      const { state } = handover;
      // If it fails, the copy says less than we know, and a person is asked where none was needed.
      if (copy && state !== 'unknown')
        await inOrder((client) => settleCopy(client, copy, state === 'sent')).catch(() => {});
      if (state === 'sent') return await writtenOf(bytes, id);
      signal?.throwIfAborted();
      throw handover.error;
    } finally {
      line.close();
    }
  }

  async function find({ key }: Write<unknown>, { signal }: CallOptions = {}): Promise<Written | undefined> {
    const id = await idOf(key);
    const found = await mailbox.use(signal, (client) => findCopy(client, id));
    return found && writtenOf(found.bytes, id);
  }

  /** A verb that leaves the mailbox when it is done: writes seldom follow one another. */
  function verb<Draft>(write: WriteVerb<Draft>['send']): WriteVerb<Draft> {
    const leaving = async <Result>(work: Promise<Result>) => work.finally(() => mailbox.leave());
    return {
      repeat: 'findable',
      send: (wanted, call) => leaving(write(wanted, call)),
      find: (wanted, call) => leaving(find(wanted, call)),
    };
  }

  return {
    reply: verb(async ({ key, by, draft: { to, text } }, { signal } = {}) => {
      const { externalId } = to;
      if (to.network !== 'email' || to.realm !== '' || externalId.startsWith('sha256:') || !isWritableId(externalId))
        throw new KenningError('unsupported', 'email: what has no Message-ID can not be answered; send a message.');
      const found = await mailbox.use(signal, async (client) => {
        const sent = await sentFolder(client);
        const folders = [...(await foldersOf(client, imap)), ...(sent === undefined ? [] : [sent])];
        return findMail(client, [...new Set(folders)], externalId);
      });
      if (!found)
        throw new KenningError(
          'not-found',
          'email: what is to be answered is not in the mailbox any more; send a message.',
        );
      const { from, quote } = submission;
      const byMachine = by === 'machine';
      return send(key, answerMail(found, { text: sendable(text), byMachine, own, from, quote }), signal);
    }),
    message: verb(async ({ key, by, draft }, { signal } = {}) => {
      const address = draft.to.source === 'email' ? normalizeAddress(draft.to.externalId) : undefined;
      if (!address) throw new KenningError('invalid', 'email: a message goes to an e-mail address.');
      const subject = oneLine(draft.subject ?? '');
      if (subject === '') throw new KenningError('invalid', 'email: a message needs a subject.');
      const mail: OutgoingMail = { from: submission.from, to: [{ address }], subject, text: sendable(draft.text) };
      return send(key, by === 'machine' ? { ...mail, automatic: 'auto-generated' } : mail, signal);
    }),
  };
}

/** A text that a mail can carry: whole characters, no controls but tabs and line ends. */
function sendable(text: string): string {
  if (!text.trim()) throw new KenningError('invalid', 'email: the text is empty.');
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '');
}
