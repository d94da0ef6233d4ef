import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sqlite } from '../../../src/core/store/sqlite.js';
import { describeStores } from '../../support/stores.js';
import { desk, said } from './desk.js';
import { History, neighbour, step } from './history.js';
import { rowsOf } from './rows-of.js';

const histories = Number(process.env.KENNING_HISTORIES ?? 100);
const steps = fc.array(step, { minLength: 5, maxLength: 40 });
const newMark = () => randomBytes(6).toString('hex');

describeStores('erasures on', (open) => {
  it('leave no erased value in any row after any history, bring nobody back and touch nobody else', {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const store = open();
        const mark = newMark();
        const other = await neighbour(store, mark);
        const before = await rowsOf(other.store);
        const history = new History(store, mark);
        for (const one of list) {
          await history.run([one]);
          if (one.do === 'erase') await history.expectGone();
        }
        await history.erase(0, 2);
        await history.expectGone();
        await history.expectReplayed();
        await history.deliverAgain();
        await history.expectGone();
        await history.expectReplayed();
        expect(await rowsOf(other.store)).toEqual(before);
        await store.close();
      }),
      { numRuns: Math.ceil(histories / 4) },
    );
  });
});

it('leave no erased value in any byte of the files of SQLite', { timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
  let found = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (list) => {
      const file = join(folder, `${newMark()}.sqlite`);
      const store = sqlite({ file });
      const history = new History(store, newMark());
      await history.run(list);
      const erasures = list.filter((one) => one.do === 'erase').length;
      for (const at of [0, 1, 2]) await history.erase(at, 2);
      const files = [file, `${file}-wal`, `${file}-shm`].filter((name) => existsSync(name));
      const bytes = files.map((name) => readFileSync(name));
      for (const value of await history.values())
        for (const [at, one] of bytes.entries())
          if (one.includes(value)) expect.fail(`${value} stands in ${files[at]}`);
      found += erasures + history.forbidden.size;
      await store.close();
    }),
    { numRuns: Math.ceil(histories / 4) },
  );
  expect(found).toBeGreaterThan(0);
  rmSync(folder, { recursive: true });
});

it('leave none in a file of many pages that grew, split and shrank', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
  const file = join(folder, 'many.sqlite');
  const one = desk(sqlite({ file }));
  const mark = newMark();
  const author = (at: number) => `author${at % 5}${mark}`;
  for (let start = 0; start < 4000; start += 200)
    await one.say(
      ...Array.from({ length: 200 }, (_one, index) => {
        const at = start + ((index * 37) % 200);
        const text = `text of ${author(at)} `.repeat(1 + (at % 40));
        return said({
          id: `post${at}-${author(at)}`,
          author: author(at),
          text,
          to: [author(at + 1)],
          minute: (at * 7919) % 4001,
        });
      }),
    );
  const { gone } = await one.erase({ source: 'net', externalId: author(0) });
  expect(gone.interactions).toBe(800);
  for (const name of [file, `${file}-wal`, `${file}-shm`].filter((name) => existsSync(name)))
    expect([name, readFileSync(name).includes(author(0))]).toEqual([name, false]);
  expect(readFileSync(file).includes(author(1))).toBe(true);
  await one.store.close();
  rmSync(folder, { recursive: true });
});

it('leave none in what splitting and joining pages left behind', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
  const file = join(folder, 'moved.sqlite');
  for (let round = 0; round < 12; round++) {
    const author = `author${round}abcdef`;
    const one = desk(sqlite({ file }));
    const root = `post1-${author}`;
    for (let at = 0; at < 30; at++) {
      const post = { id: `post${at}-${author}`, author, text: `${at}`, minute: at };
      const answer = {
        id: `${round}-${at}`,
        author: 'bob',
        text: `${at}`,
        minute: at,
        root,
        inReplyTo: root,
        raw: null,
      };
      await one.say(said(at > 20 ? answer : post));
    }
    await one.erase({ source: 'net', externalId: author });
    expect([round, readFileSync(file).includes(author)]).toEqual([round, false]);
    await one.store.close();
  }
  rmSync(folder, { recursive: true });
});
