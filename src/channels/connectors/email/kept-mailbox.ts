import type { ImapFlow } from 'imapflow';
import { mailboxError } from './mailbox-error.js';
import type { ImapOptions } from './mailbox-options.js';
import { openMailbox } from './open-mailbox.js';

/** A mailbox whose connection outlives a call by some seconds, so that a walk of many pages signs in once. */
export interface KeptMailbox {
  /**
   * Does something with the mailbox. An abort closes the connection at once and passes through unwrapped; what fails is
   * kenning's error. Calls at the same time have connections of their own.
   */
  use<Result>(signal: AbortSignal | undefined, work: (client: ImapFlow) => Promise<Result>): Promise<Result>;
  /** Leaves the mailbox, if nobody is in it. */
  leave(): void;
}

/** For how long a connection waits for the next call, and then for the server's word that it may go. */
const keepMs = 5000;
const partingMs = 1000;

export function keptMailbox(imap: ImapOptions, maxBytes: number): KeptMailbox {
  let idle: { client: ImapFlow; forget(): void } | undefined;

  function leave(): void {
    const left = take();
    if (!left) return;
    const close = () => left.close();
    const timer = setTimeout(close, partingMs);
    void left
      .logout()
      .catch(close)
      .finally(() => clearTimeout(timer));
  }

  function drop(): void {
    take()?.close();
  }

  function take(): ImapFlow | undefined {
    const taken = idle;
    idle = undefined;
    taken?.forget();
    return taken?.client.usable ? taken.client : undefined;
  }

  /** Keeps a connection for the next call, until its time is over or the caller's work is stopped. */
  function keep(client: ImapFlow, signal: AbortSignal | undefined): void {
    leave();
    const timer = setTimeout(leave, keepMs);
    signal?.addEventListener('abort', drop, { once: true });
    client.once('close', drop);
    idle = {
      client,
      forget() {
        clearTimeout(timer);
        signal?.removeEventListener('abort', drop);
        client.off('close', drop);
      },
    };
  }

  return {
    async use(signal, work) {
      signal?.throwIfAborted();
      const client = take() ?? (await openMailbox(imap, maxBytes, signal));
      const close = () => client.close();
      signal?.addEventListener('abort', close, { once: true });
      try {
        signal?.throwIfAborted();
        const result = await work(client);
        signal?.throwIfAborted();
        keep(client, signal);
        return result;
      } catch (error) {
        client.close();
        signal?.throwIfAborted();
        throw mailboxError(error, imap.host);
      } finally {
        signal?.removeEventListener('abort', close);
      }
    },
    leave,
  };
}
