import type { Change } from '../../core/model/change.js';
import type { Observed } from '../../core/model/observed.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { auditChannelOf } from '../../core/outbox/audit.js';
import { type DeliveryTarget, unsupportedVerb } from '../../core/outbox/delivery.js';
import type { OutboxOptions } from '../../core/outbox/outbox.js';
import type { Connector, TargetDraft, Write, WriteVerb, Written } from '../connector.js';
import type { EngagementOptions } from './engagement-options.js';
import { type EngagementPayload, type EngagementVerb, engagementVerbs } from './intent.js';
import { targetPrefix } from './outbox-queue.js';

/**
 * How the outbox reaches channels, and how what was written comes back: it stands on the timeline before the outbox calls
 * it done, so that no crash can leave a reply that was sent and is not seen.
 *
 * @example
 * const box = outbox({ store, context, ...channelDelivery({ channels, ingest }) });
 */
export function channelDelivery(
  options: Pick<EngagementOptions, 'channels' | 'ingest' | 'onChanges'>,
): Required<Pick<OutboxOptions, 'targets' | 'onDone'>> {
  const { channels, ingest, onChanges } = options;
  const heard = new WeakSet<object>();

  async function hear(entry: OutboxEntry, written: Written): Promise<Written> {
    const item = observedOf(entry, written);
    if (!item || heard.has(written)) return written;
    const page = { items: [item], rejected: [] };
    const { changes }: { changes: Change[] } = await ingest.page({ page, channel: auditChannelOf(entry.target) });
    heard.add(written);
    await onChanges?.(changes);
    return written;
  }

  const targets: Record<string, DeliveryTarget> = {};
  for (const [channel, connector] of Object.entries(channels))
    targets[`${targetPrefix}${channel}`] = (entry, { signal }) => {
      const verb = verbOf(connector, entry);
      const payload = entry.payload as EngagementPayload;
      const write: Write<unknown> = { key: entry.key, draft: payload.draft, by: lastHandOf(payload) };
      // It was written: a store that can not take it in just now must not make it look lost. It is tried again when done.
      const taken = (written: Written) => hear(entry, written).catch(() => written);
      return {
        repeat: verb.repeat,
        send: async () => taken(await verb.send(write, { signal })),
        ...(verb.find && {
          find: async () => {
            const found = await verb.find?.(write, { signal });
            return found && taken(found);
          },
        }),
        keep(result) {
          // What was said lies in the interaction, where an erasure finds it.
          const { ref, at, permalink } = result as Written;
          return { ref, at, permalink };
        },
      };
    };
  return { targets, onDone: (entry, result) => hear(entry, result as Written) };
}

/** What a write shows on the timeline. */
function observedOf({ verb, payload }: OutboxEntry, { observed, at }: Written): Observed | undefined {
  if (observed?.type === 'said') {
    // Whoever wrote it there, it was we.
    const author = observed.interaction.participants.find(({ role }) => role === 'author')?.of;
    const profiles = observed.profiles.map((profile) =>
      profile.source === author?.source && profile.externalId === author.externalId
        ? { ...profile, own: true }
        : profile,
    );
    return { ...observed, profiles };
  }
  if (observed) return observed;
  if (verb !== 'hide' && verb !== 'remove') return undefined;
  const { of } = (payload as { draft: TargetDraft }).draft;
  return { type: verb === 'hide' ? 'hidden' : 'removed', of, at, by: 'us' };
}

/** Whoever had it in hand last before it goes out: what a person agreed to is a person's. */
function lastHandOf({ intent, approvals }: EngagementPayload): 'human' | 'machine' {
  return intent?.by.type === 'machine' && !approvals?.given.length ? 'machine' : 'human';
}

function verbOf(connector: Connector, entry: OutboxEntry): WriteVerb<unknown> {
  const verb = engagementVerbs.some((known) => known === entry.verb)
    ? (connector[entry.verb as EngagementVerb] as WriteVerb<unknown> | undefined)
    : undefined;
  if (!verb) throw unsupportedVerb(entry);
  return verb;
}
