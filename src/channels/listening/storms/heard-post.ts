import type { InteractionId, RecordId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Interaction, InteractionRef } from '../../../core/model/interaction.js';
import type { Signal } from '../../../core/model/signal.js';

/** What a detector of storms needs to know of a post. */
export interface HeardPost {
  id: InteractionId;
  /** What its network calls it; shares and quotes name it by this. */
  ref: InteractionRef;
  at: Instant;
  text: string;
  author?: RecordId;
  /** What it shares or quotes. */
  of: readonly InteractionRef[];
  /** Absent where no analyzer said anything; then words decide. */
  sentiment?: 'negative' | 'neutral' | 'positive';
  /** How often it was liked, shared and answered, as far as that is known. */
  reactions: number;
}

const reactionActions: ReadonlySet<string> = new Set([
  'LikeAction',
  'ShareAction',
  'CommentAction',
  'ReplyAction',
  'QuoteAction',
]);

/**
 * An interaction as a detector of storms hears it.
 *
 * @param signals what analysis found in it; of several on sentiment, the last one counts
 * @param counts as they were last seen
 */
export function heardPost(
  interaction: Interaction,
  signals: readonly Signal[] = [],
  counts: readonly { action: string; total: number }[] = [],
): HeardPost {
  const { network, realm, externalId, id, at, content, participants, about = [] } = interaction;
  const author = participants.find(({ role }) => role === 'author')?.record;
  const sentiment = signals.findLast(({ type }) => type === 'sentiment')?.value;
  return {
    id,
    ref: { network, realm, externalId },
    at,
    text: content.text,
    of: about,
    reactions: counts.reduce((sum, { action, total }) => sum + (reactionActions.has(action) ? total : 0), 0),
    ...(author !== undefined && { author }),
    ...((sentiment === 'negative' || sentiment === 'neutral' || sentiment === 'positive') && { sentiment }),
  };
}
