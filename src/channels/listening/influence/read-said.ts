import { KenningError } from '../../../core/errors.js';
import { customerOf } from '../../../core/members.js';
import type { InteractionId, RecordId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Interaction } from '../../../core/model/interaction.js';
import { toldByNetwork } from '../../../core/model/signal.js';
import { everyPage } from '../../../core/store/every-page.js';
import type { StoreReader } from '../../../core/store/store.js';
import { hasWords } from '../live/has-words.js';
import { nameOf } from '../storms/cascades.js';
import type { CountedPost } from './reach.js';
import type { Said } from './said.js';

/** An interaction with what is known of it, named as its network names it, so that others can be tied to it. */
export interface ReadSaid {
  id: InteractionId;
  interaction: Interaction;
  /** Names its thread by the root. */
  said: Said;
  counted: CountedPost;
  topics: string[];
}

export interface ReadSaidOptions {
  from: Instant;
  /** Not itself a part. */
  until: Instant;
  signal?: AbortSignal;
}

/** The most interactions that are read. */
const most = 500_000;
const pageSize = 200;
const mostSignals = 1000;

/** What stands of a window, with the followers of all who wrote it as they were told last. */
export async function readSaid(
  store: StoreReader,
  { from, until, signal }: ReadSaidOptions,
): Promise<{ all: ReadSaid[]; followers: Map<RecordId, number> }> {
  const authors = new Map<RecordId, Promise<Author>>();
  const all: ReadSaid[] = [];
  const listing = { size: pageSize, from: { at: from }, ...(signal && { signal }) };
  for await (const rows of everyPage(store, 'interactions', 'all', {}, listing)) {
    const within = rows.flatMap(({ at, thread, data }) =>
      at < until && data && hasWords(data) ? [{ thread, data }] : [],
    );
    const read = within.map(async ({ thread, data }) => {
      const record = data.participants.find(({ role }) => role === 'author')?.record;
      const author = record && (authors.get(record) ?? readAuthor(store, record));
      if (record && author) authors.set(record, author);
      return readOne(store, data, thread, await author);
    });
    all.push(...(await Promise.all(read)));
    if (all.length > most)
      throw new KenningError('too-large', `More than ${most} interactions lie between from and until: ask for less.`);
    if (rows.some(({ at }) => at >= until)) break;
  }
  const followers = new Map<RecordId, number>();
  for (const [record, author] of authors) {
    const told = (await author).followers;
    if (told !== undefined) followers.set(record, told);
  }
  return { all, followers };
}

interface Author {
  record: RecordId;
  person: string;
  isOurs: boolean;
  followers?: number;
}

async function readAuthor(store: StoreReader, record: RecordId): Promise<Author> {
  const row = await store.get('records', { id: record });
  const followers = row?.data?.counts?.find(({ action }) => action === 'FollowAction')?.total;
  const person = (await customerOf(store, record)) ?? record;
  return { record, person, isOurs: row?.state === 'own', ...(followers !== undefined && { followers }) };
}

async function readOne(
  store: StoreReader,
  interaction: Interaction,
  thread: string,
  author: Author | undefined,
): Promise<ReadSaid> {
  const { id, at, kind, about, inReplyTo, automatic } = interaction;
  const where = { interaction: id };
  const [signals, [counts]] = await Promise.all([
    store.list('signals', 'byInteraction', { where, limit: mostSignals }),
    store.list('counts', 'byInteraction', { where, direction: 'descending', limit: 1 }),
  ]);
  const found = signals.map(({ data }) => data).filter(({ analyzer }) => analyzer !== toldByNetwork);
  const lastOf = (type: string) => found.findLast((one) => one.type === type)?.value;
  const [sentiment, intent, original] = [lastOf('sentiment'), lastOf('intent'), about?.[0]];
  return {
    id,
    interaction,
    said: {
      id: nameOf(interaction),
      at,
      conversation: thread,
      person: author?.person ?? id,
      direction: author?.isOurs ? 'outbound' : 'inbound',
      ...(inReplyTo && { inReplyTo: nameOf(inReplyTo) }),
      ...(isSentiment(sentiment) && { sentiment }),
      ...(intent !== undefined && { intent }),
      ...(automatic && { automatic: true }),
    },
    counted: {
      id: nameOf(interaction),
      counts: counts?.data ?? [],
      ...(author && { author: author.record }),
      ...(kind === 'share' && original && { shares: nameOf(original) }),
    },
    topics: found.flatMap(({ type, value }) => (type === 'topic' ? [value] : [])),
  };
}

function isSentiment(value: string | undefined): value is 'positive' | 'neutral' | 'negative' {
  return value === 'positive' || value === 'neutral' || value === 'negative';
}
