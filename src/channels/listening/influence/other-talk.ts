import { type TopicPost, type Topics, type TopicsOptions, topics } from '../topics/topics.js';

/** Something that the audience said. */
export interface AudiencePost extends TopicPost {
  /** Whether it speaks of us: a saved search for our names found it, or it answers us. */
  isAboutUs: boolean;
}

/**
 * What the audience discusses when it does not speak of us. The window before, where it is given, is cut alike.
 *
 * @param said by people outside, such as those who answered us or follow us
 * @throws KenningError `too-large` for more than 500,000 posts
 * @example
 * otherTalk(said, { fewest: 5 }).topics[0]?.name; // 'night trains · sleeper'
 */
export function otherTalk(
  said: Iterable<AudiencePost>,
  { before, ...options }: Omit<TopicsOptions, 'before'> & { before?: Iterable<AudiencePost> } = {},
): Topics {
  return topics(notAboutUs(said), { ...options, ...(before && { before: notAboutUs(before) }) });
}

const notAboutUs = (said: Iterable<AudiencePost>): AudiencePost[] => [...said].filter(({ isAboutUs }) => !isAboutUs);
