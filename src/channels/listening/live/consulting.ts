import { instantOf } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import { appendChanges } from '../../../core/ingest/append-changes.js';
import { interactionLock } from '../../../core/ingest/lock-all.js';
import type { Change, ChangeBody } from '../../../core/model/change.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { StoreReader, StoreTransaction } from '../../../core/store/store.js';
import { telemetry } from '../../../core/telemetry.js';
import { type Consulted, type ConsultOptions, consultAll, type PostToConsult, postsToConsult } from './consult-all.js';
import { hasWords } from './has-words.js';
import { replaceSignals } from './replace-signals.js';

export interface ConsultingOptions extends ConsultOptions {
  /** The most posts that are asked about on a day in UTC; those beyond have no signal of it. */
  mostADay: number;
  /** Told of what is committed. */
  onChanges: (changes: readonly Change[]) => Promise<void>;
  /** Told of a consultant that fails again and again. */
  onError: (error: KenningError) => void;
}

/** Asks consultants about what was taken in, behind everything else. */
export interface Consulting {
  /** Asks about all that the change feed brings, a batch at a time. */
  catchUp(call?: { signal?: AbortSignal; goOn?: () => boolean }): Promise<{ more: boolean }>;
  /** Asks again; gives how many have other signals than before. The day's limit holds. */
  again(ids: ReadonlySet<InteractionId>, signal?: AbortSignal): Promise<number>;
}

/** How far the feed was asked about. */
interface Place {
  sequence: number;
  /** Counts what was kept, so that of two processes one is heard. */
  turn: number;
  /** How often this batch failed. */
  tries: number;
  day: string;
  /** Posts that were asked about on that day. */
  asked: number;
}

const batch = 50;
const mostTries = 5;
const checkpoint = { name: 'consult' };
const lock = 'consult';

/**
 * A queue behind ingest: its place in the feed is kept together with what was found. A batch that fails is asked again by the
 * next call, five times in all, and then left out.
 */
export function consulting(options: ConsultingOptions): Consulting {
  const { store, context, consultants, mostADay, onChanges, onError } = options;
  const ids = new Set(consultants.map(({ id }) => id));

  /** The posts that the day still lets us ask about. */
  function within(place: Place, posts: readonly PostToConsult[]): PostToConsult[] {
    return posts.slice(0, Math.max(0, mostADay - place.asked));
  }

  async function commit(from: Place, to: Partial<Place>, posts: readonly PostToConsult[], found: Consulted[]) {
    const changes = await store.transaction(async (transaction) => {
      await transaction.lock(() => [lock, ...posts.map(({ interaction }) => interactionLock(interaction))]);
      if ((await placeIn(transaction, from.day)).turn !== from.turn) return [];
      await transaction.put('checkpoints', { ...checkpoint, data: { ...from, tries: 0, ...to, turn: from.turn + 1 } });
      return appendChanges(transaction, context, await keep(transaction, posts, found, ids));
    });
    telemetry.count('kenning.signals', changes.length, {});
    await onChanges(changes);
    return changes.length;
  }

  /** Asks, unless a failure is to be tried again: then the place says so, and it throws. */
  async function ask(place: Place, posts: readonly PostToConsult[], signal: AbortSignal | undefined) {
    const { found, failed } = await telemetry.span('kenning.consult', { 'kenning.items': posts.length }, () =>
      consultAll(options, posts, signal),
    );
    if (failed.length === 0) return found;
    const message = `${failed.join(', ')} could not be asked; ${posts.length} posts wait.`;
    const error = new KenningError('network', message, { retryable: true });
    if (place.tries + 1 < mostTries) {
      await commit(place, { tries: place.tries + 1 }, [], []);
      throw error;
    }
    onError(
      new KenningError(
        'network',
        `${failed.join(', ')} failed ${mostTries} times; ${posts.length} posts are left out.`,
      ),
    );
    return found;
  }

  return {
    async catchUp({ signal, goOn = () => true } = {}) {
      for (;;) {
        signal?.throwIfAborted();
        if (!goOn()) return { more: true };
        const place = await placeIn(store, today());
        const after = { sequence: place.sequence };
        const rows = await store.list('changes', 'all', { where: {}, after, limit: batch });
        const sequence = rows.at(-1)?.sequence;
        if (sequence === undefined) return { more: false };
        const said = new Set(rows.flatMap(({ data }) => (data.type === 'said' ? [data.interaction] : [])));
        const posts = within(place, await postsToConsult(options, said));
        const found = posts.length > 0 ? await ask(place, posts, signal) : [];
        await commit(place, { sequence, asked: place.asked + posts.length }, posts, found);
      }
    },
    async again(these, signal) {
      const place = await placeIn(store, today());
      const posts = within(place, await postsToConsult(options, these));
      if (posts.length === 0) return 0;
      return commit(place, { asked: place.asked + posts.length }, posts, await ask(place, posts, signal));
    },
  };

  function today(): string {
    return instantOf(context.clock).slice(0, 10);
  }
}

async function placeIn(store: StoreReader, day: string): Promise<Place> {
  const kept = (await store.get('checkpoints', checkpoint))?.data as Place | undefined;
  const place = kept ?? { sequence: 0, turn: 0, tries: 0, day, asked: 0 };
  return place.day === day ? place : { ...place, day, asked: 0 };
}

/** Keeps what was found, unless the words have changed meanwhile: then the feed brings them again. */
async function keep(
  transaction: StoreTransaction,
  posts: readonly PostToConsult[],
  found: readonly Consulted[],
  consultants: ReadonlySet<string>,
): Promise<ChangeBody[]> {
  const changed: ChangeBody[] = [];
  for (const { interaction, heard, signals } of found) {
    const asked = posts.find((post) => post.interaction.id === interaction);
    const now = (await transaction.get('interactions', { id: interaction }))?.data;
    if (!asked || !now || !hasWords(now) || now.version !== asked.interaction.version) continue;
    // What could not be asked this time keeps what it said before.
    const isMeant = (analyzer: string) => consultants.has(analyzer) && heard.has(analyzer);
    if (await replaceSignals(transaction, interaction, signals, isMeant)) changed.push({ type: 'signal', interaction });
  }
  return changed;
}
