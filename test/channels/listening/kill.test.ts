import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { random } from '../../../bench/made-up.js';
import { readLedger } from '../../../src/identity/ledger.js';
import { customersOf, replay } from '../../../src/identity/replay.js';
import { bundledChild } from '../../support/bundled-child.js';
import { openStore } from '../../support/open-store.js';
import { describePlaces } from '../../support/stores.js';

const kills = Number(process.env.KENNING_KILLS ?? 30);
const child = bundledChild(new URL('./kill-child.ts', import.meta.url));

/** Runs the child; kills it that long after it has begun, unless it is done before. */
function run(place: string, order: string, killAfterMs?: number): Promise<'done' | 'killed'> {
  return new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, [child, place, order], { stdio: ['ignore', 'pipe', 'inherit'] });
    let done = false;
    process_.stdout.on('data', (data: Buffer) => {
      if (data.includes('begun') && killAfterMs !== undefined) setTimeout(() => process_.kill('SIGKILL'), killAfterMs);
      if (data.includes('done')) done = true;
    });
    process_.on('error', reject);
    process_.on('exit', (code, signal) => {
      if (done) resolve('done');
      else if (signal === 'SIGKILL') resolve('killed');
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}

/** All that is kept, without ids and the time of writing. */
async function keptIn(place: string) {
  const store = openStore(place);
  const rows = await store.list('interactions', 'all', { where: {}, limit: 10_000 });
  const kept = [];
  for (const { id, externalId, state, data } of rows) {
    const revisions = await store.list('revisions', 'byInteraction', { where: { interaction: id } });
    const participants = await store.list('participants', 'byInteraction', { where: { interaction: id } });
    kept.push([externalId, state, data?.content.text, revisions.map(({ version }) => version), participants.length]);
  }
  const decisions = await Array.fromAsync(readLedger(store));
  const records = await store.list('records', 'byState', { where: { state: 'standing' }, limit: 10_000 });
  const replayed = customersOf(
    records.map(({ id }) => id),
    replay(decisions),
  );
  const names = new Map(records.map(({ id, externalId }) => [id, externalId]));
  const groups = new Map<string, string[]>();
  for (const { id } of records) {
    const { customer = '' } = (await store.get('members', { record: id })) ?? {};
    expect(customer).toBe(replayed.get(id));
    groups.set(customer, [...(groups.get(customer) ?? []), names.get(id) ?? '']);
  }
  const sequences = (await store.list('changes', 'all', { where: {}, limit: 100_000 })).map(({ sequence }) => sequence);
  expect(sequences).toEqual(sequences.map((_sequence, index) => index + 1));
  await store.close();
  return {
    kept: kept.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    customers: [...groups.values()].map((group) => group.sort().join('+')).sort(),
  };
}

describePlaces('a listener into', (newPlace) => {
  it.each(['oldest-first', 'newest-first'])(
    `killed ${kills} times loses nothing and doubles nothing (%s)`,
    async (order) => {
      const whole = newPlace();
      expect(await run(whole, order)).toBe('done');
      const seed = Date.now() % 1_000_000;
      const next = random(seed);
      for (let killed = 0; killed < kills; ) {
        const place = newPlace();
        while ((await run(place, order, killed < kills ? next() * 220 : undefined)) === 'killed') killed += 1;
        expect(await keptIn(place), `seed ${seed}`).toEqual(await keptIn(whole));
      }
    },
    600_000,
  );
});
