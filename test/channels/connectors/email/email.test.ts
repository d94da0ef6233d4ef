import { appendFile, chmod, cp, mkdir, mkdtemp, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmailOptions, email } from '../../../../src/channels/connectors/email/index.js';
import { network } from '../../../../src/core/model/network.js';
import type { Observed } from '../../../../src/core/model/observed.js';
import { type Cursor, type Page, type PageOptions, walk } from '../../../../src/core/page.js';

const fixtures = fileURLToPath(new URL('../../../fixtures/email/', import.meta.url));
const inbox = join(fixtures, 'inbox.mbox');
const separator = 'From ann@shop.example Mon Mar  2 09:00:00 2026';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kenning-email-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const mail = (id: string, text = 'Hi.') =>
  `From: Ann <ann@shop.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\nMessage-ID: <${id}@shop.example>\n\n${text}\n`;
const mbox = (...ids: string[]) => ids.map((id) => `${separator}\n${mail(id)}\n`).join('');
const idsOf = (items: Observed[]) =>
  items.map((item) => (item.type === 'said' ? item.interaction.externalId.split('@')[0] : item.type));

async function all(options: EmailOptions, page: PageOptions = {}) {
  const pages: Page<Observed>[] = [];
  const connector = email(options);
  for await (const found of walk((walked) => connector.messages({ ...page, ...walked }), page)) pages.push(found);
  return {
    pages,
    ids: idsOf(pages.flatMap(({ items }) => items)),
    rejected: pages.flatMap(({ rejected }) => rejected),
    cursor: pages.findLast(({ next }) => next !== undefined)?.next as Cursor,
  };
}

test('reads an mbox: mails before and after a broken one go through, which is rejected with its file and byte', async () => {
  const { ids, rejected, pages } = await all({ files: inbox, own: ['support@example.com'] });
  expect(ids).toEqual(['one', 'three']);
  expect(rejected).toEqual([{ reason: 'no-author: no address in From or Sender', at: `${inbox}, byte 294` }]);
  const [first, third] = pages[0]?.items ?? [];
  expect(first?.type === 'said' && first.interaction.content.text).toBe(
    'Hello,\n\nFrom the first day on the roses were yellow.\n\nFrom here on it gets better, at 10:30 on Mon in 2026.',
  );
  expect(third?.type === 'said' && third.profiles.find(({ own }) => own)?.externalId).toBe('support@example.com');
});

test('says what its network is and who we are', async () => {
  const connector = email({
    files: inbox,
    own: ['Example Support <Support@Example.com>', '@staff.example'],
    clock: { now: () => 0 },
  });
  expect(network.parse(connector.network)).toEqual(connector.network);
  expect(connector.contract).toBe(1);
  expect(await connector.own()).toEqual([
    {
      kind: 'profile',
      source: 'email',
      externalId: 'support@example.com',
      party: 'person',
      own: true,
      identifiers: [{ kind: 'email', scope: '', value: 'support@example.com' }],
      attributes: { name: 'Example Support' },
      origin: 'import',
      observedAt: '1970-01-01T00:00:00.000Z',
      partial: true,
    },
  ]);
});

describe('paging', () => {
  test.each([1, 2, 3, 7, 1000])('with %i a page gives the same mails once and in order', async (limit) => {
    const many = Array.from({ length: 23 }, (_, index) => `m${index}`);
    await writeFile(join(folder, 'a.mbox'), mbox(...many.slice(0, 10)));
    await writeFile(join(folder, 'b.eml'), mail('m10'));
    await writeFile(join(folder, 'c.mbox'), mbox(...many.slice(11)));
    const files = ['a.mbox', 'b.eml', 'c.mbox'].map((name) => join(folder, name));
    const { ids, pages } = await all({ files }, { limit });
    expect(ids).toEqual(many);
    expect(pages.every(({ items }) => items.length <= limit)).toBe(true);
    expect(pages.at(-1)).toEqual({ items: [], rejected: [] });
  });

  test('from every cursor, in a new connector, it goes on with what comes next', async () => {
    const many = Array.from({ length: 9 }, (_, index) => `m${index}`);
    await writeFile(join(folder, 'a.mbox'), mbox(...many.slice(0, 5)));
    await writeFile(join(folder, 'b.mbox'), mbox(...many.slice(5)));
    const files = [join(folder, 'a.mbox'), join(folder, 'b.mbox')];
    const { pages } = await all({ files }, { limit: 2 });
    let seen = 0;
    for (const { items, next } of pages.slice(0, -1)) {
      seen += items.length;
      expect((await all({ files }, { cursor: next as Cursor })).ids).toEqual(many.slice(seen));
    }
  });

  test('a page ends early when its mails are as large as one mail may be', async () => {
    const text = 'x'.repeat(600);
    await writeFile(join(folder, 'a.mbox'), ['a', 'b', 'c'].map((id) => `${separator}\n${mail(id, text)}\n`).join(''));
    const { pages, ids } = await all({ files: join(folder, 'a.mbox'), maxBytes: 1000 });
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(pages.map(({ items }) => items.length)).toEqual([2, 1, 0]);
  });
});

