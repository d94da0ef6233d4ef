import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import type { FieldState, FieldValue } from '../../../core/model/field-state.js';
import type { CustomerId, RecordId } from '../../../core/model/id.js';
import type { SyncConflict } from '../../../core/model/sync-conflict.js';
import type { Store, StoreTransaction } from '../../../core/store/store.js';
import type { CrmAdapter } from '../../crm-adapter.js';
import type { ContactEntry } from '../../write-back/crm-entry.js';
import { crmContactOf } from '../../write-back/crm-people.js';
import { enqueueEntry } from '../../write-back/enqueue-entry.js';
import { closeConflict, fieldConflictId, openConflict } from '../conflicts.js';
import { type Decided, decideField, type Side } from './decide-field.js';
import { type KnownFields, valueProblem } from './field-problems.js';
import type { WholeFieldRule } from './field-rule.js';
import { type KnownIn, knownIn, sidesOf } from './field-sides.js';

export interface Stepping {
  store: Store;
  context: Context;
  crms: Readonly<Record<string, CrmAdapter>>;
  rules: readonly WholeFieldRule[];
  known: KnownFields;
}

/** What keeping a customer in step came to. */
export interface InStep {
  writes: FieldWrite[];
  conflicts: SyncConflict[];
}

/** What is to be written to one field of a contact. */
export interface FieldWrite {
  crm: string;
  record: RecordId;
  field: string;
  /** What it says now. */
  from: FieldValue;
  to: FieldValue;
}

/** A field that is written more often than this on one day is put before a person. */
const writesADay = 8;

/** Whether there is anything to keep in step: two contacts of a customer, or one and an edit. */
export function isShared({ contacts, edits }: KnownIn): boolean {
  const count = [...contacts.values()].flat().length;
  return count > 1 || (count === 1 && edits.length > 0);
}

/**
 * Brings what CRMs say of a customer into step: what is to be written goes into the outbox, and what a person must decide
 * is listed. With `dry` nothing is changed.
 */
export async function keepInStep(stepping: Stepping, customer: CustomerId, dry = false): Promise<InStep> {
  const { store, crms, rules } = stepping;
  if (dry) {
    const seen = await knownIn(store, crms, customer);
    const result: InStep = { writes: [], conflicts: [] };
    for (const rule of rules) {
      const sides = await sidesOf(store, rule, seen);
      add(result, judged(stepping, rule, decideField(rule, sides), sides));
    }
    return result;
  }
  const before = await knownIn(store, crms, customer);
  const records = [...before.contacts.values(), before.edits].flat().map(({ id }) => id);
  return store.transaction(async (transaction) => {
    await transaction.lock(() => records.map((record) => `fields ${record}`));
    const seen = await knownIn(transaction, crms, customer);
    const result: InStep = { writes: [], conflicts: [] };
    const keys = new Map<RecordId, string>();
    for (const rule of rules) {
      const sides = await sidesOf(transaction, rule, seen);
      const decided = decideField(rule, sides);
      const found = judged(stepping, rule, decided, sides);
      add(result, found);
      await keep(stepping, transaction, rule, decided, found, keys);
    }
    for (const [crm, [contact]] of seen.contacts) {
      const key = contact && keys.get(contact.id);
      if (!contact || key === undefined) continue;
      const entry: ContactEntry = { verb: 'set-fields', contact: crmContactOf(contact) };
      await enqueueEntry(transaction, stepping.context, { crm, key, entry, by: 'sync' });
    }
    return result;
  });
}

const add = (result: InStep, { writes, conflicts }: InStep): void => {
  result.writes.push(...writes);
  result.conflicts.push(...conflicts);
};

/** What of a decision can be written, and what stands in its way. */
function judged({ context, known }: Stepping, rule: WholeFieldRule, decided: Decided, sides: readonly Side[]): InStep {
  const { field } = rule;
  const at = instantOf(context.clock);
  const all = sides.map(({ crm, record, value, at: changedAt }) => ({ crm, record, value, at: changedAt }));
  const found: InStep = { writes: [], conflicts: [] };
  const conflict = (side: Side, because: SyncConflict['because'], problem: string) =>
    found.conflicts.push({
      id: fieldConflictId(side.record, field),
      kind: 'field',
      field,
      sides: all,
      because,
      problem,
      at,
    });
  if (decided.conflict && sides[0]) conflict(sides[0], decided.conflict, problems[decided.conflict]);
  for (const { side, state, write } of decided.sides) {
    if (write === undefined || !known.writable(side.crm, rule)) continue;
    const problem = valueProblem(side.crm, known.fieldOf(side.crm, rule), write);
    const { day, count } = state.wants ?? { day: '', count: 0 };
    if (problem) conflict(side, problem.because, problem.problem);
    else if (day === at.slice(0, 10) && count >= writesADay)
      conflict(
        side,
        'unsteady',
        `It was written ${count} times today, since CRMs keep changing it. Say whose word counts.`,
      );
    else found.writes.push({ crm: side.crm, record: side.record, field, from: side.value, to: write });
  }
  return found;
}

const problems = {
  differ: 'They never said the same. Say which is right.',
  'both-changed': 'It was changed to different values. Say which is right.',
};

async function keep(
  { context }: Stepping,
  transaction: StoreTransaction,
  { field }: WholeFieldRule,
  decided: Decided,
  { writes, conflicts }: InStep,
  keys: Map<RecordId, string>,
): Promise<void> {
  const at = instantOf(context.clock);
  const day = at.slice(0, 10);
  for (const { side, state } of decided.sides) {
    const { record } = side;
    const write = writes.find((candidate) => candidate.record === record);
    let data: FieldState = state;
    // What a CRM would not take goes on being a change, so that the conflict stands until it is mended.
    if (!write && conflicts.length > 0 && !decided.conflict) continue;
    if (write) {
      const key = keys.get(record) ?? `fields ${side.crm} ${record} ${context.ids.next()}`;
      keys.set(record, key);
      const count = state.wants?.day === day ? state.wants.count + 1 : 1;
      data = { ...state, want: { value: write.to, key }, wants: { day, count } };
    }
    if (!side.state || JSON.stringify(side.state) !== JSON.stringify(data) || write)
      await transaction.put('fieldStates', { record, field, data });
  }
  for (const conflict of conflicts) await openConflict(transaction, conflict);
  if (conflicts.length === 0)
    for (const { side } of decided.sides) await closeConflict(transaction, fieldConflictId(side.record, field));
}
