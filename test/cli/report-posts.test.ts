import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chromium, startChromium, whyNoChromium } from '../support/chromium.js';
import { commandIn, type Ended } from './run-kenning.js';

const missing = whyNoChromium();
if (missing && process.env.CI) throw new Error(missing);
if (missing) console.warn(`skipped: the report on posts in a browser (${missing})`);

const { folder, run } = commandIn();
const fileAt = (name: string): string => join(folder, name);
const hour = 3_600_000;
const rowAt = (ms: number, text: string): string =>
  `${new Date(Date.parse('2026-03-01T00:30:00Z') + ms).toISOString()},"${text}"`;
const rows = [
  ...Array.from({ length: 21 * 24 }, (_, at) =>
    rowAt(at * hour, at % 3 ? 'I love my new acme saddle, it is wonderful #saddle' : 'The globex shop opens at nine'),
  ),
  ...Array.from({ length: 120 }, (_, at) =>
    rowAt(15 * 24 * hour + at * 20_000, `This is terrible, acme broke my bike and I hate it, ${at} #broken`),
  ),
  ...['Where is my parcel', 'My parcel has not come', 'The parcel is late again', 'Still waiting for the parcel'].map(
    (text, at) => rowAt((16 * 24 + at) * hour, `<b>${text}`),
  ),
  ...[0, 1, 2].map((at) => rowAt((17 * 24 + at) * hour, 'I switched from acme to globex')),
  rowAt(0, '<script>document.title=1</script><img src=x onerror=document.title=2> #late'),
  'never,"a post without a time"',
];
writeFileSync(fileAt('posts.csv'), ['date,text', ...rows].join('\n'));
const voices = ['--voice', 'ours=acme', '--voice', '<b>theirs=globex'];
const words = ['report', 'posts.csv', '--text', 'text', '--timestamp', 'date', ...voices, '--out', 'posts.html'];

let ended: Ended;
beforeAll(async () => {
  ended = await run('--json', ...words);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('kenning report on posts', () => {
  it('says what it drew, and what it left out', () => {
    expect(ended).toMatchObject({ code: 0, err: expect.stringContaining('line 634, was left out') });
    const said = JSON.parse(ended.out);
    expect(said).toMatchObject({ posts: 632, voices: [{ name: 'ours' }, { name: '<b>theirs' }] });
    const parcel = said.topics.found.find(({ words }: { words: string[] }) => words.join().includes('parcel'));
    expect(parcel).toMatchObject({ before: { posts: 0 } });
    expect(ended.out).not.toContain('Still waiting');
    expect(said.hashtags.map(({ name }: { name: string }) => name)).toEqual(['#saddle', '#broken', '#late']);
    expect(said.storms.map(({ kind }: { kind: string }) => kind)).toContain('storm');
  });

  it('writes nothing that a post says as markup, and runs nothing', () => {
    const page = readFileSync(fileAt('posts.html'), 'utf8');
    for (const part of ['<img', '<b>', '<script', 'http://', 'https://', 'src=']) expect(page).not.toContain(part);
  });

  it('knows by --target who leaves the brand', async () => {
    const leavingOf = async (...target: string[]): Promise<number> => {
      const { out } = await run('--json', ...words, ...target);
      const { intents } = JSON.parse(out) as { intents: { name: string; counts: { all: number } }[] };
      return intents.find(({ name }) => name === 'churn-risk')?.counts.all ?? 0;
    };
    expect(await leavingOf('--target', 'acme')).toBeGreaterThan(await leavingOf());
  });

  it('refuses what is of records, and a search that can not be read', async () => {
    expect(await run(...words, '--id', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('--id') });
    expect(await run(...words, '--voice', 'x=(a')).toMatchObject({ code: 2 });
    expect(await run(...words, '--voice', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('NAME=QUERY') });
  });
});

describe.skipIf(missing)('the report on posts in Chromium', () => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await startChromium();
    await chromium.open(pathToFileURL(fileAt('posts.html')).href);
    await chromium.until(`document.getElementById('storms') !== null`);
  });
  afterAll(() => chromium?.stop());

  it('shows its pictures and tables, and asks nobody for anything', async () => {
    const parts = await chromium.evaluate<{ id: string; shapes: number; rows: number }[]>(`
      [...document.querySelectorAll('section')].map((part) => ({
        id: part.querySelector('h2').id,
        shapes: [...part.querySelectorAll('svg[role=img][aria-label] rect')].filter((one) => one.getBoundingClientRect().height > 0).length,
        rows: part.querySelectorAll('tbody tr').length,
      }))`);
    expect(parts.map(({ id }) => id)).toEqual([
      'posts',
      'sentiment',
      'voice',
      'topics',
      'intents',
      'hashtags',
      'storms',
    ]);
    for (const { id, shapes, rows: told } of parts) {
      expect(told, id).toBeGreaterThan(0);
      if (id !== 'storms') expect(shapes, id).toBeGreaterThan(1);
    }
    const behind = await chromium.evaluate<string[]>(
      `[...document.querySelectorAll('section:has(#topics) li')].map((one) => one.textContent)`,
    );
    expect(behind.some((text) => text.startsWith('<b>') && text.includes('parcel'))).toBe(true);
    expect(await chromium.evaluate('document.title')).toBe('kenning report: posts.csv');
    expect(chromium.requested.filter((address) => address !== 'about:blank').length).toBe(1);
    expect(chromium.complaints).toEqual([]);
    expect(await chromium.evaluate(`fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'kept')`)).toBe('kept');
  });
});