describe('what comes later', () => {
  test('mails appended to an mbox are read alone', async () => {
    const file = join(folder, 'a.mbox');
    await writeFile(file, mbox('a', 'b'));
    const { cursor } = await all({ files: file });
    expect((await all({ files: file }, { cursor })).ids).toEqual([]);
    await appendFile(file, `\n${mbox('c')}`);
    expect((await all({ files: file }, { cursor })).ids).toEqual(['c']);
  });

  test('an mbox that was rewritten is read anew', async () => {
    const file = join(folder, 'a.mbox');
    await writeFile(file, mbox('aaaa', 'bbbb', 'cccc'));
    const { cursor } = await all({ files: file });
    await writeFile(file, mbox('cccc'));
    expect((await all({ files: file }, { cursor })).ids).toEqual(['cccc']);
    await writeFile(file, mbox('cccc', 'dddd', 'eeee', 'f'));
    // A mail begins at the very byte where the reading ended, but not after the same mail.
    expect((await all({ files: file }, { cursor })).ids).toEqual(['cccc', 'dddd', 'eeee', 'f']);
  });

  test('files of a folder are read oldest first, new ones alone, subfolders and maildirs with them', async () => {
    const put = async (name: string, seconds: number, text: string) => {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), text);
      await utimes(join(folder, name), seconds, seconds);
    };
    await put('z.eml', 1000, mail('first'));
    await put('deep/er/b.EML', 2000, mail('second'));
    await put('a.mbox', 3000, mbox('third', 'fourth'));
    await put('cur/1.host:2,S', 4000, mail('fifth'));
    await put('notes.txt', 500, 'no mail');
    await put('.hidden.eml', 500, mail('hidden'));
    const { ids, rejected, cursor } = await all({ files: folder }, { limit: 2 });
    expect(ids).toEqual(['first', 'second', 'third', 'fourth', 'fifth']);
    expect(rejected).toEqual([]);
    await put('b.eml', 5000, mail('sixth'));
    expect((await all({ files: folder }, { cursor })).ids).toEqual(['sixth']);
    expect((await all({ files: folder, extensions: ['.txt'] })).rejected).toHaveLength(1);
  });

  test('a file that grew among others is read again rather than overlooked', async () => {
    for (const [index, name] of ['a.mbox', 'b.mbox'].entries()) {
      await writeFile(join(folder, name), mbox(name));
      await utimes(join(folder, name), 1000 + index, 1000 + index);
    }
    const { cursor } = await all({ files: folder });
    await appendFile(join(folder, 'a.mbox'), mbox('new'));
    expect((await all({ files: folder }, { cursor })).ids).toEqual(['a.mbox', 'new']);
  });
});

