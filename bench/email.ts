import { ImapFlow } from 'imapflow';
import { email } from '../src/channels/connectors/email/index.js';
import { walk } from '../src/core/page.js';
import { type Dovecot, startDovecot, whyNoDovecot } from '../test/support/dovecot.js';
import { type Bench, type Figure, rounded, timed } from './figure.js';
import { random } from './made-up.js';
import { bed } from './stores.js';

const [user, password] = ['support@example.com', 'correct-horse'];

/** A mailbox of 10,000 mails on a Dovecot of its own: fetched alone, read, and taken into a store. */
export const emailBench: Bench = async ({ quick, stores }) => {
  const missing = whyNoDovecot();
  if (missing) throw new Error(`${missing}.`);
  const count = quick ? 1000 : 10_000;
  const dovecot = await startDovecot('http://127.0.0.1:1/');
  try {
    const bytes = await fill(dovecot, count);
    const size = `${count} mails of ${rounded(bytes / count)} bytes`;
    const figures: Figure[] = [];
    const figure = (what: string, seconds: number) =>
      figures.push({ what: `${what}, ${size}`, value: rounded(seconds, 2), unit: 's' });

    figure('fetched by imapflow alone, nothing read of them', (await timed(() => fetchAll(dovecot))).seconds);
    for (const limit of [100, 1000]) {
      const before = memory();
      let most = before;
      const { seconds } = await timed(async () => {
        for await (const _page of pages(dovecot, limit)) most = Math.max(most, process.memoryUsage().rss);
      });
      figure(`read, ${limit} a page`, seconds);
      figures.push({
        what: `memory beyond what the process had, ${limit} a page`,
        value: rounded((most - before) / 2 ** 20),
        unit: 'MiB',
      });
    }
    for (const name of stores) {
      await using place = await bed(name);
      const { seconds } = await timed(async () => {
        for await (const page of pages(dovecot, 100)) await place.intake.page({ page, channel: 'bench' });
      });
      figure(`read into ${name}, the resolver on`, seconds);
    }
    return figures;
  } finally {
    dovecot.stop();
  }
};

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

function pages({ port }: Dovecot, limit: number) {
  const mailbox = email({ imap: { host: '127.0.0.1', port, secure: false, user, password } });
  return walk((options) => mailbox.messages({ ...options, limit }));
}

async function signIn({ port }: Dovecot): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
  });
  await client.connect();
  return client;
}

async function fetchAll(dovecot: Dovecot): Promise<void> {
  const client = await signIn(dovecot);
  await client.mailboxOpen('INBOX', { readOnly: true });
  for await (const _mail of client.fetch('1:*', { uid: true, source: true }));
  await client.logout();
}

/** Puts mails of a few hundred people into the inbox; gives how many bytes they have. */
async function fill(dovecot: Dovecot, count: number): Promise<number> {
  const client = await signIn(dovecot);
  const next = random(1);
  let bytes = 0;
  for (let number = 0; number < count; number++) {
    const person = Math.floor(next() * 500);
    const answers = number > 0 && next() < 0.5 ? Math.floor(next() * number) : undefined;
    const lines = Array.from(
      { length: 5 + Math.floor(next() * 40) },
      (_, line) => `Line ${line} of mail ${number}, with some words on brakes.`,
    );
    const mail = [
      `From: Person ${person} <person${person}@shop.example>`,
      `To: ${user}`,
      `Subject: ${answers === undefined ? '' : 'Re: '}Brakes ${number}`,
      `Date: ${new Date(Date.UTC(2026, 0, 1) + number * 60_000).toUTCString()}`,
      `Message-ID: <mail${number}@shop.example>`,
      ...(answers === undefined
        ? []
        : [`In-Reply-To: <mail${answers}@shop.example>`, `References: <mail${answers}@shop.example>`]),
      'Content-Type: text/plain; charset=utf-8',
      '',
      ...lines,
      ...(answers === undefined ? [] : ['', 'On Monday Ann wrote:', ...lines.map((line) => `> ${line}`)]),
      '',
    ].join('\r\n');
    bytes += mail.length;
    await client.append('INBOX', mail);
  }
  await client.logout();
  return bytes;
}
