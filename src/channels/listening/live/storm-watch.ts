import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import { isKenningError } from '../../../core/errors.js';
import type { Instant } from '../../../core/model/instant.js';
import type { StoreReader, StoreTransaction } from '../../../core/store/store.js';
import { heardPost } from '../storms/heard-post.js';
import type { RepostAlert, StormAlert } from '../storms/storm-alert.js';
import { type StormDetector, type StormOptions, type StormState, stormDetector } from '../storms/storm-detector.js';
import { queryAnalyzer } from './listen-options.js';
import type { Looked } from './look-at.js';

/** An alert of one series. */
export type SeriesAlert = (StormAlert | RepostAlert) & { series: string };

/** What a look at a series came to. Nothing is kept before `keep`. */
export interface Watched {
  alerts: SeriesAlert[];
  keep(transaction: StoreTransaction): Promise<void>;
}

/** Watches what saved searches find for storms, with a state in the store. */
export interface StormWatch {
  /**
   * @param heard what was said for the first time
   * @param gone ids of interactions and records that must not be known any more
   */
  observe(store: StoreReader, heard: readonly Looked[], gone: ReadonlySet<string>): Promise<Watched>;
  /** Lets time pass in which nothing comes: a storm may be over. */
  advance(store: StoreReader): Promise<Watched>;
}

/** A detector as it is kept. */
interface Kept {
  state: StormState;
  /** When the latest post was said, and when it was heard. */
  saidAt: Instant;
  heardAt: Instant;
}

/** @param series by the names of saved searches */
export function stormWatch(series: Readonly<Record<string, StormOptions>>, context: Context): StormWatch {
  async function watch(
    store: StoreReader,
    look: (detector: StormDetector, name: string, kept: Kept | undefined) => Promise<Look | undefined>,
  ): Promise<Watched> {
    const rows: { name: string; data: Kept }[] = [];
    const alerts: SeriesAlert[] = [];
    for (const [name, options] of Object.entries(series)) {
      const kept = (await store.get('settings', { name: rowName(name) }))?.data as Kept | undefined;
      const detector = detectorOf(options, kept?.state);
      const came = await look(detector, name, kept);
      if (!came) continue;
      const { told, ...heard } = came;
      rows.push({ name: rowName(name), data: { ...heard, state: detector.snapshot() } });
      alerts.push(...told.map((alert) => ({ ...alert, series: name })));
    }
    return {
      alerts,
      async keep(transaction) {
        for (const row of rows) await transaction.put('settings', row);
      },
    };
  }

  return {
    observe: (store, heard, gone) =>
      watch(store, async (detector, name, kept) => {
        const found = heard.filter(({ signals }) => signals.some(({ analyzer }) => analyzer === queryAnalyzer(name)));
        // A listing may give the newest first.
        const posts = found.toSorted((one, other) => (one.interaction.at < other.interaction.at ? -1 : 1));
        const told = [];
        for (const { interaction, signals } of posts) {
          const where = { interaction: interaction.id };
          const [counts] = await store.list('counts', 'byInteraction', { where, direction: 'descending', limit: 1 });
          told.push(...detector.observe(heardPost(interaction, signals, counts?.data)).alerts);
        }
        detector.forget(gone);
        const saidAt = posts.at(-1)?.interaction.at;
        if (saidAt !== undefined) return { told, saidAt, heardAt: instantOf(context.clock) };
        return kept && gone.size > 0 ? { told, saidAt: kept.saidAt, heardAt: kept.heardAt } : undefined;
      }),
    advance: (store) =>
      watch(store, async (detector, _name, kept) => {
        if (!kept?.state.open) return undefined;
        const { saidAt, heardAt } = kept;
        // What is read late is as late in a while: by the clock alone a storm of last week ended while it is still read.
        const passedMs = Math.max(0, context.clock.now() - Date.parse(heardAt));
        return { told: detector.advance(new Date(Date.parse(saidAt) + passedMs).toISOString()), saidAt, heardAt };
      }),
  };
}

/** What a look told, and what is kept beside the detector. */
interface Look extends Omit<Kept, 'state'> {
  told: (StormAlert | RepostAlert)[];
}

function rowName(series: string): string {
  return `storms ${series}`;
}

/** The detector as it was kept; a new one for a series whose bins have another width now. */
function detectorOf(options: StormOptions, state: StormState | undefined): StormDetector {
  try {
    return stormDetector(options, state);
  } catch (error) {
    if (!state || !isKenningError(error, 'invalid')) throw error;
    return stormDetector(options);
  }
}
