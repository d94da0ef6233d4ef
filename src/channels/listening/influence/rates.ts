/** How many posts a side sent and what others did to them; what a network does not count is left out. */
export interface PostCounts {
  /** The action as schema.org calls it, such as `LikeAction`, with its total; as interactions keep it. */
  counts: readonly { action: string; total: number }[];
}

/** A figure over those posts of which it is known. */
export interface Rate {
  /** Per post; `unknown` where no post's network counts it. */
  value: number | 'unknown';
  /** Of so many posts it is known. */
  posts: number;
}

/** What posts bring about, after Avinash Kaushik's social media metrics (2011). */
export interface EngagementRates {
  /** Comments a post (`CommentAction`). */
  conversation: Rate;
  /** Shares a post (`ShareAction`). */
  amplification: Rate;
  /** Likes a post (`LikeAction`). */
  applause: Rate;
}

/**
 * Conversation, amplification and applause: comments, shares and likes, each divided by the posts of which they are known. A
 * count that is missing is unknown and never 0.
 *
 * @param posts with their latest counts, each post once
 * @example
 * engagementRates([{ counts: [{ action: 'LikeAction', total: 4 }] }]).applause; // { value: 4, posts: 1 }
 */
export function engagementRates(posts: Iterable<PostCounts>): EngagementRates {
  const actions = { conversation: 'CommentAction', amplification: 'ShareAction', applause: 'LikeAction' } as const;
  const sums = { conversation: newSum(), amplification: newSum(), applause: newSum() };
  for (const { counts } of posts)
    for (const [name, action] of Object.entries(actions) as [keyof EngagementRates, string][]) {
      const found = counts.find((count) => count.action === action);
      if (!found) continue;
      sums[name].posts += 1;
      sums[name].total += found.total;
    }
  return {
    conversation: rateOf(sums.conversation),
    amplification: rateOf(sums.amplification),
    applause: rateOf(sums.applause),
  };
}

const newSum = () => ({ posts: 0, total: 0 });
const rateOf = ({ posts, total }: ReturnType<typeof newSum>): Rate => ({
  value: posts === 0 ? 'unknown' : total / posts,
  posts,
});
