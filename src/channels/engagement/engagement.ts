import type { InteractionId } from '../../core/model/id.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { type AuditEntry, audit } from '../../core/outbox/audit.js';
import type { Delivered } from '../../core/outbox/outbox.js';
import { type Pause, pause, resume } from '../../core/outbox/pause.js';
import { serviceKpis } from '../../core/strategy/service-kpis.js';
import { type By, personOf } from './actor.js';
import { ask } from './ask.js';
import { channelOf } from './channel-of.js';
import { courier, type DeliverOptions, type SendOptions } from './courier.js';
import type { Desk, EngagementOptions } from './engagement-options.js';
import {
  approveInput,
  decideInput,
  type LikeInput,
  likeInput,
  type MessageInput,
  type ModerateInput,
  messageInput,
  moderateInput,
  type PublishInput,
  pauseInput,
  publishInput,
  type ReplyInput,
  readInput,
  replyInput,
  resumeInput,
  settleInput,
} from './inputs.js';
import type { Intent } from './intent.js';
import { type Outgoing, outgoingOf } from './outgoing.js';
import { rememberKpis } from './remember-kpis.js';
import { type WaitingOptions, waiting } from './waiting.js';
import { wordOfAPerson } from './word-of-a-person.js';

/**
 * Speaking to people. Every act goes through one gate and one outbox; what the gate refuses throws a `KenningError` whose
 * rule `refusalOf` reads. Each act waits for its delivery and tells what became of it.
 */
export interface Engagement {
  /** Answers an interaction. */
  reply(input: ReplyInput, options?: SendOptions): Promise<Outgoing>;
  /** Says something of our own. */
  publish(input: PublishInput, options?: SendOptions): Promise<Outgoing>;
  /** Writes to an account. */
  message(input: MessageInput, options?: SendOptions): Promise<Outgoing>;
  like(input: LikeInput, options?: SendOptions): Promise<Outgoing>;
  /** Hides what somebody said, for a reason that the audit keeps. */
  hide(input: ModerateInput, options?: SendOptions): Promise<Outgoing>;
  /** Deletes something, for a reason that the audit keeps. */
  remove(input: ModerateInput, options?: SendOptions): Promise<Outgoing>;
  /** Agrees that another's draft goes out; it does when it has all the agreement that it needs. */
  approve(input: { id: string; by: By }, options?: SendOptions): Promise<Outgoing>;
  /** What waits for a person: drafts, what a pause kept, what may have been lost. */
  drafts(options?: WaitingOptions): Promise<Outgoing[]>;
  /** Lets out what a pause or the stage kept back. */
  release(input: { ids: readonly string[]; by: By }, options?: SendOptions): Promise<Outgoing[]>;
  /** Takes back what was not sent. */
  cancel(input: { ids: readonly string[]; by: By }): Promise<Outgoing[]>;
  /** A person has looked what became of something unknown or failed: it is done, goes out again, or is left. */
  settle(
    input: { ids: readonly string[]; by: By; as: 'done' | 'pending' | 'cancelled' },
    options?: SendOptions,
  ): Promise<Outgoing[]>;
  /** Stops everything that goes out on a channel, or on all, in every process. */
  pause(input: { reason: string; by: By; channel?: string }): Promise<Pause>;
  /** Ends a pause, sends nothing, and lists what waited: `release` or `cancel` it. */
  resume(input: { by: By; channel?: string }): Promise<Outgoing[]>;
  /** Sends what is due on all channels. For a server's loop or a cron job. */
  deliver(options?: DeliverOptions): Promise<Delivered>;
  /** What was done on a channel, by whom and why, the newest first; it holds no text. */
  trail(options: { channel: string; since?: string; limit?: number }): Promise<AuditEntry[]>;
}

/**
 * Speaks on channels.
 *
 * @example
 * const desk = engagement({ store, context, channels, ingest, permits, consentOf, customerOf });
 * const { state, written } = await desk.reply({ to: interaction.id, text: 'Bring it in!', by: 'Ann' });
 */
export function engagement(options: EngagementOptions): Engagement {
  const desk: Desk = { ...options, kpis: rememberKpis({ ...serviceKpis, ...options.kpis }) };
  const { store, context, channels } = desk;
  const { send, deliver } = courier(desk);
  const word = wordOfAPerson(desk);
  const outgoing = (entries: OutboxEntry[]) => Promise.all(entries.map((entry) => outgoingOf(store, entry)));

  async function act(intent: Intent, key: string | undefined, sending?: SendOptions): Promise<Outgoing> {
    return send(await ask(desk, intent, key), sending);
  }

  async function target(
    verb: 'like' | 'hide' | 'remove',
    input: { of: InteractionId; channel?: string | undefined; key?: string | undefined } & Pick<Intent, 'by'>,
    more: Pick<Intent, 'reason'>,
    sending?: SendOptions,
  ): Promise<Outgoing> {
    const { of, by, key } = input;
    const channel = input.channel ?? (await channelOf(store, channels, of));
    return act({ verb, channel, by, of, ...more }, key, sending);
  }

  async function sendAll(entries: OutboxEntry[], sending?: SendOptions): Promise<Outgoing[]> {
    const sent: Outgoing[] = [];
    for (const entry of entries) sent.push(await send(entry, sending));
    return sent;
  }

  return {
    async reply(input, sending) {
      const { to: of, key, channel: named, ...rest } = readInput(replyInput, input, 'reply');
      const channel = named ?? (await channelOf(store, channels, of));
      return act({ verb: 'reply', channel, of, ...rest }, key, sending);
    },
    async publish(input, sending) {
      const { key, ...rest } = readInput(publishInput, input, 'publish');
      return act({ verb: 'publish', ...rest }, key, sending);
    },
    async message(input, sending) {
      const { key, ...rest } = readInput(messageInput, input, 'message');
      return act({ verb: 'message', ...rest }, key, sending);
    },
    like: async (input, sending) => target('like', readInput(likeInput, input, 'like'), {}, sending),
    async hide(input, sending) {
      const read = readInput(moderateInput, input, 'hide');
      return target('hide', read, { reason: read.reason }, sending);
    },
    async remove(input, sending) {
      const read = readInput(moderateInput, input, 'remove');
      return target('remove', read, { reason: read.reason }, sending);
    },
    async approve(input, sending) {
      const { id, by } = readInput(approveInput, input, 'approve');
      return send(await word.approve({ id, by: personOf(by, 'approve') }), sending);
    },
    drafts: (listing) => waiting(store, listing),
    async release(input, sending) {
      const { ids, by } = readInput(decideInput, input, 'release');
      return sendAll(await word.release({ ids, by: personOf(by, 'release') }), sending);
    },
    async cancel(input) {
      const { ids, by } = readInput(decideInput, input, 'cancel');
      return outgoing(await word.cancel({ ids, by: personOf(by, 'cancel') }));
    },
    async settle(input, sending) {
      const { ids, by, as } = readInput(settleInput, input, 'settle');
      return sendAll(await word.settle({ ids, as, by: personOf(by, 'settle') }), sending);
    },
    async pause(input) {
      const { reason, by, channel } = readInput(pauseInput, input, 'pause');
      // A machine may stop us: that speaks to nobody.
      return pause(store, context, { reason, by: by.name, ...(channel !== undefined && { channel }) });
    },
    async resume(input) {
      const { by, channel } = readInput(resumeInput, input, 'resume');
      const waited = await resume(store, context, {
        by: personOf(by, 'resume'),
        ...(channel !== undefined && { channel }),
      });
      return outgoing(waited);
    },
    deliver,
    trail: (listing) => audit(store, listing),
  };
}
