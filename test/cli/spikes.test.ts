import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { began, quietCounts } from '../../bench/listening/made-up-posts.js';
import { commandIn } from './run-kenning.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
const rowsOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[];

const minutes = 5;
const counts = quietCounts({ postsADay: 720, everyMs: minutes * 60_000, days: 10 }, 3).map((count, bin) =>
  bin >= 2000 && bin < 2010 ? count + 40 : count,
);
const time = (bin: number) => new Date(began + bin * minutes * 60_000);
const sql = (bin: number) => time(bin).toISOString().replace('T', ' ').slice(0, 19);

describe('kenning spikes', () => {
  it('tells of a spike at its first row, with the time as it stands there', async () => {
    write('counts.csv', ['timestamp,value', ...counts.map((count, bin) => `${sql(bin)},${count}`)]);
    const { code, out, err } = await run('spikes', 'counts.csv');
    expect(`${code}${err}`).toBe('0');
    const [alert, ...more] = rowsOf(out);
    expect(more).toEqual([]);
    expect(Object.keys(alert ?? {})).toEqual(['timestamp', 'severity', 'score', 'expected', 'observed']);
    expect(alert).toMatchObject({ timestamp: sql(2000), observed: String(counts[2000]) });
    expect(Number(alert?.expected)).toBeLessThan(10);
    expect(Number(alert?.score)).toBeGreaterThanOrEqual(1);
    const phases = rowsOf((await run('spikes', 'counts.csv', '--phases', '--cool-down', '3h')).out);
    expect(phases.map(({ phase }) => phase)).toEqual(['opened', 'grew', 'over']);
    const json = JSON.parse((await run('--json', 'spikes', 'counts.csv')).out);
    expect(json).toMatchObject([{ phase: 'opened', timestamp: sql(2000), line: 2002 }]);
  });

  it.each([
    ['seconds since 1970', (bin: number) => String(time(bin).getTime() / 1000)],
    ['milliseconds', (bin: number) => String(time(bin).getTime())],
    [
      'ISO 8601 with a zone',
      (bin: number) =>
        time(bin + 24)
          .toISOString()
          .replace('.000Z', '+02:00'),
    ],
    ['mails', (bin: number) => `"${time(bin).toUTCString()}"`],
    ['year first with slashes', (bin: number) => sql(bin).replaceAll('-', '/')],
  ])('reads times as %s', async (_, text) => {
    write('counts.tsv', ['When;Posts', ...counts.map((count, bin) => `${text(bin)};${count}`)]);
    const { out, err } = await run('spikes', 'counts.tsv', '--timestamp', 'When', '--value', 'Posts');
    expect(err).toBe('');
    expect(rowsOf(out).map(({ timestamp }) => timestamp)).toEqual([text(2000).replaceAll('"', '')]);
  });

  it('takes rows that are left out for zero where no row is 0', async () => {
    const rare = quietCounts({ postsADay: 12, everyMs: minutes * 60_000, days: 30 }, 5).map((count, bin) =>
      bin >= 7000 && bin < 7006 ? count + 2 : count,
    );
    const rows = rare.flatMap((count, bin) => (count > 0 ? [`${sql(bin)},${count}`] : []));
    write('sparse.csv', ['timestamp,value', ...rows]);
    const told = rowsOf((await run('spikes', 'sparse.csv')).out).map(({ timestamp = '' }) => timestamp);
    expect(told.some((at) => at >= sql(7000) && at <= sql(7005))).toBe(true);
    const unknown = rowsOf((await run('spikes', 'sparse.csv', '--missing', 'unknown')).out);
    expect(unknown.length).toBeLessThan(told.length);
  });

  it('leaves out what can not be read and says where; the rest goes through', async () => {
    const rows = counts.map((count, bin) => `${sql(bin)},${count}`);
    rows.splice(100, 0, 'yesterday,4', `${sql(100)},many`, `${sql(100)},-3`, `${sql(100)}`, '2001-01-01 00:00:00,9');
    write('bad.csv', ['timestamp,value', ...rows]);
    const { code, out, err } = await run('spikes', 'bad.csv');
    expect(code).toBe(0);
    expect(rowsOf(out)).toMatchObject([{ timestamp: sql(2000) }]);
    expect(err.trim().split('\n').sort()).toEqual([
      'bad.csv, line 102, was left out: its time can not be read',
      'bad.csv, line 103, was left out: its value is no number',
      'bad.csv, line 104, was left out: the count is negative',
      'bad.csv, line 105, was left out: it has 1 cell where the header has 2',
      'bad.csv, line 106, was left out: it is too late',
    ]);
  });

  it('says what is wrong with its use', async () => {
    write('one.csv', ['timestamp,value', `${sql(0)},1`]);
    expect(await run('spikes', 'one.csv')).toMatchObject({ code: 2, err: expect.stringContaining('--every') });
    write('other.csv', ['time,value', `${sql(0)},1`]);
    expect(await run('spikes', 'other.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean "time"'),
    });
    expect(await run('spikes', 'one.csv', '--every', '5')).toMatchObject({
      code: 2,
      err: expect.stringContaining('5m'),
    });
    expect(await run('spikes', 'none.csv')).toMatchObject({ code: 1, err: expect.stringContaining('no file') });
  });
});
