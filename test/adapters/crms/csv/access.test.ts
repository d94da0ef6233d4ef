import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv } from '../../../../src/adapters/crms/csv/index.js';
import { feed } from '../../../../src/channels/connectors/feed/index.js';
import { logbook } from '../../../../src/channels/connectors/logbook/index.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kenning-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('what may be done', () => {
  it('with a contact list is all when it and its folder can be written', async () => {
    const file = fileOf('contacts.csv', 'Id,Name\n1,Maya\n');
    expect(await csv({ file }).access()).toEqual({ account: file, missing: [], quotas: [], notes: [] });
  });

  // The administrator may write everything.
  it.skipIf(process.getuid?.() === 0)('with a contact list that can only be read is to read it', async () => {
    const file = fileOf('contacts.csv', 'Id,Name\n1,Maya\n');
    chmodSync(file, 0o400);
    const { missing } = await csv({ file }).access();
    expect(missing).toEqual([{ scope: `write ${file}`, verbs: ['upsert', 'erase'] }]);
  });

  it('with a list that is not there is nothing', async () => {
    await expect(csv({ file: join(folder, 'none.csv') }).access()).rejects.toMatchObject({ code: 'not-found' });
    await expect(logbook({ file: join(folder, 'none.csv') }).access()).rejects.toMatchObject({ code: 'not-found' });
    await expect(feed({ file: join(folder, 'none.xml') }).access()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('with a log is to read it; one without people or times is told', async () => {
    const file = fileOf('calls.csv', 'at,who,text\n2026-05-04T09:00:00Z,Maya,Hello\n');
    expect(await logbook({ file }).access()).toEqual({ account: file, missing: [], quotas: [], notes: [] });
    expect((await logbook({ lines: 'at,who,text\n' }).access()).notes).toEqual(['The log holds no row.']);
    const other = logbook({ file: fileOf('other.csv', 'color,size\nred,7\n') });
    await expect(other.access()).rejects.toMatchObject({ code: 'invalid' });
  });

  it('with a feed is to read it and its comments', async () => {
    const entry = '<entry><id>1</id><title>One</title><updated>2026-05-04T09:00:00Z</updated></entry>';
    const atom = (entries: string) =>
      `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbor</title><id>https://blog.example/</id><updated>2026-05-04T09:00:00Z</updated>${entries}</feed>`;
    const pages: Record<string, string> = { '/feed': atom(entry), '/empty': atom('') };
    const asked: string[] = [];
    const fetch = (async (input: RequestInfo | URL) => {
      const { pathname } = new URL(String(input instanceof Request ? input.url : input));
      asked.push(pathname);
      return pathname in pages ? new Response(pages[pathname]) : new Response('', { status: 403 });
    }) as typeof globalThis.fetch;
    const of = (path: string, more: object = {}) =>
      feed({ url: `https://blog.example${path}`, fetch, ...more }).access();
    expect(await of('/feed')).toEqual({ account: 'Harbor', missing: [], quotas: [], notes: [] });
    expect((await of('/empty')).notes).toEqual(['The feed holds no entry.']);
    expect((await of('/feed', { comments: true })).notes).toEqual([expect.stringContaining('No entry names a feed')]);
    await expect(of('/feed', { comments: 'https://blog.example/comments' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(asked.at(-1)).toBe('/comments');
  });
});
