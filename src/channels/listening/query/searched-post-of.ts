import type { ObservedInteraction } from '../../../core/model/interaction.js';
import type { SourceRecordDraft } from '../../../core/model/source-record.js';
import type { SearchedPost } from './match/searched-post.js';

/** What analysis or the app knows of an interaction beside what the network says. */
export interface KnownOfPost {
  /** Found by analysis; else what the network or the author states. */
  language?: string;
  sentiment?: string;
}

/**
 * An interaction as a saved search looks at it: title and text, its author's names and followers, where it lies and what it
 * links to.
 *
 * @param profiles of those who take part; without the author's, `author:` finds only its id
 * @example
 * if (item.type === 'said') matcher.match(searchedPostOf(item.interaction, item.profiles));
 */
export function searchedPostOf(
  interaction: ObservedInteraction,
  profiles: readonly SourceRecordDraft[] = [],
  known: KnownOfPost = {},
): SearchedPost {
  const { content, network, kind, permalink } = interaction;
  const language = known.language ?? content.language;
  const authorId = interaction.participants.find(({ role }) => role === 'author')?.of.externalId;
  const author = profiles.find(({ externalId }) => externalId === authorId);
  const followers = author?.counts?.find(({ action }) => action === 'FollowAction')?.total;
  const links = [permalink, ...[...(content.entities ?? []), ...(content.attachments ?? [])].map(({ url }) => url)];
  return {
    text: content.text,
    network,
    kind,
    author: namesOf(authorId, author),
    links: links.filter((link) => link !== undefined),
    ...(content.title !== undefined && { title: content.title }),
    ...(language !== undefined && { language }),
    ...(followers !== undefined && { followers }),
    ...(known.sentiment !== undefined && { sentiment: known.sentiment }),
  };
}

function namesOf(id: string | undefined, author: SourceRecordDraft | undefined): string[] {
  const named = (author?.identifiers ?? []).filter(({ kind }) => kind === 'handle' || kind === 'account-id');
  const names = named.map(({ value }) => (value.startsWith('@') ? value.slice(1) : value));
  return [...new Set(id === undefined ? names : [id, ...names])];
}
