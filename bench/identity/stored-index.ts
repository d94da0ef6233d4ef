import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgres } from '../../src/core/store/postgres.js';
import { sqlite } from '../../src/core/store/sqlite.js';
import type { Store } from '../../src/core/store/store.js';
import { frozenModel } from '../../src/identity/dedupe.js';
import { type StoredRecordIndex, storedRecordIndex } from '../../src/identity/record-index/stored-record-index.js';
import { startPostgres } from '../../test/support/postgres.js';
import { type Bench, type Figure, rounded, timed } from '../figure.js';
import { askedPeople, type Person } from './asked-people.js';

/** A database that can be opened again. */
interface Place {
  open(): Store;
  remove(): void;
}

/**
 * One record against an index in a SQLite file and in PostgreSQL: how long finding takes for damaged copies of people who
 * are there and for strangers. Cold is the first time that each is asked for after the database was opened anew, warm the
 * second. The system's own memory of files is as writing left it. `--count` says how many people there are; it needs what
 * the bench `identity` needs for made-up people.
 */
export const storedIndexBench: Bench = async ({ quick, count = quick ? 5000 : 100_000 }) => {
  const given = askedPeople(count, 1, Math.min(1000, Math.floor(count / 20)));
  if (!given) {
    console.warn('stored index: skipped, the generator is not there');
    return [];
  }
  const { there, damaged, strangers } = given;
  const model = frozenModel(there);
  const figures: Figure[] = [];
  for (const [name, place] of await places()) {
    const figure = (what: string, value: number, unit: string, aim?: Figure['aim']): Figure => ({
      what: `${name}, ${count} people, ${what}`,
      value: rounded(value, 3),
      unit,
      ...(aim && { aim }),
    });
    const writing = place.open();
    const added = await timed(() => storedRecordIndex({ store: writing, model }).addAll(there));
    await writing.close();
    figures.push(figure('added', there.length / added.seconds, 'records/s'));
    figures.push(figure('added, of the processor', (1000 * added.processor) / there.length, 'ms a record'));
    const store = place.open();
    const index = storedRecordIndex({ store, model });
    for (const state of ['cold', 'warm'])
      for (const [who, records] of Object.entries({ 'damaged copies': damaged, strangers })) {
        const { result: times, processor } = await timed(() => found(index, records));
        const what = `find ${who}, ${state}`;
        const at = (share: number) => times[Math.floor(share * (times.length - 1))] as number;
        figures.push(figure(`${what}, p50`, at(0.5), 'ms'));
        figures.push(figure(`${what}, p99`, at(0.99), 'ms', state === 'warm' ? { atMost: 10 } : undefined));
        figures.push(figure(`${what}, of the processor`, (1000 * processor) / records.length, 'ms'));
      }
    await store.close();
    place.remove();
  }
  return figures;
};

/** How long it takes to find each, in milliseconds, the fastest first. */
async function found(index: StoredRecordIndex, records: readonly Person[]): Promise<number[]> {
  const times: number[] = [];
  for (const record of records) times.push(1000 * (await timed(() => index.find(record))).seconds);
  return times.sort((one, other) => one - other);
}

async function places(): Promise<[name: string, place: Place][]> {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-bench-'));
  const file: Place = {
    open: () => sqlite({ file: join(folder, 'index.sqlite') }),
    remove: () => rmSync(folder, { recursive: true }),
  };
  const server = await startPostgres({ durable: true });
  if (!server) {
    console.warn('stored index in PostgreSQL: skipped, it is not installed');
    return [['SQLite', file]];
  }
  return [
    ['SQLite', file],
    ['PostgreSQL', { open: () => postgres({ connection: server.url }), remove: server.stop }],
  ];
}
