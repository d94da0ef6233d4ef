import { z } from 'zod';
import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import { KenningError } from '../../../core/errors.js';
import type { InteractionId } from '../../../core/model/id.js';
import { type Instant, instant } from '../../../core/model/instant.js';
import type { Interaction } from '../../../core/model/interaction.js';
import { permits } from '../../../core/privacy/permits.js';
import type { TermsOf } from '../../../core/privacy/terms-book.js';
import { everyPage } from '../../../core/store/every-page.js';
import type { StoreReader } from '../../../core/store/store.js';
import { hasWords } from '../live/has-words.js';
import { queryMatcher } from '../query/match/query-matcher.js';
import { searchedInteraction } from '../query/searched-interaction.js';
import { type Feedback, type Finding, feedbackOf } from './feedback.js';
import { type Sample, sample } from './sample.js';
import { type Topic, type TopicPost, type TopicsOptions, topics } from './topics.js';

export interface StoredTopicsOptions extends Pick<TopicsOptions, 'meanings' | 'detector' | 'granularity' | 'fewest'> {
  /** What was said at this moment or later. */
  from: Instant;
  /** What was said before this moment. The window before is as long and ends at `from`. */
  until: Instant;
  /** Only what this search finds. */
  query?: string;
  /** Only what was said on this network. */
  network?: string;
  /** Of more interactions in a window than this, a sample is looked at. Defaults to 5,000; 50,000 are the most. */
  most?: number;
  signal?: AbortSignal;
}

/** What several interactions say, how they sound, and what they ask for. */
export interface StoredTopic extends Omit<Topic, 'ids'>, Feedback<InteractionId> {
  /** All its interactions in the window, the most typical first. */
  interactions: InteractionId[];
}

/** What is spoken of in a window. */
export interface StoredTopics {
  /** The most spoken of first. */
  topics: StoredTopic[];
  /** Interactions in the window, and how many of them were looked at: fewer when it is a sample. */
  said: number;
  lookedAt: number;
  /** The same of the window before. */
  before: { said: number; lookedAt: number };
  /** Those that belong to no topic. */
  unplaced: InteractionId[];
}

interface Heard extends TopicPost, Finding {
  id: InteractionId;
}

const window = z
  .object({ from: instant, until: instant, most: z.int().min(1).max(50_000).default(5000) })
  .refine(({ from, until }) => from < until, 'from must be before until');
/** `topics` reads no more of a text. */
const longest = 2000;
const pageSize = 200;

/**
 * Topics of what is kept, by what others said in a window, held against the window before. Our own words are left out, and
 * so are those that a network's terms do not allow to be analyzed.
 *
 * @throws KenningError `invalid` for a window or a query that can not be read
 */
export async function storedTopics(
  parts: { store: StoreReader; context: Context; terms: TermsOf },
  { from, until, most, query, network, signal, ...options }: StoredTopicsOptions,
): Promise<StoredTopics> {
  const read = window.safeParse({ from, until, most });
  if (!read.success) throw new KenningError('invalid', `topics: ${z.prettifyError(read.error)}`);
  const matcher = queryMatcher();
  if (query !== undefined) matcher.add('query', query);
  const begin = new Date(2 * Date.parse(from) - Date.parse(until)).toISOString();
  const [now, earlier] = [sample<Heard>(read.data.most), sample<Heard>(read.data.most)];
  const listing = { from: { at: begin }, size: pageSize, ...(signal && { signal }) };
  for await (const rows of everyPage(parts.store, 'interactions', 'all', {}, listing)) {
    const within = rows.flatMap(({ at, data }) => (data && at < until ? [data] : []));
    const wanted = within.filter((one) => hasWords(one) && (network === undefined || one.network === network));
    const heard = await Promise.all(wanted.map((one) => hear(parts, one, query === undefined ? undefined : matcher)));
    for (const [place, one] of heard.entries())
      if (one) ((wanted[place] as Interaction).at < from ? earlier : now).offer(one);
    if (within.length < rows.length) break;
  }
  return told(now, earlier, options);
}

async function hear(
  { store, context, terms }: { store: StoreReader; context: Context; terms: TermsOf },
  interaction: Interaction,
  matcher: ReturnType<typeof queryMatcher> | undefined,
): Promise<Heard | undefined> {
  const { id, network, origin, firstSeenAt: at, content } = interaction;
  const words = content.title === undefined ? content.text : `${content.title}\n${content.text}`;
  if (words.trim() === '') return undefined;
  if (!permits(terms(network), 'analyze', { kind: 'content', origin, at }, instantOf(context.clock)).permitted)
    return undefined;
  const named = interaction.participants.find(({ role }) => role === 'author');
  const author = named && (await store.get('records', { id: named.record }));
  if (author?.state === 'own') return undefined;
  const signals = (await store.list('signals', 'byInteraction', { where: { interaction: id } })).map(
    ({ data }) => data,
  );
  if (matcher && matcher.match(searchedInteraction(interaction, author?.data, signals)).length === 0) return undefined;
  const found = (type: string) => signals.find((one) => one.type === type)?.value;
  const [language, sentiment] = [found('language') ?? content.language?.split('-')[0], found('sentiment')];
  return {
    id,
    text: words.slice(0, longest),
    intents: signals.filter(({ type }) => type === 'intent').map(({ value }) => value),
    ...(language !== undefined && { language }),
    ...(sentiment !== undefined && { sentiment }),
  };
}

function told(
  now: Sample<Heard>,
  earlier: Sample<Heard>,
  options: Pick<TopicsOptions, 'meanings' | 'detector' | 'granularity' | 'fewest'>,
): StoredTopics {
  const [own, before] = [now.items(), earlier.items()];
  const byId = new Map<string, Heard>(own.map((one) => [one.id, one]));
  const idsOf = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id)?.id ?? []);
  const found = topics(own, { ...options, before });
  return {
    topics: found.topics.map(({ ids, ...topic }) => {
      const interactions = idsOf(ids);
      return { ...topic, interactions, ...feedbackOf(interactions, (id) => byId.get(id)) };
    }),
    said: now.offered,
    lookedAt: own.length,
    before: { said: earlier.offered, lookedAt: before.length },
    unplaced: idsOf(found.unplaced),
  };
}
