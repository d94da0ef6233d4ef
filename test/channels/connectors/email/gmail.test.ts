import { afterEach, beforeEach, expect, test } from 'vitest';
import { email } from '../../../../src/channels/connectors/email/index.js';
import { digest } from '../../../../src/core/digest.js';
import type { Observed } from '../../../../src/core/model/observed.js';
import { walk } from '../../../../src/core/page.js';
import { wait } from '../../../../src/core/wait.js';
import { type GmailServer, startGmailServer } from '../../../support/gmail-server.js';

const user = 'support@gmail.example';
let gmail: GmailServer;

const mail = (id: string, from = 'Ann <ann@shop.example>', more = '') =>
  `From: ${from}\nTo: ${user}\nSubject: Brakes\nDate: Mon, 2 Mar 2026 09:00:00 +0000\nMessage-ID: <${id}@shop.example>\n${more}\nHi.\n`;

beforeEach(async () => {
  gmail = await startGmailServer();
  gmail.add(mail('one'), ['\\Inbox', 'Bikes', '\\Important']);
  gmail.add(mail('spam'), ['\\Spam']);
  gmail.add(mail('trash'), ['\\Trash']);
  gmail.add(mail('draft', user), ['\\Draft']);
  gmail.add(mail('alias', 'Example <hello@bikes.example>'), ['\\Sent']);
  gmail.add(mail('two', 'hello@elsewhere.example'), ['Bikes']);
});
afterEach(() => gmail?.stop());

const imap = () => ({ host: '127.0.0.1', port: gmail.port, secure: false, user, password: 'app password' });
const connector = () => email({ imap: imap(), smtp: { host: '127.0.0.1', port: 1, secure: false } });
const write = {
  key: 'one',
  draft: { to: { source: 'email', externalId: 'ann@shop.example' }, subject: 'Hi', text: 'Hi' },
};

/** The id that a mail with this key gets. */
const idOf = async (key: string) => `${await digest(JSON.stringify(['kenning', user, key]))}@gmail.example`;

async function all(limit = 100) {
  const items: Extract<Observed, { type: 'said' }>[] = [];
  const channel = connector();
  for await (const page of walk((options) => channel.messages({ ...options, limit })))
    for (const item of page.items) if (item.type === 'said') items.push(item);
  return items;
}

test.each([1, 100])('all mail is read, each once, without drafts, spam and trash (%i a page)', async (limit) => {
  const items = await all(limit);
  expect(items.map(({ interaction }) => interaction.externalId)).toEqual([
    'one@shop.example',
    'alias@shop.example',
    'two@shop.example',
  ]);
  expect(new Set(gmail.opened)).toEqual(new Set(['[Gmail]/All Mail']));
});

test('what we sent is known by its label, whatever address it goes by, and each leads to Gmail', async () => {
  const items = await all();
  const own = items.map(({ profiles, interaction: { participants } }) => {
    const author = participants.find(({ role }) => role === 'author')?.of.externalId;
    return [author, profiles.find(({ externalId }) => externalId === author)?.own ?? false];
  });
  expect(own).toEqual([
    ['ann@shop.example', false],
    ['hello@bikes.example', true],
    ['hello@elsewhere.example', false],
  ]);
  expect(items[0]?.interaction.permalink).toBe('https://mail.google.com/mail/#all/1a2b3c4d5e6f0000');
});

test('where all mail is not shown, the inbox and sent mail are read, and what is missing is said', async () => {
  gmail.hidden = ['[Gmail]/All Mail'];
  const ids = (await all()).map(({ interaction }) => interaction.externalId);
  expect(ids).toEqual(['one@shop.example', 'alias@shop.example']);
  gmail.hidden = ['[Gmail]/Sent Mail'];
  const { missing, notes } = await email({ imap: imap() }).access();
  expect([missing, notes]).toEqual([[], [expect.stringMatching(/no folder of sent mail/)]]);
  await expect(connector().message.find?.(write)).rejects.toMatchObject({ code: 'not-found' });
});

test('a draft that is finished is read, with no help of the server', async () => {
  const channel = connector();
  const first = await channel.messages();
  const draft = gmail.mails[3];
  if (!draft) throw new Error('there is no draft');
  draft.labels = ['\\Sent'];
  const then = await channel.messages({ cursor: first.next as string });
  expect(then.items.map((item) => item.type === 'said' && item.interaction.externalId)).toEqual(['draft@shop.example']);
  const last = await channel.messages({ cursor: then.next as string });
  expect(last).toEqual({ items: [], rejected: [] });
});

test('what was sent is found among sent mail alone, which Gmail keeps by itself', async () => {
  const channel = connector();
  expect(await channel.message.find?.(write)).toBeUndefined();
  const ours = mail('x', user).replace('<x@shop.example>', `<${await idOf('one')}>`);
  // Somebody who guesses the id does not make it sent.
  const guess = gmail.add(ours, ['\\Inbox']);
  expect(await channel.message.find?.(write)).toBeUndefined();
  guess.labels = ['\\Sent'];
  expect(await channel.message.find?.(write)).toMatchObject({ ref: { externalId: await idOf('one') } });
});

test('a walk of many pages uses one connection, which is closed when it ends', async () => {
  await all(1);
  expect(gmail.connections.made).toBe(1);
  await closed();
});

test('two walks at a time have two connections; a stopped one closes its own at once', async () => {
  await Promise.all([all(1), all(1)]);
  expect(gmail.connections.made).toBe(2);
  await closed();
  const stop = new AbortController();
  const page = await connector().messages({ limit: 1, signal: stop.signal });
  expect(page.next).toBeDefined();
  expect(gmail.connections.standing).toBe(1);
  stop.abort();
  await closed();
});

test('a walk that nobody goes on with leaves after some seconds', async () => {
  const channel = connector();
  await channel.messages({ limit: 1 });
  await wait(200);
  expect(gmail.connections.standing).toBe(1);
  await closed(8000);
}, 15_000);

/** Waits until no connection stands. */
async function closed(mostMs = 1000): Promise<void> {
  for (let waited = 0; gmail.connections.standing > 0 && waited < mostMs; waited += 20) await wait(20);
  expect(gmail.connections.standing).toBe(0);
}
