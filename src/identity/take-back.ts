import type { Context } from '../core/context.js';
import { KenningError } from '../core/errors.js';
import type { ChangeBody } from '../core/model/change.js';
import type { Decision, DecisionAuthor } from '../core/model/decision.js';
import type { Review } from '../core/model/review.js';
import type { StoreTransaction } from '../core/store/store.js';
import { unban } from './join.js';
import { decisionsOf } from './ledger.js';
import { unmerge } from './unmerge.js';

/**
 * Takes an answer back and asks again: what it linked comes apart without a ban, what it banned is no longer banned.
 *
 * @throws `not-found` when the pair was not answered, `conflict` when what the answer did does not stand any more.
 */
export async function takeBack(
  transaction: StoreTransaction,
  context: Context,
  options: { review: string; by: DecisionAuthor; version: string; evidence: Decision['evidence']; reason?: string },
): Promise<ChangeBody[]> {
  const { review: id, ...head } = options;
  await transaction.lockLedger();
  const row = await transaction.get('reviews', { id });
  if (row?.state !== 'accepted' && row?.state !== 'refused')
    throw new KenningError('not-found', `There is no answered review ${id}.`);
  const kind = row.state === 'accepted' ? 'link' : 'ban';
  const said = (await decisionsOf(transaction, [row.a, row.b])).findLast(
    (decision) => decision.kind === kind && decision.by.type === 'human' && isBetween(decision, row),
  );
  if (!said) throw new KenningError('conflict', `The answer to review ${id} left no ${kind} that could be taken back.`);
  const changes: ChangeBody[] = [];
  if (kind === 'ban') await unban(transaction, context, { ...head, of: said.id });
  else {
    changes.push(...(await unmerge(transaction, context, { ...head, of: said.id })).changes);
    // An unmerge bans its sides. Here nobody said that they are two: the question is open again.
    const last = (await decisionsOf(transaction, [row.a, row.b])).at(-1);
    if (last?.kind === 'ban') await unban(transaction, context, { ...head, of: last.id });
  }
  const { answeredBy: _, ...data } = row.data;
  await transaction.put('reviews', { ...row, state: 'open', data });
  changes.push({ type: 'review', review: id });
  return changes;
}

function isBetween(decision: Decision, { a, b }: Pick<Review, 'a' | 'b'>): boolean {
  if (decision.kind === 'link') return [decision.a, decision.b].sort().join() === [a, b].sort().join();
  if (decision.kind !== 'ban') return false;
  const { left, right } = decision;
  return (left.includes(a) && right.includes(b)) || (left.includes(b) && right.includes(a));
}
