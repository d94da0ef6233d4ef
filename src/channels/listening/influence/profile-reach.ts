import { type CountedPost, perThousand, postReach } from './reach.js';

/** What a profile brings about. */
export interface ProfileReach {
  profile: string;
  followers: number | 'unknown';
  /** What it wrote itself, quotes too. */
  posts: number;
  /** Posts of others that it passed on, each once. */
  passedOn: number;
  /** Of its own posts; `unknown` where it is told of none. */
  engagement: number | 'unknown';
  /** Own posts of which the network told any engagement. */
  counted: number;
  /** `engagement` divided by `counted`. */
  engagementPerPost: number | 'unknown';
  /** The same for each 1,000 followers, so that small profiles can be held against large ones. */
  engagementPerPostPer1000: number | 'unknown';
}

/**
 * Reach and engagement of each profile, by its own posts: engagement of a post that it only passed on belongs to who wrote it.
 *
 * @param posts with their latest counts
 * @param followers of each profile, where they are told
 * @returns those with the most engagement first; of the same, those with the most followers; then by name
 * @example
 * profileReach(posts, new Map([['ann', 1200]]))[0]; // { profile: 'ann', followers: 1200, posts: 3, … }
 */
export function profileReach(posts: Iterable<CountedPost>, followers: ReadonlyMap<string, number>): ProfileReach[] {
  const all = [...posts];
  const profiles = new Map<string, { posts: number; passedOn: Set<string>; engagement: number; counted: number }>();
  const profileOf = (name: string) => {
    const known = profiles.get(name) ?? { posts: 0, passedOn: new Set<string>(), engagement: 0, counted: 0 };
    profiles.set(name, known);
    return known;
  };
  for (const { author, shares } of all)
    if (author !== undefined && shares !== undefined) profileOf(author).passedOn.add(shares);
  for (const { author, engagement } of postReach(all, followers)) {
    if (author === undefined) continue;
    const profile = profileOf(author);
    profile.posts += 1;
    if (engagement === 'unknown') continue;
    profile.counted += 1;
    profile.engagement += engagement;
  }
  const told = [...profiles].map(([profile, { posts: own, passedOn, engagement, counted }]): ProfileReach => {
    const perPost = counted === 0 ? 'unknown' : engagement / counted;
    return {
      profile,
      followers: followers.get(profile) ?? 'unknown',
      posts: own,
      passedOn: passedOn.size,
      engagement: counted === 0 ? 'unknown' : engagement,
      counted,
      engagementPerPost: perPost,
      engagementPerPostPer1000: perThousand(perPost, followers.get(profile)),
    };
  });
  const known = (value: number | 'unknown') => (value === 'unknown' ? -1 : value);
  return told.sort(
    (one, other) =>
      known(other.engagement) - known(one.engagement) ||
      known(other.followers) - known(one.followers) ||
      (one.profile < other.profile ? -1 : 1),
  );
}
