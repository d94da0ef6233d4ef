import { Readable } from 'node:stream';
import type { KenningError } from '../../../core/errors.js';
import { loadNodemailer } from './load-nodemailer.js';
import { type MailCredential, withCredential } from './mail-access.js';
import { type CredentialOptions, type ServerOptions, trusted } from './server-options.js';
import { smtpError } from './smtp-error.js';

/** What became of a mail that was handed over. `unknown`: its end was sent and no answer came. */
export type Handover = { state: 'sent' } | { state: 'refused' | 'unknown'; error: KenningError };

/** A line to the server that takes mail, signed in. */
export interface SubmissionLine {
  send(envelope: { from: string; to: string[] }, mail: Uint8Array): Promise<Handover>;
  close(): void;
}

/** Connects and signs in (RFC 6409, RFC 8314). An abort closes the line at once. */
export async function openSubmission(
  options: ServerOptions & CredentialOptions,
  signal: AbortSignal | undefined,
): Promise<SubmissionLine> {
  const { Connection, Token } = await loadNodemailer();
  const { host, secure = true, port = secure === true ? 465 : 587, ca, timeoutMs = 30_000 } = options;
  const tls = ca ? { tls: { ca: await trusted(ca) } } : {};
  const authOf = (credential: MailCredential) =>
    'accessToken' in credential
      ? { method: 'XOAUTH2', user: credential.user, oauth2: new Token(credential) }
      : { user: credential.user, credentials: credential };

  return withCredential(options, signal, async (credential) => {
    signal?.throwIfAborted();
    const connection = new Connection({
      host,
      port,
      secure: secure === true,
      requireTLS: secure === 'starttls',
      ignoreTLS: secure === false,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...tls,
    });
    const close = () => connection.close();
    signal?.addEventListener('abort', close, { once: true });
    let fail: (error: unknown) => void = () => {};
    connection.on('error', (error) => fail(error));
    connection.on('end', () => fail(new Error('The line was closed.')));
    /** What fails the line fails what waits for an answer, too. */
    const answered = <Result>(ask: (done: (error?: unknown, result?: Result) => void) => void) =>
      new Promise<Result | undefined>((resolve, reject) => {
        fail = reject;
        ask((error, result) => (error ? reject(error) : resolve(result)));
      });
    try {
      await answered((done) => connection.connect(done));
      await answered((done) => connection.login(authOf(credential), done));
    } catch (error) {
      connection.close();
      signal?.removeEventListener('abort', close);
      signal?.throwIfAborted();
      throw smtpError(error, host);
    }
    return {
      async send(envelope, mail) {
        let begun = false;
        // It is read when the server has taken the addresses and asks for the text; before that nothing can have been sent.
        const text = Readable.from(
          (function* () {
            begun = true;
            yield Buffer.from(mail);
          })(),
        );
        try {
          await answered((done) => connection.send({ ...envelope, size: mail.length }, text, done));
          return { state: 'sent' };
        } catch (error) {
          const refused = !begun || Number((error as { responseCode?: unknown }).responseCode) >= 400;
          return { state: refused ? 'refused' : 'unknown', error: smtpError(error, host) };
        }
      },
      close() {
        signal?.removeEventListener('abort', close);
        connection.quit();
        connection.close();
      },
    };
  });
}
