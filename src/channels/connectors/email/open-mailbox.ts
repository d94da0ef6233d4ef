import type { ImapFlow } from 'imapflow';
import { KenningError } from '../../../core/errors.js';
import { withCredential } from './mail-access.js';
import { mailboxError } from './mailbox-error.js';
import type { ImapOptions } from './mailbox-options.js';
import { trusted } from './server-options.js';

async function loadImapFlow(): Promise<typeof ImapFlow> {
  try {
    return (await import('imapflow')).ImapFlow;
  } catch (cause) {
    throw new KenningError('unsupported', 'Reading a mailbox needs the package imapflow: npm install imapflow@2', {
      cause,
    });
  }
}

/** A connection that is signed in and fails no process by itself. */
export async function openMailbox(options: ImapOptions, maxBytes: number, signal?: AbortSignal): Promise<ImapFlow> {
  const Client = await loadImapFlow();
  const { host, secure = true, port = secure === true ? 993 : 143, ca, timeoutMs = 30_000 } = options;
  return withCredential(options, signal, async (auth) => {
    const client = new Client({
      host,
      port,
      auth,
      secure: secure === true,
      doSTARTTLS: secure === 'starttls',
      ...(ca && { tls: { ca: await trusted(ca) } }),
      logger: false,
      disableAutoIdle: true,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      // A server keeps still for as long as it is told to wait for news.
      socketTimeout: Math.max(timeoutMs, 300_000),
      maxIdleTime: 240_000,
      maxLiteralSize: maxBytes + 1024 * 1024,
    });
    // Every failure also rejects what waits for it.
    client.on('error', () => {});
    try {
      await client.connect();
    } catch (error) {
      client.close();
      throw mailboxError(error, host);
    }
    return client;
  });
}
