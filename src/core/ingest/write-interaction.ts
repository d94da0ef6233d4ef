import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import type { ChangeBody } from '../model/change.js';
import type { InteractionId } from '../model/id.js';
import type { Instant } from '../model/instant.js';
import type { Interaction, InteractionRef, ObservedInteraction, Participant } from '../model/interaction.js';
import { scopeOf } from '../model/scope.js';
import type { Rows } from '../store/rows.js';
import type { StoreReader, StoreTransaction } from '../store/store.js';
import { erasedRefsOf } from './erased-ref.js';

/** Something said; `forgotten` when its words may not be kept. */
export type Said = ObservedInteraction & { version: string; forgotten?: Interaction['forgotten'] };
export type InteractionRow = Rows['interactions'];

/** What became of something said: `known` when it had been kept before in this wording. */
export type Kept = { id: InteractionId; outcome: 'new' | 'revised' | 'earlier' | 'known' | 'removed' };

/** The row that a network's id names; may be a stub. */
export async function interactionRowOf(store: StoreReader, ref: InteractionRef): Promise<InteractionRow | undefined> {
  const { network, realm, externalId } = ref;
  return (await store.list('interactions', 'byRef', { where: { network, realm, externalId }, limit: 1 }))[0];
}

/** Names a thread by its root. */
export function threadOf(interaction: InteractionRef & { root?: InteractionRef }): string {
  const root = interaction.root ?? interaction;
  return `${scopeOf(root.network, root.realm)} ${root.externalId}`;
}

/** Keeps something said, once, in each of its wordings, whatever the order in which they come. */
export async function writeInteraction(
  transaction: StoreTransaction,
  context: Context,
  said: Said,
  participants: Participant[],
  channel: string,
): Promise<Kept & { changes: ChangeBody[] }> {
  const row = await interactionRowOf(transaction, said);
  if (!row) return create(transaction, context, said, participants, channel);
  // A deletion wins until the network says that it was undone.
  if (!row.data) await putWithoutWords(transaction, context, row, said, participants, channel);
  if (!row.data || row.state === 'removed' || row.data.forgotten)
    return { id: row.id, outcome: 'removed', changes: [] };
  return update(transaction, context, row, row.data, said, participants, channel);
}

async function create(
  transaction: StoreTransaction,
  context: Context,
  said: Said,
  participants: Participant[],
  channel: string,
): Promise<Kept & { changes: ChangeBody[] }> {
  const id = context.ids.next<InteractionId>();
  const now = instantOf(context.clock);
  const { participants: _named, counts: _counts, ...head } = said;
  const data: Interaction = { ...head, id, participants, channels: [channel], state: 'standing', firstSeenAt: now };
  await putInteraction(transaction, data, now);
  await writeParticipants(transaction, data, participants);
  return { id, outcome: 'new', changes: [{ type: 'said', interaction: id, channel, revised: false }] };
}

/** What was removed before it came: who took part is known from now on, what was said never will be. */
async function putWithoutWords(
  transaction: StoreTransaction,
  context: Context,
  { id, at, checkedAt }: InteractionRow,
  { participants: _named, counts: _counts, permalink: _permalink, rating: _rating, ...said }: Said,
  participants: Participant[],
  channel: string,
): Promise<void> {
  const data: Interaction = {
    ...said,
    id,
    participants,
    channels: [channel],
    content: { text: '' },
    version: 'removed',
    state: 'removed',
    removal: { at, by: 'unknown' },
    firstSeenAt: instantOf(context.clock),
  };
  await putInteraction(transaction, data, checkedAt);
  await writeParticipants(transaction, data, participants);
}

async function update(
  transaction: StoreTransaction,
  context: Context,
  row: InteractionRow,
  old: Interaction,
  said: Said,
  participants: Participant[],
  channel: string,
): Promise<Kept & { changes: ChangeBody[] }> {
  const { id } = old;
  const now = instantOf(context.clock);
  const added = participants.filter(
    ({ record, role }) => !old.participants.some((known) => known.record === record && known.role === role),
  );
  const channels = old.channels.includes(channel) ? old.channels : [...old.channels, channel];
  const relations = {
    ...(said.root && !old.root && { root: said.root }),
    ...(said.inReplyTo && !old.inReplyTo && { inReplyTo: said.inReplyTo }),
    ...(said.about && !old.about && { about: said.about }),
  };
  const wording = await wordingOf(transaction, old, said);
  const nothingNew =
    wording === 'known' && added.length === 0 && channels === old.channels && Object.keys(relations).length === 0;
  if (nothingNew) return { id, outcome: 'known', changes: [] };

  if (wording === 'revised') await keepRevision(transaction, old);
  if (wording === 'earlier') await keepRevision(transaction, { ...said, id });
  const { participants: _named, counts: _counts, ...head } = said;
  const data: Interaction = {
    ...old,
    ...(wording === 'revised'
      ? { ...head, at: old.at }
      : { at: said.at < old.at && wording === 'earlier' ? said.at : old.at }),
    ...relations,
    ...erasedRefsOf(old),
    participants: added.length > 0 ? [...old.participants, ...added] : old.participants,
    channels,
  };
  if (wording === 'revised' && !head.root && old.root) data.root = old.root;
  if (data.at !== old.at) await removeParticipants(transaction, old);
  await putInteraction(transaction, data, now > row.checkedAt ? now : row.checkedAt);
  await writeParticipants(transaction, data, data.at === old.at ? added : data.participants);
  const changes: ChangeBody[] =
    wording === 'revised' ? [{ type: 'said', interaction: id, channel, revised: true }] : [];
  return { id, outcome: wording, changes };
}

/** Whether a wording is new, older than the present one, or was kept before. */
async function wordingOf(
  transaction: StoreTransaction,
  old: Interaction,
  said: Said,
): Promise<'known' | 'revised' | 'earlier'> {
  if (said.version === old.version) return 'known';
  if (await transaction.get('revisions', { interaction: old.id, version: said.version })) return 'known';
  return madeAt(said) < madeAt(old) ? 'earlier' : 'revised';
}

function madeAt(interaction: { at: Instant; revisedAt?: Instant }): Instant {
  return interaction.revisedAt ?? interaction.at;
}

async function keepRevision(
  transaction: StoreTransaction,
  interaction: (Said & { id: InteractionId }) | Interaction,
): Promise<void> {
  const at = madeAt(interaction);
  const { id, version, content } = interaction;
  await transaction.put('revisions', { interaction: id, version, at, data: { version, at, content } });
}

export async function putInteraction(
  transaction: StoreTransaction,
  data: Interaction,
  checkedAt: Instant,
): Promise<void> {
  const { id, network, realm, externalId, at, state } = data;
  await transaction.put('interactions', {
    id,
    network,
    realm,
    externalId,
    thread: threadOf(data),
    at,
    state,
    checkedAt,
    data,
  });
}

async function writeParticipants(
  transaction: StoreTransaction,
  { id, at }: Interaction,
  list: Participant[],
): Promise<void> {
  for (const { record, role } of list) await transaction.put('participants', { record, at, interaction: id, role });
}

async function removeParticipants(transaction: StoreTransaction, { id, participants }: Interaction): Promise<void> {
  for (const { record, role } of participants)
    await transaction.remove('participants', { record, interaction: id, role });
}
