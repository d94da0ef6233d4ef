import type { Review } from '../../core/model/review.js';
import type { Kenning } from '../../kenning-contract.js';

/** How much there is of a customer. */
export interface Size {
  records: number;
  interactions: number;
}

/** An open review and what an answer to it is worth. */
export interface Ranked {
  review: Review;
  sizes: [Size, Size];
  /** In bits; see `worthOf`. */
  worth: number;
}

/** Sizes are counted for no more pairs than this; the others keep their place behind them. */
const measuredAtMost = 500;

/**
 * The open reviews, those that matter first. All are read; of a long queue, the 500 whose odds are nearest to even
 * are measured.
 */
export async function reviewQueue(app: Kenning, signal: AbortSignal): Promise<Ranked[]> {
  const reviews: Review[] = [];
  for (;;) {
    signal.throwIfAborted();
    const last = reviews.at(-1);
    const page = await app.reviews({ limit: 500, ...(last && { after: last.id }) });
    reviews.push(...page);
    if (page.length < 500) break;
  }
  reviews.sort((left, right) => doubtOf(right) - doubtOf(left) || (left.id < right.id ? -1 : 1));
  const ranked: Ranked[] = [];
  for (const review of reviews.slice(0, measuredAtMost)) {
    signal.throwIfAborted();
    const sizes: Ranked['sizes'] = [await sizeOf(app, review.a), await sizeOf(app, review.b)];
    ranked.push({ review, sizes, worth: worthOf(review, sizes) });
  }
  ranked.sort((left, right) => right.worth - left.worth || (left.review.id < right.review.id ? -1 : 1));
  const none: Size = { records: 0, interactions: 0 };
  return [
    ...ranked,
    ...reviews.slice(measuredAtMost).map((review) => ({ review, sizes: [none, none], worth: 0 }) as Ranked),
  ];
}

/**
 * What an answer is worth: the bits that it settles, times how much hangs on it on either side. A customer's size is its
 * records and interactions; its logarithm counts, so that one busy account does not hold the front of the queue.
 */
export function worthOf(review: Review, [left, right]: Ranked['sizes']): number {
  const weigh = ({ records, interactions }: Size) => Math.log2(1 + records + interactions);
  return doubtOf(review) * weigh(left) * weigh(right);
}

/**
 * How much is not known, in bits: 1 at even odds, 0 where it is certain. A pair that waits although the machine was sure,
 * since a ban, a veto, a size or a tie stands against it, is wholly in doubt.
 */
function doubtOf({ because, probability: p }: Review): number {
  if (because !== 'doubt') return 1;
  return p <= 0 || p >= 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
}

async function sizeOf({ store }: Kenning, record: Review['a']): Promise<Size> {
  const holder = (await store.get('members', { record }))?.customer;
  if (!holder) return { records: 0, interactions: 0 };
  const members = await store.list('members', 'byCustomer', { where: { customer: holder }, limit: 1000 });
  let interactions = 0;
  for (const member of members)
    interactions += await store.count('participants', 'byRecord', { record: member.record });
  return { records: members.length, interactions };
}
