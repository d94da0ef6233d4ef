import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { csv } from '../../../../src/adapters/crms/csv/index.js';
import { readTable } from '../../../../src/core/table/read-table.js';
import { bundledChild } from '../../../support/bundled-child.js';
import { contactsOf } from './listed.js';

const kills = Number(process.env.KENNING_KILLS ?? 100);
const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
const child = bundledChild(new URL('./kill-child.ts', import.meta.url));
const people = 500;

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the child from a round on and kills it some time after it has begun; gives what it said. */
function run(file: string, start: number, afterMs: number): Promise<{ begun: number; done: number[] }> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, ['--no-warnings', child, file, String(start), String(people)]);
    let said = '';
    let problem = '';
    running.stdout.on('data', (data: Buffer) => {
      if (said === '') setTimeout(() => running.kill('SIGKILL'), afterMs);
      said += data;
    });
    running.stderr.on('data', (data: Buffer) => {
      problem += data;
    });
    running.on('error', reject);
    running.on('close', (code) => {
      if (code !== null) reject(new Error(problem));
      const rounds = (word: string) =>
        [...said.matchAll(new RegExp(`^${word} (\\d+)$`, 'gm'))].map(([, round]) => Number(round));
      resolve({ begun: rounds('begun').at(-1) ?? start, done: rounds('done') });
    });
  });
}

async function rowsOf(file: string): Promise<string[][]> {
  const rejected: unknown[] = [];
  const bytes = readFileSync(file);
  const table = await readTable(
    (async function* () {
      yield bytes;
    })(),
    { onRejected: (row) => rejected.push(row) },
  );
  const rows: string[][] = [];
  for await (const { cells } of table.rows()) rows.push(cells);
  expect(rejected).toEqual([]);
  return rows;
}

it(`leaves the old list or the new one through ${kills} kills`, { timeout: 60_000 + kills * 3000 }, async () => {
  const file = join(folder, 'people.csv');
  const note = 'n'.repeat(1000);
  const names = Array.from({ length: people }, (_, at) => [String(at), `Person ${at}`, note]);
  writeFileSync(file, `id,Name,Note\n${names.map((row) => row.join(',')).join('\n')}\n`);
  // A small generator with a fixed seed, so that a failure can be seen again.
  let seed = 11;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (seed >> 8) % below;
  };
  let next = 0;
  const answered: number[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const { begun, done } = await run(file, next, random(200));
    answered.push(...done);
    const rows = await rowsOf(file);
    expect(rows.map(([id, name, text]) => [id, name, text])).toEqual(names);
    const last = new Map(answered.map((round) => [round % people, round]));
    for (const [person, round] of last) {
      const title = rows[person]?.[3];
      // The round in which it was killed may have come as far as that.
      if (begun % people !== person) expect(title).toBe(`Round ${round}`);
      else expect([`Round ${round}`, `Round ${begun}`]).toContain(title);
    }
    // The next one begins with what the last one began.
    next = begun;
  }
  const crm = csv({ file, id: 'id' });
  const of = { source: crm.source, externalId: '0' };
  await crm.upsert.send({ key: 'last', of, attributes: { organization: 'After all' } });
  const keys = (await rowsOf(join(folder, 'people.activities.csv'))).map((cells) => cells.at(-1) as string);
  expect(new Set(keys).size).toBe(keys.length);
  for (const round of answered) expect(keys).toContain(`activity ${round}`);
  expect(answered.length).toBeGreaterThan(0);
  expect(readdirSync(folder).sort()).toEqual(['people.activities.csv', 'people.csv']);
  expect((await contactsOf(crm)).contacts).toHaveLength(people);
});

it('lets several processes write to one list, one after another', async () => {
  const file = join(folder, 'shared.csv');
  writeFileSync(file, `id,Name\n${Array.from({ length: people }, (_, at) => `${at},Person ${at}`).join('\n')}\n`);
  const runs = await Promise.all([0, 1000, 2000].map((start) => run(file, start, 1500)));
  const keys = (await rowsOf(join(folder, 'shared.activities.csv'))).map((cells) => cells.at(-1) as string);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { done } of runs) for (const round of done) expect(keys).toContain(`activity ${round}`);
  expect(runs.flatMap(({ done }) => done).length).toBeGreaterThan(0);
});
