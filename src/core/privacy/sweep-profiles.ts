import { appendChanges } from '../ingest/append-changes.js';
import { thinned } from '../ingest/keepable.js';
import type { RecordId } from '../model/id.js';
import type { SourceRecord } from '../model/source-record.js';
import { everyPage } from '../store/every-page.js';
import type { Rows } from '../store/rows.js';
import { eraseRecords } from './erase-records.js';
import { type Datum, permits } from './permits.js';
import type { Sweep } from './sweep-options.js';
import { networkOf } from './terms-book.js';

const name = 'sweep profiles';

/**
 * Lets go of what profiles say once terms no longer allow to keep it, and of the profiles themselves once not even their
 * ids may stay and nothing names them. Only where a network's terms limit the time; then it reads all records in turn.
 */
export async function sweepProfiles(sweep: Sweep): Promise<void> {
  const { store, terms, networks } = sweep;
  const limited = Object.keys(networks).filter((network) => {
    const rules = terms(network)?.rules;
    return rules === undefined || rules.some(({ keepForHours }) => keepForHours);
  });
  if (limited.length === 0) return;
  const from = (await store.get('checkpoints', { name }))?.data as { id: RecordId } | undefined;
  let last: RecordId | undefined;
  for await (const rows of everyPage(store, 'records', 'byState', { state: 'standing' }, { ...(from && { from }) }))
    for (const { id, source, data } of rows) {
      if (!sweep.hasTime()) return keepPlace(sweep, last);
      last = id;
      if (data?.kind === 'profile' && limited.includes(networkOf(source))) await sweepProfile(sweep, data);
    }
  await keepPlace(sweep, undefined);
}

async function keepPlace({ store }: Sweep, id: RecordId | undefined): Promise<void> {
  await store.transaction((transaction) =>
    id ? transaction.put('checkpoints', { name, data: { id } }) : transaction.remove('checkpoints', { name }),
  );
}

async function sweepProfile(sweep: Sweep, data: SourceRecord): Promise<void> {
  const { store, context, recognizer, registrar, terms, now, report } = sweep;
  const known = terms(networkOf(data.source));
  // When it was got last is not known better than this; the network may have changed it long before.
  const at = data.firstSeenAt > data.observedAt ? data.firstSeenAt : data.observedAt;
  const word = (kind: Datum['kind']) => permits(known, 'keep', { kind, origin: data.origin, at }, now);
  const ids = word('ids');
  const where = { record: data.id };
  if (!ids.permitted && (await store.list('participants', 'byRecord', { where, limit: 1 })).length === 0) {
    await store.transaction(async (transaction) => {
      await transaction.lock(() => 'everything');
      if ((await transaction.list('participants', 'byRecord', { where, limit: 1 })).length > 0) return;
      await eraseRecords({ context, registrar }, transaction, [data.id], { type: 'rule', name: ids.term });
    });
    report.records += 1;
    return;
  }
  if (word('others-profiles').permitted || isThin(data)) return;
  await store.transaction(async (transaction) => {
    await transaction.lock(() => 'everything');
    const row = await transaction.get('records', { id: data.id });
    if (!row?.data || row.data.observedAt !== data.observedAt) return;
    const next: SourceRecord = { ...thinned(row.data), id: row.id, firstSeenAt: row.data.firstSeenAt };
    const thin: Rows['records'] = { ...row, data: next };
    await transaction.put('records', thin);
    const { customer, changes } = await recognizer.recognize(transaction, next, false);
    await appendChanges(transaction, context, [{ type: 'record', record: row.id, customer }, ...changes]);
  });
  report.profiles += 1;
}

function isThin({ attributes, identifiers }: SourceRecord): boolean {
  return Object.keys(attributes).length === 0 && identifiers.every(({ kind }) => kind === 'account-id');
}
