import { threadOf } from '../../core/ingest/write-interaction.js';
import type { Interaction } from '../../core/model/interaction.js';
import type { EngagementVerb } from './intent.js';

export const targetPrefix = 'channel:';

/**
 * What goes out one after another: our words in a conversation, a channel's posts. The rest waits for nothing else, so
 * that an answer that is lost does not keep an insult from being hidden.
 */
export function outboxQueueOf(channel: string, verb: EngagementVerb, interaction: Interaction | undefined): string {
  const target = `${targetPrefix}${channel}`;
  if (!interaction) return `${target} ${verb}`;
  const about = verb === 'reply' ? threadOf(interaction) : `${verb} ${interaction.id}`;
  return `${target} ${about}`.slice(0, 2500);
}

/** The messages to one account. */
export function messageQueueOf(channel: string, to: { source: string; externalId: string }): string {
  return `${targetPrefix}${channel} to ${to.source} ${to.externalId}`;
}
