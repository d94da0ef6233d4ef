import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { email, type LiveEmailOptions } from '../../../../src/channels/connectors/email/index.js';
import { type Observed, observed as observedSchema } from '../../../../src/core/model/observed.js';
import { type Page, walk } from '../../../../src/core/page.js';
import { type Dovecot, whyNoDovecot } from '../../../support/dovecot.js';
import { type MailServers, password, startMailServers } from './mail-servers.js';

const missing = whyNoDovecot();
if (missing && process.env.CI) throw new Error(`The live tests of e-mail can not run: ${missing}.`);

const mail = (id: string, more = '', text = 'Hi.') =>
  `From: Ann <ann@shop.example>\r\nTo: support@example.com\r\nSubject: Brakes\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\nMessage-ID: <${id}@shop.example>\r\n${more}\r\n${text}\r\n`;
const idsOf = ({ items }: Page<Observed>) =>
  items.map((item) => (item.type === 'said' ? item.interaction.externalId.split('@')[0] : item.type));

describe.skipIf(missing)(`a live mailbox${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let dovecot: Dovecot;
  let servers: MailServers;
  let user = '';
  let count = 0;
  let other: ImapFlow;

  beforeAll(async () => {
    servers = await startMailServers();
    dovecot = servers.dovecot;
  });
  afterAll(() => servers?.stop());
  beforeEach(async () => {
    count += 1;
    user = `support${count}@example.com`;
    other = await servers.signIn(user);
    return () => other.logout();
  });

  const options = (imap: Partial<LiveEmailOptions['imap']> = {}): LiveEmailOptions => ({
    imap: { host: '127.0.0.1', port: dovecot.port, secure: false, user, password, ...imap },
  });
  const mailbox = (imap: Partial<LiveEmailOptions['imap']> = {}) => email(options(imap));
  async function all(cursor?: string, imap: Partial<LiveEmailOptions['imap']> = {}, limit = 100) {
    const pages: Page<Observed>[] = [];
    const connector = mailbox(imap);
    for await (const page of walk((walked) => connector.messages({ limit, ...walked }), cursor ? { cursor } : {}))
      pages.push(page);
    const next = pages.findLast((page) => page.next)?.next;
    return { pages, ids: pages.flatMap(idsOf), rejected: pages.flatMap(({ rejected }) => rejected), next };
  }

  test('inbox and sent mail are read, what cannot be read is rejected, and drafts are left out', async () => {
    await other.append('INBOX', mail('one'));
    await other.append('INBOX', 'no mail at all\r\n\r\n');
    await other.append('INBOX', mail('two'));
    await other.append('INBOX', mail('unsent'), ['\\Draft']);
    await other.append('Sent', mail('ours').replace('Ann <ann@shop.example>', user));
    const { pages, ids, rejected } = await all();
    expect(ids).toEqual(['one', 'two', 'ours']);
    expect(rejected).toEqual([expect.objectContaining({ at: 'INBOX, UID 2' })]);
    const items = pages.flatMap((page) => page.items);
    for (const item of items) expect(observedSchema.safeParse(item).error).toBeUndefined();
    const sent = items.at(-1);
    expect(sent?.type === 'said' && sent.interaction.origin).toBe('api');
    expect(sent?.type === 'said' && sent.profiles.find(({ own }) => own)?.externalId).toBe(user);
  });

  test.each([1, 2, 100])('with %i a page a reading goes on at its cursor, over holes', async (limit) => {
    for (let index = 0; index < 7; index++) await other.append('INBOX', mail(`m${index}`));
    await other.mailboxOpen('INBOX');
    await other.messageDelete('2:5', { uid: true });
    const first = await all(undefined, {}, limit);
    expect(first.ids).toEqual(['m0', 'm5', 'm6']);
    expect((await all(first.next, {}, limit)).ids).toEqual([]);
    await other.append('INBOX', mail('new'));
    expect((await all(first.next, {}, limit)).ids).toEqual(['new']);
  });

  test('a folder that was made anew, with another UIDVALIDITY, is read anew', async () => {
    await other.mailboxCreate('Shop');
    await other.append('Shop', mail('a'));
    await other.append('Shop', mail('b'));
    const folders = { folders: [{ path: 'Shop' }] };
    const { ids, next } = await all(undefined, folders);
    expect(ids).toEqual(['a', 'b']);
    await other.mailboxDelete('Shop');
    await other.mailboxCreate('Shop');
    await other.append('Shop', mail('c'));
    expect((await all(next, folders)).ids).toEqual(['c']);
  });

  test('a mail that is moved keeps its id, and one that is deleted is not taken back', async () => {
    await other.append('INBOX', mail('moved'));
    await other.append('INBOX', mail('deleted'));
    const { next } = await all();
    await other.mailboxOpen('INBOX');
    await other.messageMove('1', 'Archive', { uid: true });
    await other.messageDelete('2', { uid: true });
    expect((await all(next)).ids).toEqual(['moved']);
  });

  test('a draft that is sent where it lies keeps its UID, and is read once it is finished', async () => {
    await other.append('Sent', mail('draft'), ['\\Draft']);
    await other.append('Sent', mail('dropped'), ['\\Draft']);
    await other.append('Sent', mail('sent'));
    const first = await all();
    expect(first.ids).toEqual(['sent']);
    const stream = mailbox({ folders: ['sent'] })
      .stream()
      [Symbol.asyncIterator]();
    const start = (await stream.next()).value as Page<Observed>;
    await stream.return?.();
    expect(await all(first.next)).toMatchObject({ ids: [], next: undefined });

    await other.mailboxOpen('Sent');
    await other.messageFlagsAdd('3', ['\\Flagged'], { uid: true });
    await other.messageDelete('2', { uid: true });
    const then = await all(first.next);
    expect(then.ids).toEqual([]);
    await other.messageFlagsRemove('1', ['\\Draft'], { uid: true });
    const finished = await all(then.next ?? first.next);
    expect(finished.ids).toEqual(['draft']);
    expect((await all(finished.next)).ids).toEqual([]);
    expect((await all(start.next, { folders: ['sent'] })).ids).toEqual(['draft']);
  });

  test('what is larger than maxBytes is rejected without being read', async () => {
    await other.append('INBOX', mail('large', '', 'x'.repeat(5000)));
    await other.append('INBOX', mail('small'));
    const page = await email({ ...options(), maxBytes: 1000 }).messages();
    expect(idsOf(page)).toEqual(['small']);
    expect(page.rejected[0]?.reason).toMatch(/^too-large/);
  });

  test('the stream tells its place at once, then what is pushed, and goes on there after the line broke', async () => {
    await other.append('INBOX', mail('before'));
    const stream = mailbox().stream()[Symbol.asyncIterator]();
    const start = (await stream.next()).value as Page<Observed>;
    expect(start.items).toEqual([]);
    const pushed = stream.next();
    await other.append('INBOX', mail('pushed'));
    const page = (await pushed).value as Page<Observed>;
    expect(idsOf(page)).toEqual(['pushed']);
    await stream.return?.();

    await other.append('INBOX', mail('meanwhile'));
    const resumed = mailbox()
      .stream({ cursor: page.next as string })
      [Symbol.asyncIterator]();
    await resumed.next();
    expect(idsOf((await resumed.next()).value as Page<Observed>)).toEqual(['meanwhile']);
    await resumed.return?.();
  });

  test('it can be asked whether all is well', async () => {
    expect(await mailbox().access()).toEqual({ account: user, missing: [], quotas: [], notes: [] });
    await expect(mailbox({ password: 'wrong' }).access()).rejects.toMatchObject({ code: 'auth' });
  });

  test('an abort ends a stream that waits, unwrapped', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const stream = mailbox().stream({ signal: controller.signal })[Symbol.asyncIterator]();
    await stream.next();
    const waiting = stream.next();
    setTimeout(() => controller.abort(reason), 100);
    await expect(waiting).rejects.toBe(reason);
  });

  test('a wrong password, a wrong certificate, a missing folder and a dead server say whose move it is', async () => {
    const wrong = await mailbox({ password: 'S3cret-canary' })
      .messages()
      .catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: 'auth', retryable: false });
    expect(String(wrong)).not.toContain('canary');
    const encrypted = { secure: true, port: dovecot.securePort, host: 'localhost' } as const;
    await expect(mailbox(encrypted).messages()).rejects.toMatchObject({
      code: 'network',
      retryable: false,
      message: expect.stringMatching(/certificate can not be trusted/),
    });
    await other.append('INBOX', mail('safe'));
    expect(idsOf(await mailbox({ ...encrypted, ca: dovecot.certificate }).messages())).toEqual(['safe']);
    const upgraded = { secure: 'starttls', host: 'localhost', ca: dovecot.certificate } as const;
    expect(idsOf(await mailbox(upgraded).messages())).toEqual(['safe']);
    await expect(mailbox({ folders: [{ path: 'None' }] }).messages()).rejects.toMatchObject({ code: 'not-found' });
    await expect(mailbox({ port: 1 }).messages()).rejects.toMatchObject({ code: 'network', retryable: true });
  });

  test('a token that is refused is asked for once more', async () => {
    await other.append('INBOX', mail('one'));
    servers.tokens.set('fresh', user);
    const asked: (string | undefined)[] = [];
    const { imap } = options();
    const { password: _none, ...rest } = imap;
    const give = (...tokens: string[]) => ({
      imap: {
        ...rest,
        token: ({ refused }: { refused?: string }) => {
          asked.push(refused);
          return tokens.shift() ?? 'stale';
        },
      },
    });
    expect(idsOf(await email(give('expired', 'fresh')).messages())).toEqual(['one']);
    expect(asked).toEqual([undefined, 'expired']);
    await expect(email(give('bad', 'worse', 'fresh')).messages()).rejects.toMatchObject({ code: 'auth' });
    expect(asked).toEqual([undefined, 'expired', undefined, 'bad']);
  });
});

test('nothing goes over an open line to another machine, and a mailbox needs a password or a token', () => {
  const imap = { host: 'imap.example.com', user: 'support@example.com', password };
  expect(() => email({ imap: { ...imap, secure: false } })).toThrow(/must be encrypted/);
  expect(() => email({ imap: { host: imap.host, user: imap.user } })).toThrow(/either a password or a token/);
  expect(email({ imap })).not.toHaveProperty('reply');
});
