import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { bundledChild } from '../../support/bundled-child.js';
import { openStore } from '../../support/open-store.js';
import { describePlaces } from '../../support/stores.js';

/** How long a duty stays with a process that was killed; long beside what a busy machine may hold one up. */
const leaseMs = 1500;
const kills = 3;
const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const child = bundledChild(new URL('./processes-child.ts', import.meta.url));

/** Waits until the log holds a line after this many. */
async function nextIn(log: string, after: number): Promise<string[]> {
  for (;;) {
    const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    if (lines.length > after + 4) return lines;
    await setTimeout(20);
  }
}

describePlaces('processes on one', (newPlace) => {
  it('never poll one channel together, and replace one that is killed', { timeout: 60_000 }, async () => {
    const place = newPlace();
    const log = join(folder, `${place.replaceAll(/\W/g, '')}.log`);
    const opened = openStore(place);
    await opened.count('leases', 'all', {});
    const processes = new Map<string, ChildProcess>();
    const begin = (name: string) => {
      const args = ['--no-warnings', child, place, log, name, String(leaseMs)];
      processes.set(name, spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] }));
    };
    for (const name of ['a', 'b', 'c']) begin(name);
    const killed = new Set<string>();
    let seen = 0;
    for (let round = 0; round < kills; round++) {
      const lines = await nextIn(log, seen);
      const holder = lines.at(-1)?.split(' ')[0] ?? '';
      const victim = processes.get(holder) as ChildProcess;
      victim.kill('SIGKILL');
      await once(victim, 'exit');
      killed.add(holder);
      processes.delete(holder);
      seen = readFileSync(log, 'utf8').trim().split('\n').length;
      begin(`later-${round}`);
    }
    const lines = await nextIn(log, seen);
    const last = lines.at(-1)?.split(' ')[0];
    expect(killed).not.toContain(last);
    expect(killed.size).toBe(kills);
    for (const process_ of processes.values()) {
      process_.kill('SIGTERM');
      await once(process_, 'exit');
    }
    let polling: string | undefined;
    for (const line of readFileSync(log, 'utf8').trim().split('\n')) {
      const [name = '', what] = line.split(' ');
      if (what === 'begins') {
        if (polling) expect(killed).toContain(polling);
        polling = name;
      } else {
        expect(name).toBe(polling);
        polling = undefined;
      }
    }
    expect(await opened.list('leases', 'all', { where: {} })).toEqual([]);
    await opened.close();
  });
});
