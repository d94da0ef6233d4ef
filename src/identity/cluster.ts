import { customerOf, membersOf } from '../core/members.js';
import type { ChangeBody } from '../core/model/change.js';
import type { DecisionId, RecordId } from '../core/model/id.js';
import type { SourceRecord } from '../core/model/source-record.js';
import type { Rows } from '../core/store/rows.js';
import type { StoreReader, StoreTransaction } from '../core/store/store.js';
import { components } from './components.js';
import { nameOf } from './replay.js';

export { customerOf, membersOf };

export type Edge = Rows['edges'];

/** What the records of a customer say, without erased ones. */
export async function recordsOfCustomer(store: StoreReader, members: readonly RecordId[]): Promise<SourceRecord[]> {
  const rows = await Promise.all(members.map((id) => store.get('records', { id })));
  return rows.flatMap((row) => (row?.data ? [row.data] : []));
}

/** The links among these records, each once, in ledger order. */
export async function edgesOf(
  store: StoreReader,
  members: readonly RecordId[],
): Promise<{ decision: DecisionId; a: RecordId; b: RecordId; sequence: number; author: Edge['author'] }[]> {
  const found = new Map<
    DecisionId,
    { decision: DecisionId; a: RecordId; b: RecordId; sequence: number; author: Edge['author'] }
  >();
  for (const record of members) {
    for (const edge of await store.list('edges', 'byRecord', { where: { record }, limit: 10_000 }))
      if (!found.has(edge.decision))
        found.set(edge.decision, {
          decision: edge.decision,
          a: record,
          b: edge.other,
          sequence: edge.sequence,
          author: edge.author,
        });
  }
  return [...found.values()].sort((left, right) => left.sequence - right.sequence);
}

/** Whether any record of one group is banned from any of the other. */
export async function banned(
  store: StoreReader,
  left: readonly RecordId[],
  right: readonly RecordId[],
): Promise<DecisionId | undefined> {
  const sides = new Map<string, DecisionId>();
  for (const record of left)
    for (const ban of await store.list('bans', 'byRecord', { where: { record }, limit: 10_000 }))
      sides.set(`${ban.decision} ${ban.side}`, ban.decision);
  if (sides.size === 0) return undefined;
  for (const record of right)
    for (const ban of await store.list('bans', 'byRecord', { where: { record }, limit: 10_000 })) {
      const opposite = sides.get(`${ban.decision} ${ban.side === 'left' ? 'right' : 'left'}`);
      if (opposite) return opposite;
    }
  return undefined;
}

/** Writes anew who holds these records after their links or names have changed; says what came apart or was renamed. */
export async function regroup(
  transaction: StoreTransaction,
  members: readonly RecordId[],
  decision: DecisionId,
): Promise<ChangeBody[]> {
  const before = new Map<RecordId, RecordId>();
  const erased = new Set<RecordId>();
  for (const record of members) {
    before.set(record, (await customerOf(transaction, record)) ?? record);
    if ((await transaction.get('records', { id: record }))?.state === 'erased') erased.add(record);
  }
  const into = new Map<RecordId, Set<RecordId>>();
  const groups = components(members, await edgesOf(transaction, members));
  for (const group of groups) {
    const customer = nameOf(group, (record) => erased.has(record));
    for (const record of group) {
      const old = before.get(record) as RecordId;
      into.set(old, (into.get(old) ?? new Set()).add(customer));
      if (old !== customer) await transaction.put('members', { record, customer });
    }
  }
  const changes: ChangeBody[] = [];
  const renamed = new Map<RecordId, Set<RecordId>>();
  for (const [old, customers] of into) {
    if (customers.size > 1) changes.push({ type: 'split', from: old, into: [...customers].sort(), decision });
    else for (const customer of customers) renamed.set(customer, (renamed.get(customer) ?? new Set()).add(old));
  }
  for (const [customer, olds] of renamed)
    if (olds.size > 1 || !olds.has(customer))
      changes.push({ type: 'merged', customer, from: [...olds].sort(), decision });
  return changes;
}
