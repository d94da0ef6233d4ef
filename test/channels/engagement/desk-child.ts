// A process of its own that speaks on a store which others speak on too: see processes.test.ts.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { engagement } from '../../../src/channels/engagement/engagement.js';
import { refusalOf } from '../../../src/channels/engagement/refusal.js';
import { contextOf } from '../../../src/core/context.js';
import { postgres } from '../../../src/core/store/postgres.js';
import { sqlite } from '../../../src/core/store/sqlite.js';
import type { Repeat } from '../../../src/core/write.js';
import { fakeNetwork, type Wall } from './fake-network.js';
import { optionsOn } from './open-desk.js';

/** What a child is to do. */
export interface Job {
  store: { file: string } | { connection: string; schema: string };
  /** The file that is the network: a line for each write. */
  wall: string;
  repeat: Repeat;
  name: string;
  /** How far its clock is ahead, in milliseconds. */
  ahead?: number;
  /** Where in its first write it dies. */
  dieAt?: 'before' | 'after';
  /** How long a write takes. */
  slowMs?: number;
  do:
    | { act: 'reply'; to: string[]; text: string; keys?: string[] }
    | { act: 'publish'; texts: string[] }
    /** Asks and delivers until it is told that all is paused; then it only delivers, until it is killed. */
    | { act: 'flood' };
}

const job = JSON.parse(process.argv[2] ?? '') as Job;
const wall: Wall = {
  keys: () =>
    existsSync(job.wall)
      ? readFileSync(job.wall, 'utf8')
          .split('\n')
          .map((line) => line.split('\t')[1] ?? '')
      : [],
  write: (key) => appendFileSync(job.wall, `${Date.now()}\t${key}\n`),
};
const store = 'file' in job.store ? sqlite({ ...job.store, busyTimeoutMs: 20_000 }) : postgres(job.store);
const context = contextOf({ now: () => Date.now() + (job.ahead ?? 0) });
const brand = fakeNetwork({
  wall,
  repeat: job.repeat,
  async fault(moment) {
    if (moment === job.dieAt) process.kill(process.pid, 'SIGKILL');
    if (moment === 'before' && job.slowMs) await new Promise((resolve) => setTimeout(resolve, job.slowMs));
  },
});
const desk = engagement({ ...optionsOn(store, context), channels: { brand } });
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** What became of an act: its state, or the rule that refused it. */
async function outcome(work: Promise<{ state: string }>): Promise<string> {
  try {
    return (await work).state;
  } catch (error) {
    const rule = refusalOf(error)?.rule;
    if (rule === undefined) throw error;
    return rule;
  }
}

const by = job.name;
say('begun');
if (job.do.act === 'reply') {
  const { to, text, keys } = job.do;
  for (const [index, id] of to.entries())
    say(await outcome(desk.reply({ to: id, text, by, ...(keys && { key: keys[index] as string }) })));
} else if (job.do.act === 'publish') {
  for (const text of job.do.texts) say(await outcome(desk.publish({ channel: 'brand', text, by })));
} else {
  let asks = true;
  for (let round = 0; ; round++) {
    for (let each = 0; asks && each < 2; each++) {
      const text = `${job.name} ${round} ${each}`;
      const asked = await outcome(desk.publish({ channel: 'brand', text, by }, { wait: false }));
      if (asked === 'paused') {
        asks = false;
        say('paused');
      }
    }
    await desk.deliver({ limit: 1 });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
await store.close();
