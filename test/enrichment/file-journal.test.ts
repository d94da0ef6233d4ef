import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { entriesOf, withFileJournal } from '../../src/enrichment/file-journal.js';
import type { JournalEntry } from '../../src/enrichment/journal.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const entry = (key: string): JournalEntry => ({
  key,
  state: 'answered',
  service: 'sites',
  lane: 'x',
  at: '2026-11-24T10:00:00.000Z',
  until: '2026-12-24T10:00:00.000Z',
  answer: { text: 'line\nend\u2028' },
});
const keys = async (file: string) => (await Array.fromAsync(entriesOf(file))).map(({ key }) => key);
const write = (file: string, ...names: string[]) =>
  withFileJournal(file, async (journal) => {
    for (const name of names) await journal.append(entry(name));
  });

it('holds what was appended, run after run, and only for its owner', async () => {
  const file = join(folder, 'a.journal');
  expect(await keys(file)).toEqual([]);
  await write(file, 'a', 'b');
  await write(file, 'c');
  expect(await keys(file)).toEqual(['a', 'b', 'c']);
  expect(await Array.fromAsync(entriesOf(file))).toContainEqual(entry('b'));
  expect(statSync(file).mode & 0o077).toBe(0);
});

it('loses no more than the line in which a process ended, wherever that was', async () => {
  const file = join(folder, 'b.journal');
  await write(file, 'a', 'b');
  const whole = readFileSync(file);
  const firstEnd = whole.indexOf('\n', whole.indexOf('\n') + 1);
  for (let length = whole.indexOf('\n') + 1; length < whole.length; length += 7) {
    writeFileSync(file, whole);
    truncateSync(file, length);
    await write(file, 'c');
    expect(await keys(file)).toEqual(
      length >= firstEnd ? (length >= whole.length - 1 ? ['a', 'b', 'c'] : ['a', 'c']) : ['c'],
    );
  }
});

it('passes over lines that are damaged', async () => {
  const file = join(folder, 'c.journal');
  await write(file, 'a');
  appendFileSync(file, '{"key":7}\nnot json\n\n');
  await write(file, 'b');
  expect(await keys(file)).toEqual(['a', 'b']);
});

it('forgets what is not named, in one step', async () => {
  const file = join(folder, 'd.journal');
  await withFileJournal(file, async (journal) => {
    for (const name of ['a', 'b', 'c']) {
      await journal.append({ ...entry(name), state: 'asked' });
      await journal.append(entry(name));
    }
    await journal.keepOnly(new Set(['b']));
    await journal.append(entry('d'));
  });
  expect(await keys(file)).toEqual(['b', 'd']);
  expect(readFileSync(file, 'utf8')).not.toContain('"a"');
});

it('is no other file, and no other process’s', async () => {
  const file = join(folder, 'e.csv');
  writeFileSync(file, 'Name,Email\nAnn,ann@example.org\n');
  await expect(write(file, 'a')).rejects.toMatchObject({ code: 'invalid' });
  expect(readFileSync(file, 'utf8')).toBe('Name,Email\nAnn,ann@example.org\n');
});
