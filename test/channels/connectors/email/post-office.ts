import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { SmtpOptions, WritingEmailOptions } from '../../../../src/channels/connectors/email/index.js';
import { wait } from '../../../../src/core/wait.js';
import { whyNoDovecot } from '../../../support/dovecot.js';
import { type Postfix, startPostfix, whyNoPostfix } from '../../../support/postfix.js';
import { type MailServers, password, startMailServers } from './mail-servers.js';

/** Why no mail can be sent here; undefined when it can. Where `CI` is set it has to be. */
export const whyNoPost = whyNoDovecot() ?? whyNoPostfix();
if (whyNoPost && process.env.CI) throw new Error(`The live tests of sending mail can not run: ${whyNoPost}.`);

/** A mail as it lies in a folder; its headers are unfolded. */
export interface LyingMail {
  text: string;
  flags: string[];
}

/** A Dovecot and a Postfix that deliver to each other; in each test a mailbox of ours and one of Ann's. */
export class PostOffice {
  servers!: MailServers;
  postfix!: Postfix;
  user = '';
  ann = '';
  /** Our mailbox, as a mail program of ours sees it. */
  ours!: ImapFlow;
  anns!: ImapFlow;
  #count = 0;

  /** Opens it for the tests of a block. */
  open(): this {
    beforeAll(async () => {
      this.servers = await startMailServers();
      this.postfix = await startPostfix(this.servers.dovecot);
    });
    afterAll(() => {
      this.postfix?.stop();
      this.servers?.stop();
    });
    beforeEach(async () => {
      this.#count += 1;
      this.user = `support${this.#count}@example.com`;
      this.ann = `ann${this.#count}@shop.example`;
      this.ours = await this.servers.signIn(this.user);
      this.anns = await this.servers.signIn(this.ann);
      return () => Promise.all([this.ours.logout(), this.anns.logout()]);
    });
    return this;
  }

  options(smtp: Partial<SmtpOptions> = {}): WritingEmailOptions {
    return {
      imap: { host: '127.0.0.1', port: this.servers.dovecot.port, secure: false, user: this.user, password },
      smtp: { host: '127.0.0.1', port: this.postfix.port, secure: false, ...smtp },
    };
  }

  /** A mail of Ann's to us. */
  mail(headers: Record<string, string> = {}, text = 'My brakes squeal.'): string {
    const all = {
      From: `Ann <${this.ann}>`,
      To: this.user,
      Subject: 'Brakes',
      Date: 'Mon, 2 Mar 2026 09:00:00 +0000',
      'Message-ID': '<q1@shop.example>',
      ...headers,
    };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return `${head.join('')}\r\n${text}\r\n`;
  }

  /** The mails of a folder; waits until there are so many. */
  async lying(client: ImapFlow, folder: string, least = 0): Promise<LyingMail[]> {
    for (let turn = 0; turn < 100; turn++) {
      const { exists } = await client.mailboxOpen(folder, { readOnly: true });
      if (exists >= least) break;
      await wait(100);
    }
    const found: LyingMail[] = [];
    for await (const { source, flags } of client.fetch('1:*', { uid: true, source: true, flags: true }))
      found.push({
        text: String(source).replace(/\r\n[ \t]+/g, ' '),
        flags: [...(flags ?? [])].filter((flag) => flag !== '\\Recent').sort(),
      });
    return found;
  }
}

export function headerOf({ text }: LyingMail, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)\\r$`, 'im').exec(text.slice(0, text.indexOf('\r\n\r\n') + 2))?.[1];
}

export const mailRef = (externalId: string) => ({ network: 'email', realm: '', externalId });
