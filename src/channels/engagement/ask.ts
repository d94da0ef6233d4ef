import { KenningError } from '../../core/errors.js';
import type { Interaction } from '../../core/model/interaction.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { writeAudit } from '../../core/outbox/audit.js';
import { enqueue, entryByKey, outboxKeyLock, outboxQueueLock } from '../../core/outbox/enqueue.js';
import type { StoreReader } from '../../core/store/store.js';
import { sketchOf } from '../listening/storms/sketch.js';
import { plainText } from '../listening/storms/words-of.js';
import { draftOf } from './draft-of.js';
import { engagementLocks } from './engagement-locks.js';
import type { Desk } from './engagement-options.js';
import { fingerprint } from './fingerprint.js';
import { type EngagementPayload, type Intent, intentOf, sameIntent } from './intent.js';
import { noteRefusal } from './note-refusal.js';
import { measuredKpis, openGate } from './open-gate.js';
import { messageQueueOf, outboxQueueOf, queuesOf, targetPrefix } from './outbox-queue.js';
import { normalizedText } from './wording.js';

/**
 * Asks the gate for an intent and puts it into the outbox, in one transaction: what is compared and what is added can not
 * be parted by another process. An intent whose key is known gives what it gave before.
 *
 * @throws what `refusalOf` reads, and `conflict` for a key that meant something else.
 */
export async function ask(desk: Desk, wanted: Intent, givenKey: string | undefined): Promise<OutboxEntry> {
  const { store, context } = desk;
  const intent: Intent =
    wanted.text === undefined ? wanted : { ...wanted, fingerprint: await fingerprint(normalizedText(wanted.text)) };
  const key = givenKey ?? (await defaultKey(intent, context.clock.now()));
  const kpis = await measuredKpis(desk);
  const { verb, channel, by, of, reason, playbook } = intent;
  const line = {
    by: by.name,
    act: verb,
    ...(of && { of }),
    ...(reason?.trim() && { reason }),
    ...(playbook !== undefined && { playbook }),
    ...(intent.fingerprint !== undefined && { fingerprint: intent.fingerprint }),
  };
  const refused = () => ({ ...line, channel, key });
  /** Undefined when the interaction has got into another conversation since its queues were looked up. */
  const attempt = async (): Promise<OutboxEntry | undefined> => {
    const queues = await comparedQueues(desk, store, intent);
    return store.transaction(async (transaction) => {
      await transaction.lock(() => [outboxKeyLock(key), ...engagementLocks(intent), ...queues.map(outboxQueueLock)]);
      if ((await comparedQueues(desk, transaction, intent)).some((queue) => !queues.includes(queue))) return undefined;
      const place = await placeOf(transaction, intent, key, givenKey === undefined);
      if ('known' in place) return place.known;
      const { interaction, record, needed } = await openGate(desk, transaction, intent, { kpis, moment: 'asked' });
      const payload: EngagementPayload = {
        intent: withSketch(intent, interaction),
        draft: draftOf(intent, interaction),
        ...(needed > 0 && { approvals: { needed, given: [] } }),
      };
      const entry = await enqueue(transaction, context, {
        key: place.free,
        queue: intent.to ? messageQueueOf(channel, intent.to) : outboxQueueOf(channel, verb, interaction),
        target: `${targetPrefix}${channel}`,
        verb,
        payload,
        by: by.name,
        ...(record && { records: [record] }),
        ...(needed > 0 && { state: 'held' as const, problem: needsWords(needed) }),
      });
      await writeAudit(transaction, context, channel, {
        ...line,
        outcome: entry.state,
        key: entry.key,
        entry: entry.id,
        ...(record && { person: record }),
      });
      return entry;
    });
  };
  return noteRefusal(desk, refused, async () => {
    for (;;) {
      const entry = await attempt();
      if (entry) return entry;
    }
  });
}

/** Notes what the text is like that goes: once it is gone, nothing else tells whether it comes again. */
function withSketch(intent: Intent, interaction: Interaction | undefined): Intent {
  const isRemoval = intent.verb === 'hide' || intent.verb === 'remove';
  const sketch = isRemoval && interaction ? sketchOf(plainText(interaction.content.text)) : undefined;
  return sketch === undefined ? intent : { ...intent, sketch };
}

/** The queues whose entries are compared with an act on an interaction. */
async function comparedQueues({ channels }: Desk, store: StoreReader, { of, verb }: Intent): Promise<string[]> {
  const interaction = of && (await store.get('interactions', { id: of }))?.data;
  return interaction ? queuesOf(Object.keys(channels), verb, interaction) : [];
}

function needsWords(needed: number): string {
  return needed === 1 ? 'It needs the approval of another person.' : `It needs the approval of ${needed} other people.`;
}

/** Hashed, because a key may be told to the network and must not tell what is in it. */
async function defaultKey(intent: Intent, now: number): Promise<string> {
  const { verb, channel, by, of, to, subject, text, reason } = intent;
  const day = new Date(now).toISOString().slice(0, 10);
  return `engagement-${await fingerprint([verb, channel, by, of, to?.source, to?.externalId, text, reason, day, ...(subject === undefined ? [] : [subject])])}`;
}

/**
 * The entry that a key already has, or the key that is free for a new one. A default key is only as wise as the day is
 * long: what it names may be asked again once it failed or was taken back, or was undone on the network.
 */
async function placeOf(
  store: StoreReader,
  intent: Intent,
  key: string,
  isDefault: boolean,
): Promise<{ known: OutboxEntry } | { free: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const free = attempt === 1 ? key : `${key}-${attempt}`;
    const known = await entryByKey(store, free);
    if (!known) return { free };
    const earlier = intentOf(known);
    if (earlier && !sameIntent(earlier, intent))
      throw new KenningError('conflict', `The key ${key.slice(0, 200)} meant something else before; use a new key.`);
    if (!isDefault || !(await isOver(store, known, intent))) return { known };
  }
}

async function isOver(store: StoreReader, { state }: OutboxEntry, { verb, of }: Intent): Promise<boolean> {
  if (state === 'failed' || state === 'cancelled') return true;
  if (state !== 'done' || !of || (verb !== 'hide' && verb !== 'remove')) return false;
  return (await store.get('interactions', { id: of }))?.state === 'standing';
}
