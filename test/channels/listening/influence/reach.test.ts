import fc from 'fast-check';
import { expect, it } from 'vitest';
import { profileReach } from '../../../../src/channels/listening/influence/profile-reach.js';
import { type CountedPost, postReach } from '../../../../src/channels/listening/influence/reach.js';

const like = (total: number) => ({ action: 'LikeAction', total });
const share = (total: number) => ({ action: 'ShareAction', total });
const posts: CountedPost[] = [
  { id: 'root', author: 'ann', counts: [like(8), share(3), { action: 'ViewAction', total: 900 }] },
  { id: 're-1', author: 'bob', shares: 'root', counts: [like(8), share(3)] },
  { id: 're-2', author: 'bob', shares: 'root', counts: [] },
  { id: 're-3', author: 'cem', shares: 'root', counts: [] },
  { id: 're-4', author: 'ann', shares: 'root', counts: [] },
  { id: 'quiet', author: 'bob', counts: [] },
  { id: 're-5', author: 'bob', shares: 'unheard', counts: [] },
];
const followers = new Map([
  ['ann', 200],
  ['bob', 40],
]);

it('adds up the followers of all who carried a post, each once', () => {
  const [root, quiet, unheard] = postReach(posts, followers);
  expect(root).toEqual({
    id: 'root',
    author: 'ann',
    likes: 8,
    shares: 3,
    comments: 'unknown',
    quotes: 'unknown',
    engagement: 11,
    views: 900,
    potentialReach: 240,
    carriers: 3,
    uncounted: 1,
    engagementPer1000: 55,
  });
  expect(quiet).toMatchObject({ engagement: 'unknown', potentialReach: 40, engagementPer1000: 'unknown' });
  expect(unheard).toMatchObject({ id: 'unheard', potentialReach: 40, carriers: 1, views: 'unknown' });
  expect(postReach([{ id: '1', counts: [like(0)] }], followers)).toMatchObject([
    { engagement: 0, potentialReach: 'unknown', carriers: 0 },
  ]);
});

it('gives engagement to who wrote a post, and to nobody who passed it on', () => {
  expect(profileReach(posts, followers)).toEqual([
    {
      profile: 'ann',
      followers: 200,
      posts: 1,
      passedOn: 1,
      engagement: 11,
      counted: 1,
      engagementPerPost: 11,
      engagementPerPostPer1000: 55,
    },
    {
      profile: 'bob',
      followers: 40,
      posts: 1,
      passedOn: 2,
      engagement: 'unknown',
      counted: 0,
      engagementPerPost: 'unknown',
      engagementPerPostPer1000: 'unknown',
    },
    expect.objectContaining({ profile: 'cem', followers: 'unknown', posts: 0, passedOn: 1 }),
  ]);
});

it('counts nothing twice', () => {
  const post = fc.record({
    id: fc.constantFrom('1', '2', '3', '__proto__'),
    author: fc.constantFrom('ann', 'bob', 'cem'),
    counts: fc.constantFrom([], [like(2)]),
  });
  const repost = fc.record({
    id: fc.constantFrom('4', '5'),
    author: fc.constantFrom('ann', 'bob', 'cem'),
    shares: fc.constantFrom('1', '9'),
    counts: fc.constant([like(7)]),
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(post, repost)), (drawn) => {
      expect(postReach([...drawn, ...drawn], followers)).toEqual(postReach(drawn, followers));
      expect(profileReach([...drawn, ...drawn], followers)).toEqual(profileReach(drawn, followers));
      for (const { likes } of postReach(drawn, followers)) expect(likes).not.toBe(7);
    }),
  );
});
