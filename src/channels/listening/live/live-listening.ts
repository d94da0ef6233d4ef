import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import { appendChanges } from '../../../core/ingest/append-changes.js';
import { interactionLock } from '../../../core/ingest/lock-all.js';
import type { Change } from '../../../core/model/change.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Interaction } from '../../../core/model/interaction.js';
import type { Signal } from '../../../core/model/signal.js';
import { permits } from '../../../core/privacy/permits.js';
import type { TermsOf } from '../../../core/privacy/terms-book.js';
import { everyPage } from '../../../core/store/every-page.js';
import type { Store, StoreReader, StoreTransaction } from '../../../core/store/store.js';
import { replaceSignals } from './replace-signals.js';
import type { SignalFinder } from './signal-finder.js';

export interface LiveListeningOptions {
  store: Store;
  context: Context;
  terms: TermsOf;
  finder: SignalFinder;
  /** Told of what is committed. */
  onChanges: (changes: readonly Change[]) => Promise<void>;
}

export interface CatchUpCall {
  signal?: AbortSignal;
  /** Whether to begin another page. */
  goOn?: () => boolean;
}

export interface ReanalyzeOptions {
  /** Only what was said at this moment or later. */
  since?: Instant;
  signal?: AbortSignal;
}

/** What a reanalysis came to. */
export interface Reanalyzed {
  interactions: number;
  /** So many have other signals than before. */
  changed: number;
}

/** Looks at what was taken in and keeps what it finds. */
export interface LiveListening {
  /** Looks at all that the change feed brings; tells whether it left something. */
  catchUp(call?: CatchUpCall): Promise<{ more: boolean }>;
  /** Looks at everything again: signals that are not found any more go. */
  reanalyze(options?: ReanalyzeOptions): Promise<Reanalyzed>;
}

const pageSize = 200;
const checkpoint = { name: 'listen' };
const lock = 'listen';

/** An interaction as it was looked at, with what was found. */
interface Looked {
  interaction: Interaction;
  signals: Signal[];
}

/**
 * Listens behind ingest, by the change feed. Its place in the feed is kept in the transaction that keeps what it found, so
 * that nothing is missed or found twice, however often a process is killed and however many are at it.
 */
export function liveListening(options: LiveListeningOptions): LiveListening {
  const { store, context, onChanges } = options;

  async function page(): Promise<boolean> {
    const sequence = await placeIn(store);
    const rows = await store.list('changes', 'all', { where: {}, after: { sequence }, limit: pageSize });
    const last = rows.at(-1);
    if (!last) return false;
    const said = new Set(rows.flatMap(({ data }) => (data.type === 'said' ? [data.interaction] : [])));
    const looked = await lookAt(options, said);
    const changes = await store.transaction(async (transaction) => {
      await transaction.lock(() => [lock, ...looked.map(({ interaction }) => interactionLock(interaction))]);
      // Another process has been faster.
      if ((await placeIn(transaction)) !== sequence) return [];
      await transaction.put('checkpoints', { ...checkpoint, data: { sequence: last.sequence } });
      return keep(transaction, context, looked);
    });
    await onChanges(changes);
    return true;
  }

  return {
    async catchUp({ signal, goOn = () => true } = {}) {
      for (;;) {
        signal?.throwIfAborted();
        if (!goOn()) return { more: true };
        if (!(await page())) return { more: false };
      }
    },
    async reanalyze({ since, signal } = {}) {
      const came: Reanalyzed = { interactions: 0, changed: 0 };
      const listing = {
        size: pageSize,
        ...(since !== undefined && { from: { at: since } }),
        ...(signal && { signal }),
      };
      for await (const rows of everyPage(store, 'interactions', 'all', {}, listing)) {
        const looked = await lookAt(options, new Set(rows.map(({ id }) => id)));
        const changes = await store.transaction(async (transaction) => {
          await transaction.lock(() => looked.map(({ interaction }) => interactionLock(interaction)));
          return keep(transaction, context, looked);
        });
        came.interactions += looked.length;
        came.changed += changes.length;
        await onChanges(changes);
      }
      return came;
    },
  };
}

async function placeIn(store: StoreReader): Promise<number> {
  const data = (await store.get('checkpoints', checkpoint))?.data as { sequence: number } | undefined;
  return data?.sequence ?? 0;
}

/** Looks at interactions as they are now, outside of any transaction. */
async function lookAt(
  { store, context, terms, finder }: LiveListeningOptions,
  ids: ReadonlySet<InteractionId>,
): Promise<Looked[]> {
  const looked = await Promise.all(
    [...ids].map(async (id) => {
      const interaction = (await store.get('interactions', { id }))?.data;
      if (!interaction || !hasWords(interaction)) return [];
      const named = interaction.participants.find(({ role }) => role === 'author');
      const author = named && (await store.get('records', { id: named.record }));
      const { network, origin, firstSeenAt: at } = interaction;
      const kind = author?.state === 'own' ? 'own-data' : 'content';
      const word = permits(terms(network), 'analyze', { kind, origin, at }, instantOf(context.clock));
      return [{ interaction, signals: word.permitted ? await finder.find(interaction, author?.data) : [] }];
    }),
  );
  return looked.flat();
}

/** Keeps what was found, unless the words have changed meanwhile: then the feed, or whoever took them, sees to it. */
async function keep(transaction: StoreTransaction, context: Context, looked: readonly Looked[]): Promise<Change[]> {
  const changed: InteractionId[] = [];
  await transaction.foresee('signals', 'byInteraction', () =>
    looked.map(({ interaction }) => ({ interaction: interaction.id })),
  );
  for (const { interaction, signals } of looked) {
    const { id, version } = interaction;
    const now = (await transaction.get('interactions', { id }))?.data;
    if (!now || !hasWords(now) || now.version !== version) continue;
    if (await replaceSignals(transaction, id, signals)) changed.push(id);
  }
  return appendChanges(
    transaction,
    context,
    changed.map((interaction) => ({ type: 'signal', interaction })),
  );
}

function hasWords({ state, forgotten }: Interaction): boolean {
  return state !== 'removed' && !forgotten;
}