describe('what can not be read', () => {
  test('an empty file, once', async () => {
    const file = join(folder, 'a.eml');
    await writeFile(file, '');
    const { rejected, cursor } = await all({ files: file });
    expect(rejected).toEqual([{ reason: 'empty: the file has no bytes', at: `${file}, byte 0` }]);
    expect(await email({ files: file }).messages({ cursor })).toEqual({ items: [], rejected: [] });
  });

  test('a file that went away between two pages, and the others are read', async () => {
    const files = ['a.eml', 'b.eml', 'c.eml'].map((name) => join(folder, name));
    for (const file of files) await writeFile(file, mail(file.at(-5) as string));
    const connector = email({ files });
    const { next } = await connector.messages({ limit: 1 });
    await rename(files[1] as string, join(folder, 'gone'));
    const page = await connector.messages({ cursor: next as Cursor });
    expect(idsOf(page.items)).toEqual(['c']);
    expect(page.rejected).toEqual([{ reason: 'unreadable: ENOENT', at: files[1] }]);
  });

  test('a folder without permission', async () => {
    await mkdir(join(folder, 'closed'));
    await writeFile(join(folder, 'a.eml'), mail('a'));
    await chmod(folder, 0o755);
    await chmod(join(folder, 'closed'), 0);
    // Root may read everything, so it is somebody else meanwhile.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    const { ids, rejected } = await all({ files: folder }).finally(() => isRoot && process.seteuid?.(0));
    await chmod(join(folder, 'closed'), 0o700);
    expect(ids).toEqual(['a']);
    expect(rejected).toEqual([{ reason: 'unreadable: EACCES', at: join(folder, 'closed') }]);
  });

  test('a file of 5 GB that holds no separate mails is not read into memory', async () => {
    const file = join(folder, 'huge.eml');
    await writeFile(file, mail('huge'));
    await truncate(file, 5_000_000_000);
    const before = process.memoryUsage().rss;
    const { ids, rejected } = await all({ files: file });
    expect(ids).toEqual([]);
    expect(rejected).toEqual([
      { reason: 'too-large: larger than 26214400 bytes; raise maxBytes to read it', at: `${file}, byte 0` },
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  test('an mbox of 1 GB whose last mail never ends gives the mails before it', async () => {
    const file = join(folder, 'huge.mbox');
    await writeFile(file, mbox('a', 'b', 'huge'));
    await truncate(file, 1_000_000_000);
    const before = process.memoryUsage().rss;
    const { ids, rejected } = await all({ files: file });
    expect(ids).toEqual(['a', 'b']);
    expect(rejected.map(({ reason, at }) => [reason.split(':')[0], at])).toEqual([
      ['too-large', `${file}, byte ${mbox('a', 'b').length}`],
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });
});

describe('aborts', () => {
  test('pass through unwrapped, before and while it reads', async () => {
    const connector = email({ files: inbox });
    const reason = new Error('stop');
    await expect(connector.messages({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(connector.own({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

    const file = join(folder, 'huge.mbox');
    await writeFile(file, mbox('a'));
    await truncate(file, 1_000_000_000);
    const controller = new AbortController();
    const reading = email({ files: file }).messages({ signal: controller.signal });
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});

describe('options', () => {
  test.each([
    [{ files: inbox, folders: [] }, /folders/],
    [{}, /email: files is/],
    [{ files: [] }, /email: files is/],
    [{ files: inbox, maxBytes: 0 }, /maxBytes/],
    [{ files: inbox, own: ['nobody'] }, /own: "nobody"/],
    [{ files: inbox, extensions: ['eml'] }, /must begin with a dot/],
  ])('%j is refused', (options, message) => {
    expect(() => email(options as EmailOptions)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringMatching(message) }),
    );
  });

  test('a missing file and a foreign cursor are errors that say what to do', async () => {
    const missing = email({ files: join(folder, 'none') });
    await expect(missing.messages()).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/none/),
    });
    for (const cursor of ['', 'x', '{}', '[1,0,0,"a",-1,""]', '[2,0,0,"a",1,""]'])
      await expect(email({ files: inbox }).messages({ cursor })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('a folder is copied with everything and nothing of it is changed', async () => {
    await cp(fixtures, join(folder, 'copy'), { recursive: true });
    const { ids } = await all({ files: join(folder, 'copy'), own: ['support@example.com'] });
    const report = ['20260306080000.3F1A2400B9', 'delivery'];
    const mails = ['bounce-1', 'dirk-1', 'news-9', 'one', 'reply-3', 'three'];
    expect(ids.toSorted()).toEqual([...report, ...mails].toSorted());
  });
});
