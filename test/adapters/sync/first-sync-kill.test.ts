import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { recordOf } from '../../../src/core/ingest/write-record.js';
import { customerOf } from '../../../src/core/members.js';
import type { RecordId } from '../../../src/core/model/id.js';
import { sqlite } from '../../../src/core/store/sqlite.js';
import { bundledChild } from '../../support/bundled-child.js';

const kills = Number(process.env.KENNING_KILLS ?? 12);
const count = 3000;
const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const child = bundledChild(new URL('first-sync-child.ts', import.meta.url));

/** Where it began to read, and whether it was killed. */
function run(database: string, now: number, killAfterMs?: number): Promise<{ from: string; killed: boolean }> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, ['--no-warnings', child, database, String(count), String(now)]);
    let from = '';
    let problem = '';
    running.stdout.on('data', (data: Buffer) => {
      from = data.toString().trim();
      if (killAfterMs !== undefined) setTimeout(() => running.kill('SIGKILL'), killAfterMs);
    });
    running.stderr.on('data', (data: Buffer) => {
      problem += data;
    });
    running.on('error', reject);
    running.on('close', (code) => (code ? reject(new Error(problem)) : resolve({ from, killed: code === null })));
  });
}

it(`goes on with a first reading where it was, through ${kills} kills`, {
  timeout: 60_000 + kills * 10_000,
}, async () => {
  const database = join(folder, 'first.sqlite');
  let now = Date.UTC(2026, 0, 1);
  const begins: string[] = [];
  let killed = 0;
  for (let round = 0; round < kills; round++) {
    const ended = await run(database, now, 20 + ((round * 37) % 150));
    begins.push(ended.from);
    if (ended.killed) killed += 1;
    now += 3_600_000;
  }
  await run(database, now);
  expect(killed).toBeGreaterThan(0);
  expect(begins.filter((from) => from === 'from the beginning').length).toBeLessThan(begins.length);

  const store = sqlite({ file: database });
  expect(await store.list('unresolved', 'all', { where: {}, limit: 10 })).toEqual([]);
  const customer = async (number: number) => {
    const record = await recordOf(store, { source: 'journal/sales', externalId: `c${number}` });
    return customerOf(store, record as RecordId);
  };
  for (let number = 0; number < count; number += 4) {
    const [one, two, three] = [await customer(number), await customer(number + 1), await customer(number + 2)];
    expect([number, one]).toEqual([number, two]);
    expect(one).toBeDefined();
    expect(three).not.toBe(one);
  }
  await store.close();
});
