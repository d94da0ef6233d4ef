import type { Interaction } from '../../../core/model/interaction.js';
import type { Signal } from '../../../core/model/signal.js';
import type { SourceRecord } from '../../../core/model/source-record.js';
import type { SearchedPost } from './match/searched-post.js';
import { searchedPostOf } from './searched-post-of.js';

/** An interaction that is kept, as a saved search looks at it. */
export function searchedInteraction(
  interaction: Interaction,
  author: SourceRecord | undefined,
  signals: readonly Signal[],
): SearchedPost {
  const [language, sentiment] = ['language', 'sentiment'].map(
    (type) => signals.find((one) => one.type === type)?.value,
  );
  const { participants: _named, ...said } = interaction;
  const participants = author ? [{ role: 'author' as const, of: author }] : [];
  return searchedPostOf({ ...said, participants }, author ? [author] : [], {
    ...(language !== undefined && { language }),
    ...(sentiment !== undefined && { sentiment }),
  });
}
