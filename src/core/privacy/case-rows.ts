import type { InteractionId, RecordId } from '../model/id.js';
import { everyPage } from '../store/every-page.js';
import type { StoreReader, StoreTransaction } from '../store/store.js';
import type { Gone } from './erasure.js';

/** The cases that are about a record. */
export async function* casesAbout(store: StoreReader, record: RecordId): AsyncGenerator<string> {
  for await (const rows of everyPage(store, 'caseTies', 'byOf', { kind: 'record', of: record }))
    for (const row of rows) yield row.case;
}

/**
 * Takes away the cases that are about a record. One that is about others too stays with them: it loses what tells of the
 * record and all words that colleagues wrote about it.
 */
export async function eraseCases(transaction: StoreTransaction, record: RecordId): Promise<Gone> {
  let gone = 0;
  for await (const id of casesAbout(transaction, record)) {
    await transaction.remove('caseTies', { kind: 'record', of: record, case: id });
    await transaction.remove('caseTies', { kind: 'open', of: record, case: id });
    const row = await transaction.get('cases', { id });
    const [other] = (await tiesOf(transaction, id)).filter(({ kind }) => kind === 'record');
    if (row && other) {
      const { opening: _opening, followers: _followers, value: _value, ...rest } = row.data;
      const data = row.data.record === record ? { ...rest, queries: [], record: other.of as RecordId } : row.data;
      await transaction.put('cases', { ...row, data });
      await forgetNotes(transaction, id);
      continue;
    }
    await removeCase(transaction, id);
    gone += 1;
  }
  return gone > 0 ? { cases: gone } : {};
}

async function tiesOf(store: StoreReader, id: string) {
  const ties = [];
  for await (const rows of everyPage(store, 'caseTies', 'byCase', { case: id })) ties.push(...rows);
  return ties;
}

async function removeCase(transaction: StoreTransaction, id: string): Promise<void> {
  for (const { kind, of } of await tiesOf(transaction, id))
    await transaction.remove('caseTies', { kind, of, case: id });
  for await (const events of everyPage(transaction, 'caseEvents', 'byCase', { case: id }))
    for (const { sequence } of events) await transaction.remove('caseEvents', { case: id, sequence });
  await transaction.remove('cases', { id });
}

async function forgetNotes(transaction: StoreTransaction, id: string): Promise<void> {
  for await (const events of everyPage(transaction, 'caseEvents', 'byCase', { case: id }))
    for (const row of events) {
      const { note, ...data } = row.data;
      if (note !== undefined) await transaction.put('caseEvents', { ...row, data });
    }
}

/** Takes an interaction out of its case. */
export async function leaveCase(transaction: StoreTransaction, interaction: InteractionId): Promise<void> {
  for (const kind of ['interaction', 'root'] as const)
    for await (const rows of everyPage(transaction, 'caseTies', 'byOf', { kind, of: interaction }))
      for (const row of rows) await transaction.remove('caseTies', { kind, of: interaction, case: row.case });
}
