import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { csv } from '../../src/adapters/crms/csv/index.js';
import { sqlite } from '../../src/core/store/sqlite.js';
import { bundledChild } from '../support/bundled-child.js';
import { minute, office, person, said } from './office.js';

const kills = Number(process.env.KENNING_KILLS ?? 30);
const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const child = bundledChild(new URL('write-back-child.ts', import.meta.url));

const names = 'Maya Lindqvist,Tomás Okafor,Lena Vogt,Ann Leary,Bruno Castellani,Chidi Eze,Dagny Holm,Emre Yilmaz'.split(
  ',',
);

/** Whether the child was killed before it was done. */
function run(database: string, file: string, now: number, killAfterMs?: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, ['--no-warnings', child, database, file, String(now)]);
    let problem = '';
    running.stdout.on('data', () => {
      if (killAfterMs !== undefined) setTimeout(() => running.kill('SIGKILL'), killAfterMs);
    });
    running.stderr.on('data', (data: Buffer) => {
      problem += data;
    });
    running.on('error', reject);
    running.on('close', (code) => (code ? reject(new Error(problem)) : resolve(code === null)));
  });
}

it(`writes back once through ${kills} kills`, { timeout: 60_000 + kills * 3000 }, async () => {
  const database = join(folder, 'kill.sqlite');
  const file = join(folder, 'people.csv');
  const people = names.map((name, at) => {
    const address = `${name.toLowerCase().replace(' ', '.')}@x.example`;
    return { name, address, profile: person(`p${at}`, name, { address, attributes: { name, title: `Title ${at}` } }) };
  });
  writeFileSync(file, `id,email,name\n${people.map(({ name, address }, at) => `${at},${address},${name}\n`).join('')}`);
  const store = sqlite({ file: database });
  const room = office(store, { contacts: csv({ file }) });
  await room.readContacts();
  await store.close();

  // A small generator with a fixed seed, so that a failure can be seen again.
  let seed = 5;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (seed >> 8) % below;
  };
  const texts: string[] = [];
  const gone: string[] = [];
  let killed = 0;
  for (let round = 0; killed < kills; round += 1) {
    const open = sqlite({ file: database });
    const { hear } = office(open, {}, undefined, room.clock);
    for (const [at, { profile }] of people.entries()) {
      const text = `Round ${round} by ${at}`;
      await hear(said(`r${round}-${at}`, text, [profile], { at: minute(round) }));
      texts.push(text);
    }
    if (round > 0 && round % 3 === 0) {
      const externalId = `r${round - 1}-0`;
      await hear({
        type: 'removed',
        of: { network: 'testnet', realm: '', externalId },
        at: minute(round),
        by: 'author',
      });
      gone.push(`Round ${round - 1} by 0`);
    }
    await open.close();
    if (await run(database, file, room.clock.now(), random(300))) killed += 1;
    room.clock.turn(3_600_000);
  }
  for (let round = 0; round < 3; round += 1) {
    await run(database, file, room.clock.now());
    room.clock.turn(3_600_000);
  }
  const activities = readFileSync(join(folder, 'people.activities.csv'), 'utf8');
  for (const text of texts)
    expect([text, activities.split(`"${text}"`).length - 1]).toEqual([text, gone.includes(text) ? 0 : 1]);
  const list = readFileSync(file, 'utf8');
  for (const [at, { name, address }] of people.entries())
    expect(list).toContain(`${at},${address},${name},Title ${at},'@p${at},`);
});
