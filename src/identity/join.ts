import type { Context } from '../core/context.js';
import { KenningError } from '../core/errors.js';
import type { ChangeBody } from '../core/model/change.js';
import { type Decision, isLasting } from '../core/model/decision.js';
import type { DecisionId, RecordId } from '../core/model/id.js';
import type { StoreTransaction } from '../core/store/store.js';
import { banned, customerOf, membersOf, recordsOfCustomer, regroup } from './cluster.js';
import { append, type DecisionDraft } from './ledger.js';
import { openReview } from './review.js';
import { vetoBetween } from './veto.js';

/** How far machines may go without asking. */
export interface BlastRadius {
  /** A machine's link may not make a customer of more records than this. Defaults to 100. */
  records: number;
  /** Nor join two customers that both have more records than this. Defaults to 10. */
  each: number;
}

export const defaultBlastRadius: BlastRadius = { records: 100, each: 10 };

export type LinkDraft = Omit<Extract<DecisionDraft, { kind: 'link' }>, 'kind' | 'blocked'>;

export interface Joined {
  /** Absent when the records were one already and nobody needed to say so. */
  decision?: Decision;
  customer: RecordId;
  changes: ChangeBody[];
  /** Why it joined nothing and waits in review. */
  held?: 'blocked' | 'size';
}

/** Links two records, and so their customers, unless a ban, a veto or their size forbids it. */
export async function join(
  transaction: StoreTransaction,
  context: Context,
  draft: LinkDraft,
  radius: BlastRadius = defaultBlastRadius,
): Promise<Joined> {
  await transaction.lockLedger();
  const { a, b } = draft;
  const left = await holder(transaction, a);
  const right = await holder(transaction, b);
  const lasting = isLasting(draft.by.type);
  if (left === right) {
    // A machine that says again what is known adds nothing; a person's or CRM's word holds when the machine's falls.
    if (!lasting || a === b) return { customer: left, changes: [] };
    return { decision: await link(transaction, context, draft), customer: left, changes: [] };
  }
  const lefts = await membersOf(transaction, left);
  const rights = await membersOf(transaction, right);
  const held = await obstacle(transaction, lefts, rights, lasting, radius);
  if (held) return hold(transaction, context, draft, left, held);

  const decision = await link(transaction, context, draft);
  const customer = left < right ? left : right;
  for (const record of customer === left ? rights : lefts) await transaction.put('members', { record, customer });
  return {
    decision,
    customer,
    changes: [{ type: 'merged', customer, from: [left, right].sort(), decision: decision.id }],
  };
}

/** Takes links away and says which customers came apart. */
export async function unjoin(
  transaction: StoreTransaction,
  context: Context,
  links: readonly { decision: DecisionId; a: RecordId; b: RecordId }[],
  head: Pick<Decision, 'by' | 'version' | 'evidence' | 'reason'>,
): Promise<ChangeBody[]> {
  await transaction.lockLedger();
  const first = links[0];
  if (!first) return [];
  const members = new Set<RecordId>();
  let last: Decision | undefined;
  for (const { decision, a, b } of links) {
    for (const record of await membersOf(transaction, await holder(transaction, a))) members.add(record);
    last = await append(transaction, context, { ...head, kind: 'unlink', of: decision, a, b });
    await transaction.remove('edges', { record: a, decision });
    await transaction.remove('edges', { record: b, decision });
  }
  return regroup(transaction, [...members], (last as Decision).id);
}

/** Forbids that any record of one side is ever one with any of the other. */
export async function ban(
  transaction: StoreTransaction,
  context: Context,
  draft: Omit<Extract<DecisionDraft, { kind: 'ban' }>, 'kind'>,
): Promise<Decision> {
  const decision = await append(transaction, context, { ...draft, kind: 'ban' });
  for (const record of draft.left) await transaction.put('bans', { record, decision: decision.id, side: 'left' });
  for (const record of draft.right) await transaction.put('bans', { record, decision: decision.id, side: 'right' });
  return decision;
}

/** Lifts a ban. */
export async function unban(
  transaction: StoreTransaction,
  context: Context,
  draft: Omit<Extract<DecisionDraft, { kind: 'unban' }>, 'kind'>,
): Promise<Decision> {
  const decision = await append(transaction, context, { ...draft, kind: 'unban' });
  const rows = await transaction.list('bans', 'byDecision', { where: { decision: draft.of }, limit: 100_000 });
  for (const { record, side } of rows) await transaction.remove('bans', { record, decision: draft.of, side });
  return decision;
}

async function holder(transaction: StoreTransaction, record: RecordId): Promise<RecordId> {
  const customer = await customerOf(transaction, record);
  if (!customer) throw new KenningError('not-found', `There is no record ${record}.`);
  return customer;
}

async function obstacle(
  transaction: StoreTransaction,
  lefts: RecordId[],
  rights: RecordId[],
  lasting: boolean,
  radius: BlastRadius,
): Promise<'blocked' | 'size' | undefined> {
  if (await banned(transaction, lefts, rights)) return 'blocked';
  // A person knows what two verified accounts can not tell: that one somebody has both.
  if (lasting) return undefined;
  if (lefts.length + rights.length > radius.records || Math.min(lefts.length, rights.length) > radius.each)
    return 'size';
  if (lefts.length === 1 && rights.length === 1) return undefined;
  const veto = vetoBetween(await recordsOfCustomer(transaction, lefts), await recordsOfCustomer(transaction, rights));
  return veto && 'blocked';
}

async function hold(
  transaction: StoreTransaction,
  context: Context,
  draft: LinkDraft,
  customer: RecordId,
  held: 'blocked' | 'size',
): Promise<Joined> {
  const decision = await append(transaction, context, { ...draft, kind: 'link', blocked: true });
  const review = await openReview(transaction, context, {
    a: draft.a,
    b: draft.b,
    because: held,
    probability: draft.probability ?? 1,
    evidence: draft.evidence,
    version: draft.version,
    decision: decision.id,
  });
  return { decision, customer, held, changes: review ? [{ type: 'review', review }] : [] };
}

async function link(transaction: StoreTransaction, context: Context, draft: LinkDraft): Promise<Decision> {
  const decision = await append(transaction, context, { ...draft, kind: 'link' });
  const edge = { decision: decision.id, sequence: decision.sequence, author: draft.by.type };
  await transaction.put('edges', { ...edge, record: draft.a, other: draft.b });
  await transaction.put('edges', { ...edge, record: draft.b, other: draft.a });
  return decision;
}
