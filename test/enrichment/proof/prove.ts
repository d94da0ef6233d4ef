import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '../../../bench/made-up.js';
import type { Enriched, FoundProfile } from '../../../src/enrichment/enrichment.js';
import type { BlueskyNetwork } from '../../support/bluesky-network.js';
import { type MadeUp, madeUpPeople, type Size, type Way, ways } from './made-up-people.js';
import { type Outside, outside } from './outside.js';
import { fastTime } from './simulated-time.js';

/** How much faster time runs: an hour of Gravatar's limit is two seconds. */
const factor = 2000;
/** As many look-ups are under way at a time; what is lost when a process is killed. */
const underWay = 8;

export interface Outcome extends Enriched {
  processorMs: number;
}

/** A made-up world, on a network that is there, and a process that enriches in it. */
export interface Trial {
  made: MadeUp;
  outside: Outside;
  /** Runs the process to its end; with `kills`, it is killed that often on the way and started again. */
  run(journal: string, kills?: number): Promise<Outcome>;
  clock: { now(): number };
  close(): Promise<void>;
}

export async function trial(size: Size, network: BlueskyNetwork, child: string): Promise<Trial> {
  const made = madeUpPeople(size);
  for (const one of made.accounts) await network.act('account', { ...one });
  await network.act('processAll');
  const began = Date.now();
  const { clock } = fastTime(began, factor);
  const world = await outside(made, network.appview, clock);
  const folder = mkdtempSync(join(tmpdir(), 'kenning-enrich-'));
  const contacts = join(folder, 'contacts.json');
  writeFileSync(contacts, JSON.stringify(made.contacts));
  const next = random(size.seed + 1);

  const once = (journal: string, out: string, killAfter?: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const args = [
        '--no-warnings',
        child,
        contacts,
        join(folder, journal),
        out,
        world.url,
        String(began),
        String(factor),
      ];
      const running = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
      let left = killAfter ?? Number.POSITIVE_INFINITY;
      world.onRequest = () => {
        left -= 1;
        if (left === 0) running.kill('SIGKILL');
      };
      running.on('error', reject);
      running.on('exit', (code, signal) => {
        if (code === 0 || signal === 'SIGKILL') resolve();
        else reject(new Error(`The child ended with ${code ?? signal}.`));
      });
    });

  return {
    made,
    outside: world,
    clock,
    async run(journal, kills = 0) {
      const out = join(folder, `${journal}.json`);
      const most = size.contacts * 2;
      for (let number = 0; number < kills && !existsSync(out); number += 1)
        await once(journal, out, 1 + Math.floor((next() * most) / kills));
      if (!existsSync(out)) await once(journal, out);
      const outcome = JSON.parse(readFileSync(out, 'utf8')) as Outcome;
      rmSync(out);
      return outcome;
    },
    async close() {
      await world.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface Measured {
  linked: number;
  precision: number;
  recall: number;
  /** How many are linked, of how many, by the way in which they can be found. */
  byWay: Record<Way, [linked: number, of: number]>;
  wrong: FoundProfile[];
}

/** Compares what was found with the truth. */
export function measure({ truth }: MadeUp, profiles: readonly FoundProfile[]): Measured {
  const linked = profiles.filter(({ decision }) => decision === 'link');
  const isRight = ({ contactId, handle }: FoundProfile) => truth.get(contactId)?.handle === handle;
  const right = linked.filter(isRight);
  const found = new Set(right.map(({ contactId }) => contactId));
  const byWay = Object.fromEntries(
    ways.map((way) => {
      const of = [...truth].filter(([, one]) => one.way === way);
      return [way, [of.filter(([id]) => found.has(id)).length, of.length]];
    }),
  ) as Measured['byWay'];
  return {
    linked: linked.length,
    precision: right.length / linked.length,
    recall: found.size / truth.size,
    byWay,
    wrong: linked.filter((one) => !isRight(one)),
  };
}

/** Requests that were made more than once, beyond those that were under way when a process was killed. */
export function repeated({ asked }: Outside, kills: number): number {
  const again = [...asked.values()].reduce((sum, count) => sum + count - 1, 0);
  return Math.max(0, again - kills * underWay);
}
