import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import type { FieldState } from '../../../core/model/field-state.js';
import type { RecordId } from '../../../core/model/id.js';
import type { OutboxEntry } from '../../../core/model/outbox-entry.js';
import type { SourceRecord } from '../../../core/model/source-record.js';
import { everyPage } from '../../../core/store/every-page.js';
import type { Store } from '../../../core/store/store.js';
import type { ContactDraft, ContactObserved, CrmAdapter } from '../../crm-adapter.js';
import type { CrmContact } from '../../write-back/crm-entry.js';
import { lookAt } from '../look-at.js';
import type { WholeFieldRule } from './field-rule.js';
import { draftOf, sameValue, valueIn } from './field-values.js';

export interface SettingFields {
  store: Store;
  context: Context;
  adapter: CrmAdapter;
  /** The app's name of the CRM. */
  crm: string;
  rules: readonly WholeFieldRule[];
  entry: OutboxEntry;
  contact: CrmContact;
  /** Takes in what the CRM made of it. */
  onSeen(items: ContactObserved[]): Promise<void>;
  signal: AbortSignal;
}

type Wanted = { rule: WholeFieldRule; state: FieldState & { want: NonNullable<FieldState['want']> } };

/**
 * What of a contact's fields is to be written by an entry; undefined when nothing is wanted any more, or the contact says
 * something else by now than was known when it was decided: then that is taken in, and decided anew.
 */
export async function fieldsDraft(setting: SettingFields): Promise<ContactDraft | undefined> {
  const { store, adapter, crm, entry, contact, signal } = setting;
  const wanted = await wantedOf(setting);
  if (wanted.length === 0) return undefined;
  const known = (await store.get('records', { id: contact.record }))?.data;
  const now = await lookAt(adapter, contact.of, signal);
  const isOther = ({ rule, state }: Wanted) =>
    now !== undefined &&
    known !== undefined &&
    !sameValue(valueIn(now.attributes, rule, crm), valueIn(known.attributes, rule, crm)) &&
    // An earlier try may have arrived.
    !sameValue(valueIn(now.attributes, rule, crm), state.want.value);
  if (now && entry.attempts <= 1 && wanted.some(isOther)) {
    await setting.onSeen([{ type: 'contact', contact: now }]);
    return undefined;
  }
  const values = wanted.map(({ rule, state }) => ({ rule, value: state.want.value }));
  return { key: entry.key, of: contact.of, ...draftOf(values, crm) };
}

/**
 * Keeps what was written, and what the CRM made of it where it can be asked, so that the echo is no change. May be done
 * again.
 */
export async function keepWritten(setting: SettingFields): Promise<void> {
  const { store, context, adapter, crm, contact, signal, onSeen } = setting;
  const wanted = await wantedOf(setting);
  const seen = await lookAt(adapter, contact.of, signal);
  const { record } = contact;
  await store.transaction(async (transaction) => {
    await transaction.lock(() => [`fields ${record}`]);
    const before = (await transaction.get('records', { id: record }))?.data as SourceRecord | undefined;
    for (const { rule, state } of wanted) {
      const { field } = rule;
      const present = (await transaction.get('fieldStates', { record, field }))?.data;
      if (!present) continue;
      const { want, ...rest } = present;
      const { value, key } = state.want;
      const got = seen && valueIn(seen.attributes, rule, crm);
      const over = before?.observedAt ?? '';
      const gave = { value, at: instantOf(context.clock), over, ...(got !== undefined && { got }) };
      // Something newer may be wanted by now.
      const data: FieldState = { ...rest, settled: got ?? value, gave, ...(want && want.key !== key && { want }) };
      await transaction.put('fieldStates', { record, field, data });
    }
  });
  if (seen) await onSeen([{ type: 'contact', contact: seen }]);
}

async function wantedOf({ store, rules, entry, contact }: SettingFields): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  const record: RecordId = contact.record;
  for await (const rows of everyPage(store, 'fieldStates', 'byRecord', { record }))
    for (const { field, data } of rows) {
      const rule = rules.find((candidate) => candidate.field === field);
      if (rule && data.want?.key === entry.key) wanted.push({ rule, state: { ...data, want: data.want } });
    }
  return wanted;
}
