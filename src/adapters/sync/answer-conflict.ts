import { KenningError } from '../../core/errors.js';
import { type FieldValue, fieldValue } from '../../core/model/field-state.js';
import type { SyncConflict } from '../../core/model/sync-conflict.js';
import { writeAudit } from '../../core/outbox/audit.js';
import type { StoreTransaction } from '../../core/store/store.js';
import type { ContactEntry } from '../write-back/crm-entry.js';
import { crmContactOf } from '../write-back/crm-people.js';
import { enqueueEntry } from '../write-back/enqueue-entry.js';
import { person } from './fields/decide-field.js';
import { isEmpty, sameValue, valueIn } from './fields/field-values.js';
import type { Stepping } from './fields/keep-in-step.js';
import { mergeKey } from './propose-merges.js';

/**
 * A person's word on a conflict. `take`: what this CRM says goes everywhere, or with `person` what was edited here.
 * `value`: this goes everywhere. `keep`: each keeps its own, and a later change counts. `merge`: the CRM makes them one,
 * or they stay two there.
 */
export type ConflictAnswer = { take: string } | { value: FieldValue } | { keep: true } | { merge: boolean };

/**
 * Answers a conflict.
 *
 * @throws `not-found` for one that is not open, `conflict` for one that has changed since it was read, `invalid` for an
 * answer that does not fit it, `unsupported` where the CRM can not merge.
 */
export async function answerConflict(
  stepping: Stepping,
  id: string,
  answer: ConflictAnswer,
  by: string,
): Promise<SyncConflict> {
  const { store, context } = stepping;
  if (!by.trim()) throw new KenningError('invalid', 'Say whose word this is.');
  const open = (await store.get('conflicts', { id }))?.data;
  const records = open?.sides.map(({ record }) => record) ?? [];
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [`conflict ${id}`, ...records.map((record) => `fields ${record}`)]);
    const row = await transaction.get('conflicts', { id });
    if (row?.state !== 'open') throw new KenningError('not-found', `There is no open conflict ${id}.`);
    if (row.data.kind === 'merge') await answerMerge(stepping, transaction, row.data, answer, by);
    else await answerField(stepping, transaction, row.data, answer, by);
    const data = { ...row.data, answeredBy: by };
    await transaction.put('conflicts', { ...row, state: 'answered', data });
    await writeAudit(transaction, context, 'sync', { by, act: 'answer conflict', outcome: 'done', key: id });
    return data;
  });
}

const misfit = (what: string) => new KenningError('invalid', `This conflict is about ${what}.`);

async function answerMerge(
  { context, crms }: Stepping,
  transaction: StoreTransaction,
  { sides }: SyncConflict,
  answer: ConflictAnswer,
  by: string,
): Promise<void> {
  if (!('merge' in answer)) throw misfit('two contacts: answer { merge: true } or { merge: false }');
  if (!answer.merge) return;
  const [into, from] = await Promise.all(sides.map(({ record }) => transaction.get('records', { id: record })));
  const crm = sides[0]?.crm ?? '';
  if (!crms[crm]?.merge)
    throw new KenningError(
      'unsupported',
      `"${crm}" can not merge. Merge them there by hand; the next reading notices.`,
    );
  if (!into?.data || !from?.data) throw new KenningError('conflict', 'One of the two is gone.');
  const entry = { verb: 'merge' as const, contact: crmContactOf(into.data), from: crmContactOf(from.data) };
  await enqueueEntry(transaction, context, { crm, key: mergeKey(crm, into.id, from.id), entry, by });
}

async function answerField(
  { context, rules, known }: Stepping,
  transaction: StoreTransaction,
  { field, sides }: SyncConflict,
  answer: ConflictAnswer,
  by: string,
): Promise<void> {
  const rule = rules.find((candidate) => candidate.field === field);
  if ('merge' in answer || !rule) throw misfit(`the field "${field}": answer with take, value or keep`);
  const wanted =
    'keep' in answer ? undefined : 'value' in answer ? fieldValue.parse(answer.value) : valueSaidBy(answer.take, sides);
  for (const { crm, record, value } of sides) {
    const data = (await transaction.get('records', { id: record }))?.data;
    const now = data && valueIn(data.attributes, rule, crm);
    if (!data || !sameValue(now, value))
      throw new KenningError('conflict', 'It has changed since. Look at the conflict again.', { retryable: true });
    const before = (await transaction.get('fieldStates', { record, field: rule.field }))?.data;
    const { want: _want, gave: _gave, ...rest } = before ?? {};
    const state = { ...rest, settled: value ?? '' };
    const writes = wanted !== undefined && crm !== person && rule.to.includes(crm) && !sameValue(value, wanted);
    if (!writes || !known.writable(crm, rule) || (isEmpty(wanted) && !rule.clears)) {
      await transaction.put('fieldStates', { record, field: rule.field, data: state });
      continue;
    }
    const key = `fields ${crm} ${record} ${context.ids.next()}`;
    const entry: ContactEntry = { verb: 'set-fields', contact: crmContactOf(data) };
    await transaction.put('fieldStates', {
      record,
      field: rule.field,
      data: { ...state, want: { value: wanted, key } },
    });
    await enqueueEntry(transaction, context, { crm, key, entry, by });
  }
}

function valueSaidBy(crm: string, sides: SyncConflict['sides']): FieldValue {
  const side = sides.find((candidate) => candidate.crm === crm);
  if (side?.value !== undefined) return side.value;
  throw misfit(`what ${sides.map((candidate) => candidate.crm).join(', ')} say; "${crm}" is none of them`);
}
