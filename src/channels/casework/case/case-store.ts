import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import type { Case } from '../../../core/model/case.js';
import type { CaseEvent } from '../../../core/model/case-event.js';
import type { ChangeBody } from '../../../core/model/change.js';
import type { InteractionId, RecordId } from '../../../core/model/id.js';
import { everyPage } from '../../../core/store/every-page.js';
import type { Rows } from '../../../core/store/rows.js';
import type { StoreReader, StoreTransaction } from '../../../core/store/store.js';
import { caseRow, type InboxWeights } from './case-place.js';
import type { Step } from './case-steps.js';

/** Whoever changes a case, or decides which case something belongs to, holds this. */
export const caseworkLock = 'casework';

export type TieKind = Rows['caseTies']['kind'];

/** What is kept of an act beside what it came to. */
export type CaseDeed = Pick<CaseEvent, 'by' | 'interaction' | 'to' | 'note'>;

/** Keeps a step with its history; gives what the feed shall say of it. Hold {@link caseworkLock}. */
export async function keepStep(
  transaction: StoreTransaction,
  context: Context,
  { case: after, happened }: Step,
  deed: CaseDeed,
  weights: InboxWeights,
): Promise<ChangeBody[]> {
  const before = await transaction.get('cases', { id: after.id });
  await transaction.put('cases', caseRow(after, weights));
  const at = instantOf(context.clock);
  const first = after.version - happened.length + 1;
  for (const [index, { what, clock }] of happened.entries()) {
    // A clock does what it does by itself.
    const data: CaseEvent = { at, what, ...(clock ? { clock } : deed) };
    await transaction.put('caseEvents', { case: after.id, sequence: first + index, data });
  }
  const isOpen = after.status !== 'resolved';
  if (before && (before.status !== 'resolved') !== isOpen)
    for (const record of await tiedTo(transaction, after.id, 'record')) {
      const tie = { kind: 'open' as const, of: record, case: after.id };
      if (isOpen) await transaction.put('caseTies', tie);
      else await transaction.remove('caseTies', tie);
    }
  return happened.map(({ what, clock }) => ({ type: 'case', case: after.id, what, ...(clock && { clock }) }));
}

export async function readCase(store: StoreReader, id: string): Promise<Case | undefined> {
  return (await store.get('cases', { id }))?.data;
}

export async function tie(transaction: StoreTransaction, kind: TieKind, of: string, id: string): Promise<void> {
  await transaction.put('caseTies', { kind, of, case: id });
}

/** A case is about this record from now on. */
export async function tieRecord(transaction: StoreTransaction, { id, status }: Case, record: RecordId): Promise<void> {
  await tie(transaction, 'record', record, id);
  if (status !== 'resolved') await tie(transaction, 'open', record, id);
}

/** The first case that something is tied to. */
export async function caseTiedTo(store: StoreReader, kind: TieKind, of: string): Promise<string | undefined> {
  return (await store.list('caseTies', 'byOf', { where: { kind, of }, limit: 1 }))[0]?.case;
}

/** All that a case is tied to in one way. */
export async function tiedTo<Of extends string = string>(
  store: StoreReader,
  id: string,
  kind: 'record' | 'interaction' | 'incident',
): Promise<Of[]> {
  const found: Of[] = [];
  for await (const rows of everyPage(store, 'caseTies', 'byCase', { case: id }))
    for (const row of rows) if (row.kind === kind) found.push(row.of as Of);
  return found;
}

/** The case that an interaction belongs to. */
export async function caseOfInteraction(store: StoreReader, id: InteractionId): Promise<Case | undefined> {
  const tied = await caseTiedTo(store, 'interaction', id);
  return tied === undefined ? undefined : readCase(store, tied);
}
