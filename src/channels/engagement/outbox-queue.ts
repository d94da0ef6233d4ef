import { threadOf } from '../../core/ingest/write-interaction.js';
import type { Interaction } from '../../core/model/interaction.js';
import { fitsIn } from '../../core/text/fits-in.js';
import type { EngagementVerb } from './intent.js';

export const targetPrefix = 'channel:';

/**
 * What goes out one after another: our words in a conversation, a channel's posts. The rest waits for nothing else, so
 * that an answer that is lost does not keep an insult from being hidden.
 */
export function outboxQueueOf(channel: string, verb: EngagementVerb, interaction: Interaction | undefined): string {
  const target = `${targetPrefix}${channel}`;
  if (!interaction) return `${target} ${verb}`;
  const ownQueue = `${target} ${verb} ${interaction.id}`;
  const conversation = `${target} ${threadOf(interaction)}`;
  return verb === 'reply' && fitsIn(2500)(conversation) ? conversation : ownQueue;
}

/** The queues that hold the same act on an interaction, whichever of our channels it went out on. */
export function queuesOf(channels: readonly string[], verb: EngagementVerb, interaction: Interaction): string[] {
  return channels
    .filter((name) => interaction.channels.includes(name))
    .map((name) => outboxQueueOf(name, verb, interaction));
}

/** The messages to one account. */
export function messageQueueOf(channel: string, to: { source: string; externalId: string }): string {
  return `${targetPrefix}${channel} to ${to.source} ${to.externalId}`;
}
