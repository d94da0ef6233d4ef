import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordId } from '../../../src/core/model/id.js';
import { readChanges } from '../../../src/core/read-changes.js';
import { postgres } from '../../../src/core/store/postgres.js';
import type { Rows } from '../../../src/core/store/rows.js';
import type { Store } from '../../../src/core/store/store.js';
import { readLedger } from '../../../src/identity/ledger.js';
import { customersOf, replay } from '../../../src/identity/replay.js';
import { bundledChild } from '../../support/bundled-child.js';
import { ask, newSchema, postgresUrl, whyNoPostgres } from '../../support/stores.js';

const processes = 4;
const rounds = Number(process.env.KENNING_ROUNDS ?? 1000);
const child = bundledChild(new URL('./many-processes-child.ts', import.meta.url));

/** Runs the processes; none begins a step before all have ended the one before. */
async function runAll(place: string, seed: number): Promise<void> {
  const children = Array.from({ length: processes }, (_, who) =>
    fork(child, [place, who, processes, rounds, seed].map(String), { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] }),
  );
  let waiting = 0;
  const ended = children.map(async (process_) => {
    let problem = '';
    process_.stderr?.on('data', (data: Buffer) => {
      problem += data;
    });
    process_.on('message', () => {
      waiting += 1;
      if (waiting < processes) return;
      waiting = 0;
      for (const other of children) other.send('go');
    });
    const [code] = await once(process_, 'close');
    if (code === 0) return;
    for (const other of children) other.kill();
    throw new Error(`seed ${seed}: ${problem || code}`);
  });
  await Promise.all(ended);
}

/** Who belongs to whom, as somebody knows who has read nothing but the change feed. */
async function mirrorOf(store: Store): Promise<Map<RecordId, RecordId>> {
  const mirror = new Map<RecordId, RecordId>();
  let sequence = 0;
  for await (const change of readChanges(store)) {
    expect(change.sequence).toBe(++sequence);
    if (change.type === 'record') mirror.set(change.record, change.customer);
    if (change.type === 'merged')
      for (const [record, customer] of mirror) if (change.from.includes(customer)) mirror.set(record, change.customer);
  }
  return mirror;
}

async function everyRecord(store: Store): Promise<Rows['records'][]> {
  const records: Rows['records'][] = [];
  for (let last: Rows['records'] | undefined; ; last = records.at(-1)) {
    const rows = await store.list('records', 'byState', {
      where: { state: 'standing' },
      limit: 10_000,
      ...(last && { after: { id: last.id } }),
    });
    records.push(...rows);
    if (rows.length < 10_000) return records;
  }
}

describe.skipIf(whyNoPostgres)(`several processes on one PostgreSQL ${whyNoPostgres ?? ''}`, () => {
  const schema = newSchema();
  let store: Store;
  beforeAll(() => {
    store = postgres({ connection: postgresUrl(), schema });
  });
  afterAll(async () => {
    await store.close();
    await ask(`drop schema if exists ${schema} cascade`);
  });

  it(`link in ${rounds} rounds what one process would link`, { timeout: 60_000 + rounds * 1000 }, async () => {
    const seed = Date.now() % 1_000_000;
    const place = `${postgresUrl()}#${schema}/crowd`;
    // They open the store at the same moment, so that they also make its tables at the same moment.
    await runAll(place, seed);
    const crowd = store.forTenant('crowd');
    const records = await everyRecord(crowd);
    expect(records.length, `seed ${seed}`).toBe((processes + 1) * rounds);
    const members = new Map<RecordId, RecordId>();
    const customers = new Map<string, Set<RecordId>>();
    const rows = await Promise.all(records.map(({ id }) => crowd.get('members', { record: id })));
    for (const [index, { id, externalId }] of records.entries()) {
      const customer = rows[index]?.customer as RecordId;
      members.set(id, customer);
      customers.set(externalId, (customers.get(externalId) ?? new Set()).add(customer));
    }
    for (const [round, found] of customers) expect([...found], `${round}, seed ${seed}`).toHaveLength(1);
    const decisions = await Array.fromAsync(readLedger(crowd));
    expect(decisions.map(({ sequence }) => sequence)).toEqual(decisions.map((_, index) => index + 1));
    const replayed = customersOf(
      records.map(({ id }) => id),
      replay(decisions),
    );
    expect(members).toEqual(new Map([...replayed].filter(([record]) => members.has(record))));
    expect(await mirrorOf(crowd)).toEqual(members);
  });
});
