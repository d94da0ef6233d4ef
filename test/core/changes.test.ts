import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { random } from '../../bench/made-up.js';
import { contextOf } from '../../src/core/context.js';
import { ingest } from '../../src/core/ingest/ingest.js';
import type { DecisionId, RecordId } from '../../src/core/model/id.js';
import { erase } from '../../src/core/privacy/erase.js';
import { readChanges } from '../../src/core/read-changes.js';
import { memory } from '../../src/core/store/memory.js';
import type { Store } from '../../src/core/store/store.js';
import { matcher } from '../../src/identity/matcher/matcher.js';
import { recognizer } from '../../src/identity/recognizer.js';
import { registrar } from '../../src/identity/registrar.js';
import { stewardship } from '../../src/identity/stewardship.js';
import { post } from '../channels/listening/listener.js';
import { bundledChild } from '../support/bundled-child.js';
import { openStore } from '../support/open-store.js';
import { describePlaces } from '../support/stores.js';

const acts = 1000;
const kills = Number(process.env.KENNING_KILLS ?? 12);
const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const child = bundledChild(new URL('./changes-child.ts', import.meta.url));

/** A consumer of the feed, as a process of its own. */
function consume(place: string, mirror: string, follow: boolean) {
  const args = ['--no-warnings', child, place, mirror, follow ? 'follow' : ''];
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const begun = new Promise<void>((resolve) => process_.stdout.once('data', () => resolve()));
  const ended = new Promise<void>((resolve, reject) =>
    process_.on('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve();
      else reject(new Error(`The consumer ended with ${code ?? signal}.`));
    }),
  );
  return { begun, ended, kill: () => process_.kill('SIGKILL') };
}

/** Merges, unmerges and erases at random, and lets new people come. */
function upheaval(store: Store, next: () => number) {
  const context = contextOf();
  const resolver = matcher();
  const intake = ingest({ store, context, recognizer: recognizer({ resolver, context }) });
  const steward = stewardship(store, context);
  const by = { by: 'ann' };
  const records: RecordId[] = [];
  const merges: DecisionId[] = [];
  const any = <Item>(items: Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  let people = 0;
  const counted = { merged: 0, unmerged: 0, erased: 0 };

  async function come(): Promise<void> {
    people += 1;
    const items = [post(`post-${people}`, people), post(`answer-${people}`, people)];
    const { changes } = await intake.page({ page: { items, rejected: [] }, channel: 'brand' });
    for (const change of changes) if (change.type === 'record') records.push(change.record);
  }

  async function merge(): Promise<void> {
    const [a, b] = [any(records), any(records)];
    const { decision } = await steward.merge(a, b, by).catch(() => ({ decision: undefined }));
    if (!decision) return;
    merges.push(decision.id);
    counted.merged += 1;
  }

  async function unmerge(): Promise<void> {
    const of = merges.splice(Math.floor(next() * merges.length), 1)[0];
    if (of && (await steward.unmerge(of, by).catch(() => undefined))) counted.unmerged += 1;
  }

  async function eraseOne(): Promise<void> {
    const receipt = await erase({ store, context, registrar: registrar({ resolver, context }) }, any(records), by);
    for (const record of receipt.records) records.splice(records.indexOf(record), 1);
    counted.erased += 1;
  }

  return {
    counted,
    async act(): Promise<void> {
      const chance = next();
      if (records.length < 20 || chance < 0.1) await come();
      if (chance < 0.5) await merge();
      else if (chance < 0.9) await unmerge();
      else await eraseOne();
    },
  };
}

/** What the mirror must say: who belongs to whom, and what is said. */
async function truthOf(store: Store): Promise<{ members: string[]; texts: string[] }> {
  const records = await store.list('records', 'byState', { where: { state: 'standing' }, limit: 100_000 });
  const members = [];
  for (const { id } of records) members.push(`${id} ${(await store.get('members', { record: id }))?.customer}`);
  const said = await store.list('interactions', 'all', { where: {}, limit: 100_000 });
  return { members: members.sort(), texts: said.map(({ id, data }) => `${id} ${data?.content.text}`).sort() };
}

function mirrorIn(file: string): { members: string[]; texts: string[] } {
  const mirror = new DatabaseSync(file);
  const rows = (text: string) =>
    mirror
      .prepare(text)
      .all()
      .map((row) => Object.values(row).join(' '))
      .sort();
  const found = { members: rows('select record, customer from members'), texts: rows('select * from texts') };
  mirror.close();
  return found;
}

describePlaces('a mirror kept by the change feed of', (newPlace) => {
  it(`is equal through ${acts} merges, unmerges and erasures and ${kills} kills`, {
    timeout: 60_000 + kills * 3000,
  }, async () => {
    const seed = Date.now() % 1_000_000;
    const next = random(seed);
    const [place, mirror] = [newPlace(), join(folder, `${seed}.sqlite`)];
    const store = openStore(place);
    const { act, counted } = upheaval(store, next);
    const total = () => counted.merged + counted.unmerged + counted.erased;
    await act();
    for (let killed = 0; killed < kills; killed++) {
      const consumer = consume(place, mirror, true);
      const killing = consumer.begun.then(() => setTimeout(next() * 200)).then(consumer.kill);
      while (total() < (acts / kills) * (killed + 1)) await act();
      await killing;
      await consumer.ended;
    }
    await consume(place, mirror, false).ended;
    expect(mirrorIn(mirror), `seed ${seed}`).toEqual(await truthOf(store));
    expect(total()).toBeGreaterThanOrEqual(acts);
    expect(Math.min(...Object.values(counted))).toBeGreaterThan(50);
    await store.close();
  });
});

it('waits for what comes, and ends when it is told to', async () => {
  const store = memory();
  const ending = new AbortController();
  const { act } = upheaval(store, random(1));
  await act();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const { sequence } of readChanges(store, { follow: true, everyMs: 1, signal: ending.signal }))
      seen.push(sequence);
  })();
  for (let count = 0; count < 30; count++) await act();
  await setTimeout(20);
  ending.abort();
  await expect(reading).rejects.toThrow('aborted');
  expect(seen).toEqual(seen.map((_sequence, index) => index + 1));
  expect(seen).toHaveLength(await store.count('changes', 'all', {}));
});
