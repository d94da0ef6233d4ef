import { describe, expect, test } from 'vitest';
import type { Write } from '../../../../src/channels/connector.js';
import { email, type SmtpOptions } from '../../../../src/channels/connectors/email/index.js';
import { accessTokens, memoryTokens } from '../../../../src/core/http/index.js';
import { observed as observedSchema } from '../../../../src/core/model/observed.js';
import { walk } from '../../../../src/core/page.js';
import { password } from './mail-servers.js';
import { headerOf, mailRef, PostOffice, whyNoPost } from './post-office.js';

describe.skipIf(whyNoPost)(`mail that goes out${whyNoPost ? ` (skipped: ${whyNoPost})` : ''}`, () => {
  const post = new PostOffice().open();
  const channel = (smtp: Partial<SmtpOptions> = {}, own?: string[]) =>
    email({ ...post.options(smtp), ...(own && { own }) });
  const answer = (more: Partial<Write<unknown>> & { to?: string; text?: string } = {}) => ({
    key: 'an answer',
    ...(more.by && { by: more.by }),
    draft: { to: mailRef(more.to ?? 'q1@shop.example'), text: more.text ?? 'Bring it in!' },
  });

  test('an answer arrives in its thread, from the address that was written to, and stands in Sent once', async () => {
    const own = ['Support <support@example.com>', `Brakes at Example <${post.user}>`, '@example.com'];
    await post.ours.append(
      'INBOX',
      post.mail({ References: '<q-1@shop.example> <q0@shop.example>', Subject: 'AW: Re: Brakes' }),
    );
    const reply = await channel({}, own).reply.send(answer({ text: 'Grüße\n.\nFrom here on 🚲' }));
    const [arrived] = await post.lying(post.anns, 'INBOX', 1);
    if (!arrived) throw new Error('nothing arrived');
    expect(headerOf(arrived, 'From')).toBe(`Brakes at Example <${post.user}>`);
    expect(headerOf(arrived, 'To')).toBe(`Ann <${post.ann}>`);
    expect(headerOf(arrived, 'Subject')).toBe('Re: Brakes');
    expect(headerOf(arrived, 'In-Reply-To')).toBe('<q1@shop.example>');
    expect(headerOf(arrived, 'References')).toBe('<q-1@shop.example> <q0@shop.example> <q1@shop.example>');
    expect(headerOf(arrived, 'Message-ID')).toBe(`<${reply.ref.externalId}>`);
    expect(headerOf(arrived, 'Auto-Submitted')).toBeUndefined();
    expect(headerOf(arrived, 'Return-Path')).toBe(`<${post.user}>`);

    const sent = await post.lying(post.ours, 'Sent');
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
    const theirs = await email({ imap: { ...post.options().imap, user: post.ann } }).messages();
    expect(theirs.items[0]).toMatchObject({
      interaction: { ...mailRef(reply.ref.externalId), content: { title: 'Re: Brakes' } },
    });
  });

  test('it goes to Reply-To; to a mail of ours it goes to whom that one went', async () => {
    const to = `private.${post.ann}`;
    await post.ours.append('INBOX', post.mail({ 'Reply-To': `"Ann, at home" <${to}>` }));
    const { ref } = await channel().reply.send(answer());
    const again = await channel().reply.send({
      ...answer({ to: ref.externalId, text: 'And the lights?' }),
      key: 'second',
    });
    const theirs = await post.servers.signIn(to);
    const [first, second] = await post.lying(theirs, 'INBOX', 2);
    await theirs.logout();
    expect(first && headerOf(first, 'To')).toBe(`"Ann, at home" <${to}>`);
    expect(second && headerOf(second, 'References')).toBe(`<q1@shop.example> <${ref.externalId}>`);
    expect(again.observed).toMatchObject({ interaction: { root: mailRef('q1@shop.example') } });
    expect(await post.lying(post.anns, 'INBOX')).toEqual([]);
  });

  test('it repeats what it answers where that is wanted, and the timeline knows what is repeated', async () => {
    await post.ours.append('INBOX', post.mail({}, 'My brakes squeal.\r\n> as ever'));
    const { observed } = await channel({ quote: true }).reply.send(answer());
    if (observed?.type !== 'said') throw new Error('nothing was said');
    const { text, entities = [] } = observed.interaction.content;
    expect(text).toBe(
      `Bring it in!\n\nOn 2026-03-02 at 09:00 UTC, Ann <${post.ann}> wrote:\n> My brakes squeal.\n>> as ever`,
    );
    expect(entities.map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([['quote', text.slice(14)]]);
  });

  test('a message has a subject that can end no header, and is findable by its key alone', async () => {
    const connector = channel({ from: `Bikes <bikes@example.com>` });
    const subject = 'Your bike\r\nBcc: victim@shop.example\r\n\r\nis ready\u2028…';
    const write = { key: 'm1', draft: { to: { source: 'email', externalId: post.ann }, subject, text: 'Come!' } };
    expect(await connector.message.find?.(write)).toBeUndefined();
    const { ref, at } = await connector.message.send(write);
    const [arrived] = await post.lying(post.anns, 'INBOX', 1);
    expect(arrived && headerOf(arrived, 'From')).toBe('Bikes <bikes@example.com>');
    expect(arrived && headerOf(arrived, 'Bcc')).toBeUndefined();
    const found = await connector.message.find?.(write);
    expect(found).toMatchObject({ ref, at, observed: { interaction: { content: { text: 'Come!' } } } });
    expect(found?.observed).toMatchObject({
      interaction: { content: { title: 'Your bike Bcc: victim@shop.example is ready …' } },
      profiles: [{ externalId: 'bikes@example.com', own: true }, { externalId: post.ann }],
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
    expect(await post.lying(post.ours, 'Sent')).toEqual([]);
  });

  test('a machine says that it is one, and answers no machine, no list, and not ourselves', async () => {
    await post.ours.append('INBOX', post.mail({}));
    await channel().reply.send(answer({ by: 'machine' }));
    const [arrived] = await post.lying(post.anns, 'INBOX', 1);
    expect(arrived && headerOf(arrived, 'Auto-Submitted')).toBe('auto-replied');
    const headers: Record<string, string>[] = [
      { 'Auto-Submitted': 'auto-generated' },
      { 'List-Id': '<bikes.example>' },
      { Precedence: 'bulk' },
      { 'Return-Path': '<>' },
      { 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
      { From: post.user },
    ];
    for (const [index, more] of headers.entries()) {
      const id = `robot${index}@shop.example`;
      await post.ours.append('INBOX', post.mail({ 'Message-ID': `<${id}>`, ...more }));
      const write = { ...answer({ by: 'machine', to: id }), key: id };
      await expect(channel().reply.send(write)).rejects.toMatchObject({ code: 'not-permitted' });
    }
    const message = { to: { source: 'email', externalId: post.ann }, subject: 'Hi', text: 'Hi' };
    await channel().message.send({ key: 'generated', by: 'machine', draft: message });
    const mails = await post.lying(post.anns, 'INBOX', 2);
    expect(mails[1] && headerOf(mails[1], 'Auto-Submitted')).toBe('auto-generated');
    expect(mails).toHaveLength(2);
    // A person may answer them.
    await channel().reply.send({ ...answer({ to: 'robot1@shop.example' }), key: 'person' });
    expect(await post.lying(post.anns, 'INBOX', 3)).toHaveLength(3);
  });

  test('what is not there, or has no id, can not be answered', async () => {
    await expect(channel().reply.send(answer())).rejects.toMatchObject({ code: 'not-found' });
    await expect(channel().reply.send(answer({ to: `sha256:${'0'.repeat(64)}` }))).rejects.toMatchObject({
      code: 'unsupported',
    });
    await post.ours.append('INBOX', post.mail({ 'Message-ID': '<xq1@shop.example>' }));
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
    expect(await post.lying(post.ours, 'Sent')).toEqual([]);
    expect(await channel().message.find?.({ key: 'refused', draft })).toBeUndefined();
  });

  test('a copy that is still a draft is left to people', async () => {
    await post.ours.append('INBOX', post.mail({}));
    const write = answer();
    const { ref } = await channel().reply.send(write);
    await post.ours.mailboxOpen('Sent');
    await post.ours.messageFlagsAdd('1:*', ['\\Draft']);
    await expect(channel().reply.find?.(write)).rejects.toMatchObject({
      code: 'conflict',
      retryable: false,
      message: expect.stringMatching(/may have been sent: its copy in Sent is still a draft/),
    });
    await post.ours.messageFlagsRemove('1:*', ['\\Draft']);
    expect(await channel().reply.find?.(write)).toMatchObject({ ref });
  });

  test('what comes back is a failed delivery of the mail that it names', async () => {
    const draft = { to: { source: 'email', externalId: 'anyone@bounce.example' }, subject: 'Hi', text: 'Hi' };
    const { ref } = await channel().message.send({ key: 'bounces', draft });
    const [report] = await post.lying(post.ours, 'INBOX', 1);
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
      report?.text.replaceAll(`From: ${post.user}`, 'From: eve@shop.example'),
      report?.text.replaceAll(ref.externalId, ''),
      report?.text.replace(/^Action: failed/m, 'Action: delayed'),
    ];
    for (const [index, forgery = ''] of forgeries.entries()) {
      expect(forgery).not.toBe(report?.text);
      await post.ours.append('Archive', forgery.replace(/^Message-Id: <[^@]+/im, `Message-Id: <forged${index}`));
    }
    const archive = email({ imap: { ...post.options().imap, folders: ['archive'] } });
    expect((await archive.messages()).items.map(({ type }) => type)).toEqual(['said', 'said', 'said', 'said']);
  });

  test('where the server keeps copies we keep none', async () => {
    await channel({ keepsCopies: true }).message.send({
      key: 'k',
      draft: { to: { source: 'email', externalId: post.ann }, subject: 'Hi', text: 'Hi' },
    });
    expect(await post.lying(post.anns, 'INBOX', 1)).toHaveLength(1);
    expect(await post.lying(post.ours, 'Sent')).toEqual([]);
  });

  test('passwords, tokens, certificates and dead servers say whose move it is', async () => {
    const { certificate } = post.servers.dovecot;
    const draft = { to: { source: 'email', externalId: post.ann }, subject: 'Hi', text: 'Hi' };
    const sending = (key: string, smtp: Partial<SmtpOptions>) => channel(smtp).message.send({ key, draft });
    const implicit = { host: 'localhost', port: post.postfix.securePort, secure: true } as const;
    const upgraded = { host: 'localhost', secure: 'starttls' } as const;
    for (const line of [implicit, upgraded])
      await expect(sending('untrusted', line)).rejects.toMatchObject({
        code: 'network',
        retryable: false,
        message: expect.stringMatching(/smtp at localhost: its certificate can not be trusted; .* smtp\.ca/),
      });
    await expect(channel(upgraded).access()).rejects.toMatchObject({ code: 'network' });
    expect(await channel({ ...upgraded, ca: certificate }).access()).toMatchObject({ account: post.user, notes: [] });
    await sending('one', { ...implicit, ca: certificate });
    await sending('two', { ...upgraded, ca: certificate });
    const wrong = await sending('three', { user: post.user, password: 'S3cret-canary' }).catch(
      (error: unknown) => error,
    );
    expect(wrong).toMatchObject({ code: 'auth', retryable: false });
    expect(JSON.stringify(wrong, Object.getOwnPropertyNames(wrong))).not.toContain('canary');
    await expect(sending('four', { port: 1 })).rejects.toMatchObject({ code: 'network', retryable: true });

    post.servers.tokens.set('fresh', post.user);
    const asked: (string | undefined)[] = [];
    const token = ({ refused }: { refused?: string }) => {
      asked.push(refused);
      return refused ? 'fresh' : 'stale';
    };
    await sending('five', { ...upgraded, ca: certificate, token });
    expect(asked).toEqual([undefined, 'stale']);
    const { authorize } = accessTokens({
      tokens: memoryTokens({ ours: { accessToken: 'stale', obtainedAt: '2026-01-01T00:00:00.000Z' } }),
      key: 'ours',
      renew: async () => ({ accessToken: 'fresh', obtainedAt: new Date().toISOString() }),
      headers: ({ accessToken }) => ({ accessToken }),
    });
    const renewing = async ({ refused }: { refused?: string }) => {
      const given = await authorize(refused === undefined ? undefined : { accessToken: refused });
      return given?.accessToken ?? refused ?? '';
    };
    await sending('six', { ...upgraded, ca: certificate, token: renewing });
    expect(await post.lying(post.anns, 'INBOX', 4)).toHaveLength(4);
    expect((await post.lying(post.ours, 'Sent')).map(({ flags }) => flags)).toEqual(Array(4).fill(['\\Seen']));
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
