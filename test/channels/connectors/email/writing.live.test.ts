import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Write } from '../../../../src/channels/connector.js';
import { email, type SmtpOptions, type WritingEmailOptions } from '../../../../src/channels/connectors/email/index.js';
import { observed as observedSchema } from '../../../../src/core/model/observed.js';
import { walk } from '../../../../src/core/page.js';
import { wait } from '../../../../src/core/wait.js';
import { whyNoDovecot } from '../../../support/dovecot.js';
import { type Postfix, startPostfix, whyNoPostfix } from '../../../support/postfix.js';
import { type MailServers, password, startMailServers } from './mail-servers.js';

const missing = whyNoDovecot() ?? whyNoPostfix();
if (missing && process.env.CI) throw new Error(`The live tests of sending mail can not run: ${missing}.`);

const mailRef = (externalId: string) => ({ network: 'email', realm: '', externalId });

describe.skipIf(missing)(`mail that goes out${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let servers: MailServers;
  let postfix: Postfix;
  let count = 0;
  let [user, ann] = ['', ''];
  let other: ImapFlow;
  let anns: ImapFlow;

  beforeAll(async () => {
    servers = await startMailServers();
    postfix = await startPostfix(servers.dovecot);
  });
  afterAll(() => {
    postfix?.stop();
    servers?.stop();
  });
  beforeEach(async () => {
    count += 1;
    user = `support${count}@example.com`;
    ann = `ann${count}@shop.example`;
    other = await servers.signIn(user);
    anns = await servers.signIn(ann);
    return () => Promise.all([other.logout(), anns.logout()]);
  });

  const optionsOf = (smtp: Partial<SmtpOptions> = {}, own?: string[]): WritingEmailOptions => ({
    ...(own && { own }),
    imap: { host: '127.0.0.1', port: servers.dovecot.port, secure: false, user, password },
    smtp: { host: '127.0.0.1', port: postfix.port, secure: false, ...smtp },
  });
  const channel = (smtp: Partial<SmtpOptions> = {}, own?: string[]) => email(optionsOf(smtp, own));

  const written = (headers: Record<string, string>, text = 'My brakes squeal.') =>
    `${Object.entries({
      From: `Ann <${ann}>`,
      To: user,
      Subject: 'Brakes',
      Date: 'Mon, 2 Mar 2026 09:00:00 +0000',
      'Message-ID': '<q1@shop.example>',
      ...headers,
    })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n${text}\r\n`;
  const answer = (more: Partial<Write<unknown>> & { to?: string; text?: string } = {}) => ({
    key: `answer ${count}`,
    ...(more.by && { by: more.by }),
    draft: { to: mailRef(more.to ?? 'q1@shop.example'), text: more.text ?? 'Bring it in!' },
  });

  /** The mails of a folder as they lie there; waits until there are so many. */
  async function lying(client: ImapFlow, folder: string, least = 0) {
    for (let turn = 0; turn < 100; turn++) {
      const { exists } = await client.mailboxOpen(folder, { readOnly: true });
      if (exists >= least) break;
      await wait(100);
    }
    const found: { text: string; flags: string[] }[] = [];
    for await (const { source, flags } of client.fetch('1:*', { uid: true, source: true, flags: true }))
      found.push({ text: String(source).replace(/\r\n[ \t]+/g, ' '), flags: [...(flags ?? [])] });
    return found;
  }
  const headerOf = ({ text }: { text: string }, name: string) =>
    new RegExp(`^${name}: (.*)\\r$`, 'im').exec(text.slice(0, text.indexOf('\r\n\r\n') + 2))?.[1];

  test('an answer arrives in its thread, from the address that was written to, and stands in Sent once', async () => {
    const own = ['Support <support@example.com>', `Brakes at Example <${user}>`, '@example.com'];
    await other.append(
      'INBOX',
      written({ References: '<q-1@shop.example> <q0@shop.example>', Subject: 'AW: Re: Brakes' }),
    );
    const reply = await channel({}, own).reply.send(answer({ text: 'Grüße\n.\nFrom here on 🚲' }));
    const [arrived] = await lying(anns, 'INBOX', 1);
    if (!arrived) throw new Error('nothing arrived');
    expect(headerOf(arrived, 'From')).toBe(`Brakes at Example <${user}>`);
    expect(headerOf(arrived, 'To')).toBe(`Ann <${ann}>`);
    expect(headerOf(arrived, 'Subject')).toBe('Re: Brakes');
    expect(headerOf(arrived, 'In-Reply-To')).toBe('<q1@shop.example>');
    expect(headerOf(arrived, 'References')).toBe('<q-1@shop.example> <q0@shop.example> <q1@shop.example>');
    expect(headerOf(arrived, 'Message-ID')).toBe(`<${reply.ref.externalId}>`);
    expect(headerOf(arrived, 'Auto-Submitted')).toBeUndefined();
    expect(headerOf(arrived, 'Return-Path')).toBe(`<${user}>`);

    const sent = await lying(other, 'Sent');
    expect(sent.map(({ flags }) => flags)).toEqual([['\\Seen']]);
    expect(observedSchema.parse(reply.observed)).toMatchObject({
      type: 'said',
      interaction: {
        content: { text: 'Grüße\n.\nFrom here on 🚲', title: 'Re: Brakes' },
        inReplyTo: mailRef('q1@shop.example'),
        root: mailRef('q-1@shop.example'),
      },
    });
    // Read from the mailbox it is the same, wording and all.
    const read: unknown[] = [];
    for await (const { items } of walk((options) => channel({}, own).messages(options)))
      for (const item of items) if (item.type === 'said') read.push(item.interaction);
    expect(read).toHaveLength(2);
    expect(read[1]).toEqual(reply.observed?.type === 'said' && reply.observed.interaction);
    // And on the other side it is the same mail.
    const theirs = await email({ imap: { ...optionsOf().imap, user: ann } }).messages();
    expect(theirs.items[0]).toMatchObject({
      interaction: { ...mailRef(reply.ref.externalId), content: { title: 'Re: Brakes' } },
    });
  });

  test('it goes to Reply-To; to a mail of ours it goes to whom that one went', async () => {
    const to = `ann${count}.private@shop.example`;
    await other.append('INBOX', written({ 'Reply-To': `"Ann, at home" <${to}>` }));
    const { ref } = await channel().reply.send(answer());
    const again = await channel().reply.send({
      ...answer({ to: ref.externalId, text: 'And the lights?' }),
      key: 'second',
    });
    const theirs = await servers.signIn(to);
    const [first, second] = await lying(theirs, 'INBOX', 2);
    await theirs.logout();
    expect(first && headerOf(first, 'To')).toBe(`"Ann, at home" <${to}>`);
    expect(second && headerOf(second, 'References')).toBe(`<q1@shop.example> <${ref.externalId}>`);
    expect(again.observed).toMatchObject({ interaction: { root: mailRef('q1@shop.example') } });
    expect(await lying(anns, 'INBOX')).toEqual([]);
  });

  test('it repeats what it answers where that is wanted, and the timeline knows what is repeated', async () => {
    await other.append('INBOX', written({}, 'My brakes squeal.\r\n> as ever'));
    const { observed } = await channel({ quote: true }).reply.send(answer());
    if (observed?.type !== 'said') throw new Error('nothing was said');
    const { text, entities = [] } = observed.interaction.content;
    expect(text).toBe(
      `Bring it in!\n\nOn 2026-03-02 at 09:00 UTC, Ann <${ann}> wrote:\n> My brakes squeal.\n>> as ever`,
    );
    expect(entities.map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([['quote', text.slice(14)]]);
  });

  test('a message has a subject that can end no header, and is findable by its key alone', async () => {
    const connector = channel({ from: `Bikes <bikes@example.com>` });
    const subject = 'Your bike\r\nBcc: victim@shop.example\r\n\r\nis ready\u2028…';
    const write = { key: 'm1', draft: { to: { source: 'email', externalId: ann }, subject, text: 'Come!' } };
    expect(await connector.message.find?.(write)).toBeUndefined();
    const { ref, at } = await connector.message.send(write);
    const [arrived] = await lying(anns, 'INBOX', 1);
    expect(arrived && headerOf(arrived, 'From')).toBe('Bikes <bikes@example.com>');
    expect(arrived && headerOf(arrived, 'Bcc')).toBeUndefined();
    const found = await connector.message.find?.(write);
    expect(found).toMatchObject({ ref, at, observed: { interaction: { content: { text: 'Come!' } } } });
    expect(found?.observed).toMatchObject({
      interaction: { content: { title: 'Your bike Bcc: victim@shop.example is ready …' } },
      profiles: [{ externalId: 'bikes@example.com', own: true }, { externalId: ann }],
    });
    expect(await connector.message.find?.({ ...write, key: 'm2' })).toBeUndefined();
  });

  test.each([
    [{ to: { source: 'email', externalId: 'nobody' }, subject: 'Hi', text: 'Hi' }, /e-mail address/],
    [
      { to: { source: 'email', externalId: 'a@b.example>\r\nRCPT TO:<c@d.example' }, subject: 'Hi', text: 'Hi' },
      /address/,
    ],
    [{ to: { source: 'bluesky', externalId: 'a@b.example' }, subject: 'Hi', text: 'Hi' }, /e-mail address/],
    [{ to: { source: 'email', externalId: 'a@b.example' }, text: 'Hi' }, /needs a subject/],
    [{ to: { source: 'email', externalId: 'a@b.example' }, subject: 'Hi', text: ' \n' }, /text is empty/],
  ])('what can not be sent is refused before anything is connected: %j', async (draft, message) => {
    const work = async () => channel({ port: 1 }).message.send({ key: 'x', draft });
    await expect(work()).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(message) });
    expect(await lying(other, 'Sent')).toEqual([]);
  });

  test('a machine says that it is one, and answers no machine, no list, and not ourselves', async () => {
    await other.append('INBOX', written({}));
    await channel().reply.send(answer({ by: 'machine' }));
    const [arrived] = await lying(anns, 'INBOX', 1);
    expect(arrived && headerOf(arrived, 'Auto-Submitted')).toBe('auto-replied');
    const headers: Record<string, string>[] = [
      { 'Auto-Submitted': 'auto-generated' },
      { 'List-Id': '<bikes.example>' },
      { Precedence: 'bulk' },
      { 'Return-Path': '<>' },
      { 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
      { From: user },
    ];
    for (const [index, more] of headers.entries()) {
      const id = `robot${index}@shop.example`;
      await other.append('INBOX', written({ 'Message-ID': `<${id}>`, ...more }));
      const write = { ...answer({ by: 'machine', to: id }), key: id };
      await expect(channel().reply.send(write)).rejects.toMatchObject({ code: 'not-permitted' });
    }
    const message = { to: { source: 'email', externalId: ann }, subject: 'Hi', text: 'Hi' };
    await channel().message.send({ key: 'generated', by: 'machine', draft: message });
    const mails = await lying(anns, 'INBOX', 2);
    expect(mails[1] && headerOf(mails[1], 'Auto-Submitted')).toBe('auto-generated');
    expect(mails).toHaveLength(2);
    // A person may answer them.
    await channel().reply.send({ ...answer({ to: 'robot1@shop.example' }), key: 'person' });
    expect(await lying(anns, 'INBOX', 3)).toHaveLength(3);
  });

  test('what is not there, or has no id, can not be answered', async () => {
    await expect(channel().reply.send(answer())).rejects.toMatchObject({ code: 'not-found' });
    await expect(channel().reply.send(answer({ to: `sha256:${'0'.repeat(64)}` }))).rejects.toMatchObject({
      code: 'unsupported',
    });
    await other.append('INBOX', written({ 'Message-ID': '<xq1@shop.example>' }));
    // A part of an id is not the id.
    await expect(channel().reply.send(answer())).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a recipient that the server refuses leaves no copy, and says so', async () => {
    const draft = { to: { source: 'email', externalId: 'refused@shop.example' }, subject: 'Hi', text: 'Hi' };
    const error = await channel()
      .message.send({ key: 'refused', draft })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/no such recipient \(550 5\.1\.1\)/),
    });
    expect(await lying(other, 'Sent')).toEqual([]);
    expect(await channel().message.find?.({ key: 'refused', draft })).toBeUndefined();
  });

  test('a copy that is still a draft is left to people', async () => {
    await other.append('INBOX', written({}));
    const write = answer();
    const { ref } = await channel().reply.send(write);
    await other.mailboxOpen('Sent');
    await other.messageFlagsAdd('1:*', ['\\Draft']);
    await expect(channel().reply.find?.(write)).rejects.toMatchObject({
      code: 'conflict',
      retryable: false,
      message: expect.stringMatching(/may have been sent: its copy in Sent is still a draft/),
    });
    await other.messageFlagsRemove('1:*', ['\\Draft']);
    expect(await channel().reply.find?.(write)).toMatchObject({ ref });
  });

  test('what comes back is a failed delivery of the mail that it names', async () => {
    const draft = { to: { source: 'email', externalId: 'anyone@bounce.example' }, subject: 'Hi', text: 'Hi' };
    const { ref } = await channel().message.send({ key: 'bounces', draft });
    const [report] = await lying(other, 'INBOX', 1);
    expect(report?.text).toContain('multipart/report');
    const { items } = await channel().messages();
    expect(items).toEqual([
      expect.objectContaining({ type: 'said', interaction: expect.objectContaining({ automatic: 'notice' }) }),
      { type: 'delivery', of: ref, status: 'failed', at: expect.any(String) },
    ]);
    for (const item of items) observedSchema.parse(item);
    // Forged by somebody who can be answered, of a mail of another's, or of none.
    const forgeries = [
      report?.text.replace('Return-Path: <>', 'Return-Path: <eve@shop.example>'),
      report?.text.replaceAll(`From: ${user}`, 'From: eve@shop.example'),
      report?.text.replaceAll(ref.externalId, ''),
      report?.text.replace(/^Action: failed/m, 'Action: delayed'),
    ];
    for (const [index, forgery = ''] of forgeries.entries()) {
      expect(forgery).not.toBe(report?.text);
      await other.append('Archive', forgery.replace(/^Message-Id: <[^@]+/im, `Message-Id: <forged${index}`));
    }
    const archive = email({ imap: { ...optionsOf().imap, folders: ['archive'] } });
    expect((await archive.messages()).items.map(({ type }) => type)).toEqual(['said', 'said', 'said', 'said']);
  });

  test('where the server keeps copies we keep none', async () => {
    await channel({ keepsCopies: true }).message.send({
      key: 'k',
      draft: { to: { source: 'email', externalId: ann }, subject: 'Hi', text: 'Hi' },
    });
    expect(await lying(anns, 'INBOX', 1)).toHaveLength(1);
    expect(await lying(other, 'Sent')).toEqual([]);
  });

  test('passwords, tokens, certificates and dead servers say whose move it is', async () => {
    const { certificate } = servers.dovecot;
    const draft = { to: { source: 'email', externalId: ann }, subject: 'Hi', text: 'Hi' };
    const sending = (key: string, smtp: Partial<SmtpOptions>) => channel(smtp).message.send({ key, draft });
    const implicit = { host: 'localhost', port: postfix.securePort, secure: true } as const;
    const upgraded = { host: 'localhost', secure: 'starttls' } as const;
    for (const line of [implicit, upgraded])
      await expect(sending('untrusted', line)).rejects.toMatchObject({
        code: 'network',
        retryable: false,
        message: expect.stringMatching(/smtp at localhost: its certificate can not be trusted; .* smtp\.ca/),
      });
    await sending('one', { ...implicit, ca: certificate });
    await sending('two', { ...upgraded, ca: certificate });
    const wrong = await sending('three', { user, password: 'S3cret-canary' }).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: 'auth', retryable: false });
    expect(JSON.stringify(wrong, Object.getOwnPropertyNames(wrong))).not.toContain('canary');
    await expect(sending('four', { port: 1 })).rejects.toMatchObject({ code: 'network', retryable: true });

    servers.tokens.set('fresh', user);
    const asked: (string | undefined)[] = [];
    const token = ({ refused }: { refused?: string }) => {
      asked.push(refused);
      return refused ? 'fresh' : 'stale';
    };
    await sending('five', { ...upgraded, ca: certificate, token });
    expect(asked).toEqual([undefined, 'stale']);
    expect(await lying(anns, 'INBOX', 3)).toHaveLength(3);
    expect((await lying(other, 'Sent')).map(({ flags }) => flags)).toEqual(Array(3).fill(['\\Seen']));
  });
});

test('what sends needs a server, an address of ours, and no open line', () => {
  const imap = { host: 'imap.example.com', user: 'ann', password };
  const smtp = { host: 'smtp.example.com' };
  expect(() => email({ imap, smtp })).toThrow(/email.smtp.from: say from which address/);
  expect(() => email({ imap, smtp: { ...smtp, from: 'nobody' } })).toThrow(/is no e-mail address/);
  expect(() => email({ imap, own: ['ann@example.com'], smtp: { ...smtp, secure: false } })).toThrow(
    /must be encrypted/,
  );
  expect(() => email({ imap, own: ['ann@example.com'], smtp: { ...smtp, user: 'x' } })).toThrow(/of its own/);
  const connector = email({ imap, own: ['ann@example.com'], smtp });
  expect([connector.reply.repeat, connector.message.repeat]).toEqual(['findable', 'findable']);
});
