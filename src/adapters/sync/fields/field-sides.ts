import { membersOf } from '../../../core/members.js';
import type { CustomerId, RecordId } from '../../../core/model/id.js';
import type { SourceRecord } from '../../../core/model/source-record.js';
import type { StoreReader } from '../../../core/store/store.js';
import type { CrmAdapter } from '../../crm-adapter.js';
import { person, type Side } from './decide-field.js';
import type { WholeFieldRule } from './field-rule.js';
import { valueIn } from './field-values.js';

/** A customer as CRMs know it: its contacts by the app's names of CRMs, the oldest first, and what people edited. */
export interface KnownIn {
  customer: CustomerId;
  contacts: Map<string, SourceRecord[]>;
  edits: SourceRecord[];
}

/** Reads what of a customer stands in CRMs. */
export async function knownIn(
  store: StoreReader,
  crms: Readonly<Record<string, CrmAdapter>>,
  customer: CustomerId,
): Promise<KnownIn> {
  const names = new Map(Object.entries(crms).map(([name, { source }]) => [source, name]));
  const found: KnownIn = { customer, contacts: new Map(), edits: [] };
  for (const id of await membersOf(store, customer)) {
    const row = await store.get('records', { id });
    if (row?.state !== 'standing' || !row.data) continue;
    if (row.kind === 'human') found.edits.push(row.data);
    const crm = row.kind === 'contact' ? names.get(row.source) : undefined;
    if (crm) found.contacts.set(crm, [...(found.contacts.get(crm) ?? []), row.data]);
  }
  return found;
}

/** The sides of a field: the oldest contact in each CRM that the rule is about, and the last edit. */
export async function sidesOf(store: StoreReader, rule: WholeFieldRule, { contacts, edits }: KnownIn): Promise<Side[]> {
  const sides: Side[] = [];
  for (const crm of new Set([...rule.from, ...rule.to])) {
    const [contact] = contacts.get(crm) ?? [];
    if (contact) sides.push(await sideOf(store, rule, crm, contact));
  }
  const [edit] = [...edits].sort((left, right) => (left.observedAt < right.observedAt ? 1 : -1));
  if (edit && sides.length > 0) sides.push(await sideOf(store, rule, person, edit));
  return sides;
}

async function sideOf(
  store: StoreReader,
  rule: WholeFieldRule,
  crm: string,
  { id, attributes, observedAt }: SourceRecord,
): Promise<Side> {
  const state = await stateOf(store, id, rule.field);
  return { crm, record: id, value: valueIn(attributes, rule, crm), at: observedAt, ...(state && { state }) };
}

export async function stateOf(store: StoreReader, record: RecordId, field: string) {
  return (await store.get('fieldStates', { record, field }))?.data;
}
