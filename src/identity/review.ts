import { instantOf } from '../core/clock.js';
import type { Context } from '../core/context.js';
import type { RecordId } from '../core/model/id.js';
import type { Review } from '../core/model/review.js';
import type { Rows } from '../core/store/rows.js';
import type { StoreTransaction } from '../core/store/store.js';

/** The id of a pair's review: a pair has one, whoever asks first. */
export function reviewId(a: RecordId, b: RecordId): string {
  return a < b ? `${a}:${b}` : `${b}:${a}`;
}

/** Puts a pair before a person, unless it is there already or was answered; gives the review's id if it is new. */
export async function openReview(
  transaction: StoreTransaction,
  context: Context,
  draft: Omit<Review, 'id' | 'at'>,
): Promise<string | undefined> {
  const id = reviewId(draft.a, draft.b);
  const known = await transaction.get('reviews', { id });
  if (known && known.state !== 'gone') return undefined;
  const review: Review = { ...draft, id, at: instantOf(context.clock) };
  await transaction.put('reviews', { id, a: review.a, b: review.b, state: 'open', data: review });
  return id;
}

/** Ends a pair's review. */
export async function closeReview(
  transaction: StoreTransaction,
  id: string,
  state: Rows['reviews']['state'],
  answeredBy?: string,
): Promise<void> {
  const row = await transaction.get('reviews', { id });
  if (row)
    await transaction.put('reviews', { ...row, state, data: { ...row.data, ...(answeredBy && { answeredBy }) } });
}
