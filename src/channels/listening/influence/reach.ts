/** A post as it was counted last. */
export interface CountedPost {
  id: string;
  /** The profile that sent it; absent where it is not known. */
  author?: string;
  /** The id of the post that it passes on without words of its own. A quote is a post by itself. */
  shares?: string;
  /** The action as schema.org's InteractionCounter calls it, with its total; those that are not told are left out. */
  counts: readonly { action: string; total: number }[];
}

/** What a network told of a post. What it did not tell is `unknown` and never 0. */
export interface Engagement {
  /** `LikeAction` */
  likes: number | 'unknown';
  /** `ShareAction` */
  shares: number | 'unknown';
  /** `CommentAction` */
  comments: number | 'unknown';
  /** `QuoteAction` */
  quotes: number | 'unknown';
  /** The sum of those above that are told; `unknown` where none is. */
  engagement: number | 'unknown';
}

/** Whom a post may have reached. */
export interface PostReach extends Engagement {
  id: string;
  author?: string;
  /** `ViewAction`: how often it was seen, where the network counts that. */
  views: number | 'unknown';
  /**
   * The followers of its author and of all who passed it on, each profile once. The most whom it can have reached by them:
   * who follows two of them is counted twice. `unknown` where no profile's followers are told.
   */
  potentialReach: number | 'unknown';
  /** The profiles that carried it: its author and all who are known to have passed it on. */
  carriers: number;
  /** Those of them whose followers are not told, and who are missing from `potentialReach`. */
  uncounted: number;
  /** Engagement for each 1,000 followers of its author, as TrueSocialMetrics relates it. */
  engagementPer1000: number | 'unknown';
}

interface Carried {
  post?: CountedPost;
  carriers: Set<string>;
}

/**
 * Reach and engagement of each post. A re-post adds its author's followers to the post that it passes on and nothing else: the
 * counts that networks show beside it are those of the other post. Of a post given twice, the last one counts.
 *
 * @param posts with their latest counts
 * @param followers of each profile (`FollowAction` of its counts), where they are told
 * @returns each post once, in the order in which they are first spoken of; that which was only passed on too, with what is
 * known of it
 * @example
 * postReach([{ id: '1', author: 'ann', counts: [] }, { id: '2', author: 'bob', shares: '1', counts: [] }],
 *   new Map([['ann', 100], ['bob', 30]]))[0]?.potentialReach; // 130
 */
export function postReach(posts: Iterable<CountedPost>, followers: ReadonlyMap<string, number>): PostReach[] {
  const carried = new Map<string, Carried>();
  for (const post of posts) {
    const id = post.shares ?? post.id;
    const one = carried.get(id) ?? { carriers: new Set<string>() };
    carried.set(id, one);
    if (post.author !== undefined) one.carriers.add(post.author);
    if (post.shares === undefined) one.post = post;
  }
  return [...carried].map(([id, { post, carriers }]) => {
    const engagement = engagementOf(post?.counts ?? []);
    const known = [...carriers].flatMap((profile) => followers.get(profile) ?? []);
    const audience = post?.author === undefined ? undefined : followers.get(post.author);
    return {
      id,
      ...(post?.author !== undefined && { author: post.author }),
      ...engagement,
      views: totalOf(post?.counts ?? [], 'ViewAction'),
      potentialReach: sumOf(known),
      carriers: carriers.size,
      uncounted: carriers.size - known.length,
      engagementPer1000: perThousand(engagement.engagement, audience),
    };
  });
}

function engagementOf(counts: CountedPost['counts']): Engagement {
  const parts = {
    likes: totalOf(counts, 'LikeAction'),
    shares: totalOf(counts, 'ShareAction'),
    comments: totalOf(counts, 'CommentAction'),
    quotes: totalOf(counts, 'QuoteAction'),
  };
  return { ...parts, engagement: sumOf(Object.values(parts).filter((part) => part !== 'unknown')) };
}

function totalOf(counts: CountedPost['counts'], action: string): number | 'unknown' {
  return counts.find((count) => count.action === action)?.total ?? 'unknown';
}

const sumOf = (known: readonly number[]): number | 'unknown' =>
  known.length === 0 ? 'unknown' : known.reduce((sum, part) => sum + part, 0);

/** For each 1,000 followers; `unknown` where either is, and for a profile without followers. */
export function perThousand(amount: number | 'unknown', followers: number | undefined): number | 'unknown' {
  return amount === 'unknown' || !followers ? 'unknown' : (amount / followers) * 1000;
}
