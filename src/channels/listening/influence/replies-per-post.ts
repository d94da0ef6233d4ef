import { inOrder, type Said } from './said.js';

/** How much we answer beside what we push. */
export interface RepliesPerPost {
  /** What we said to others: in answer to something, or in a conversation in which others spoke before. */
  replies: number;
  /** What we said unasked. What goes on with a post of our own, as a thread of several parts does, is neither. */
  posts: number;
  /** `replies` divided by `posts`: above 1, we answer more than we push. */
  repliesPerPost: number | 'unknown';
}

/**
 * Replies given per post pushed. What machines send is left out.
 *
 * @param said by us and to us; what is answered is known by its id
 * @throws KenningError `invalid` for an `at` that is no moment
 * @example
 * repliesPerPost(said); // { replies: 42, posts: 28, repliesPerPost: 1.5 }
 */
export function repliesPerPost(said: Iterable<Said>): RepliesPerPost {
  const ours = new Set<string>();
  const spokenIn = new Set<string>();
  let [replies, posts] = [0, 0];
  for (const { said: one } of inOrder(said)) {
    if (one.direction === 'inbound') spokenIn.add(one.conversation);
    else {
      const goesOn = one.inReplyTo !== undefined && ours.has(one.inReplyTo);
      const answers = one.inReplyTo !== undefined || spokenIn.has(one.conversation);
      ours.add(one.id);
      if (one.automatic || goesOn) continue;
      if (answers) replies += 1;
      else posts += 1;
    }
  }
  return { replies, posts, repliesPerPost: posts === 0 ? 'unknown' : replies / posts };
}
