// Runs in a process of its own and is killed: see changes.test.ts.
import { DatabaseSync } from 'node:sqlite';
import type { Change } from '../../src/core/model/change.js';
import type { InteractionId, RecordId } from '../../src/core/model/id.js';
import { readChanges } from '../../src/core/read-changes.js';
import { openStore } from '../support/open-store.js';

/** Keeps a mirror of a store in a database of its own, by the change feed. */
const [place = '', mirrorFile = '', follow = ''] = process.argv.slice(2);
const store = openStore(place);
const mirror = new DatabaseSync(mirrorFile, { timeout: 5000 });
mirror.exec(`pragma journal_mode = wal; pragma synchronous = normal;
  create table if not exists members (record text primary key, customer text);
  create table if not exists texts (interaction text primary key, text text);
  create table if not exists place (only integer primary key check (only = 1), sequence integer);
  insert or ignore into place values (1, 0);`);
const { sequence } = mirror.prepare('select sequence from place').get() as { sequence: number };
const recordsOf = mirror.prepare('select record from members where customer = ?');
const setMember = mirror.prepare('insert or replace into members values (?, ?)');
const forgetMember = mirror.prepare('delete from members where record = ?');
const setText = mirror.prepare('insert or replace into texts values (?, ?)');
const forgetText = mirror.prepare('delete from texts where interaction = ?');
const setPlace = mirror.prepare('update place set sequence = ?');

/** What a change asks of the mirror. What it speaks of is read as it is now, which may be later than the change. */
async function workOf(change: Change): Promise<() => void> {
  if (change.type === 'record') return membersNow([change.record]);
  if (change.type === 'merged') return membersNow(change.from.flatMap(heldBy));
  if (change.type === 'split') return membersNow(heldBy(change.from));
  if (change.type === 'said') return textNow(change.interaction);
  if (change.type === 'erased')
    return () => {
      for (const record of change.records) forgetMember.run(record);
      for (const interaction of change.interactions) forgetText.run(interaction);
    };
  return () => {};
}

function heldBy(customer: string): RecordId[] {
  return recordsOf.all(customer).map(({ record }) => record as RecordId);
}

async function membersNow(records: RecordId[]): Promise<() => void> {
  const rows = await Promise.all(records.map((record) => store.get('members', { record })));
  return () => {
    for (const row of rows) if (row) setMember.run(row.record, row.customer);
  };
}

async function textNow(interaction: InteractionId): Promise<() => void> {
  const row = await store.get('interactions', { id: interaction });
  return () => void (row?.data && setText.run(interaction, row.data.content.text));
}

process.stdout.write('begun\n');
for await (const change of readChanges(store, { after: sequence, follow: follow === 'follow', everyMs: 5 })) {
  const work = await workOf(change);
  mirror.exec('begin immediate');
  work();
  setPlace.run(change.sequence);
  mirror.exec('commit');
}
mirror.close();
await store.close();
process.stdout.write('done\n');
