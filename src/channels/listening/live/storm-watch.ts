import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import { isKenningError } from '../../../core/errors.js';
import type { Alert, RepostAlert, StormAlert } from '../../../core/model/alert.js';
import type { Instant } from '../../../core/model/instant.js';
import type { StoreReader, StoreTransaction } from '../../../core/store/store.js';
import { heardPost } from '../storms/heard-post.js';
import { type StormDetector, type StormOptions, type StormState, stormDetector } from '../storms/storm-detector.js';
import { queryAnalyzer } from './listen-options.js';
import type { Looked } from './look-at.js';
import type { PageNews } from './page-news.js';
import { type TrafficBook, trafficBook } from './traffic-book.js';

/** What a look at the series came to. Nothing is kept before `keep`. */
export interface Watched {
  alerts: Alert[];
  keep(transaction: StoreTransaction): Promise<void>;
}

/** Watches what saved searches find for storms, with a state in the store. */
export interface StormWatch {
  observe(store: StoreReader, news: PageNews): Promise<Watched>;
  /** Lets time pass in which nothing comes: a storm may be over. */
  advance(store: StoreReader): Promise<Watched>;
}

/** A detector as it is kept. What all traffic is like is kept once for all series. */
interface Kept {
  state: Omit<StormState, 'traffic'>;
  /** When the latest post was said, and when it was heard. */
  saidAt: Instant;
  heardAt: Instant;
}

/** What a look told, and what is kept beside the detector. */
interface Look extends Omit<Kept, 'state'> {
  told: (StormAlert | RepostAlert)[];
}

/** @param series by the names of saved searches */
export function stormWatch(series: Readonly<Record<string, StormOptions>>, context: Context): StormWatch {
  async function watch(
    store: StoreReader,
    traffic: TrafficBook,
    look: (detector: StormDetector, name: string, kept: Kept | undefined) => Promise<Look | undefined>,
  ): Promise<Watched> {
    const rows: { name: string; data: Kept }[] = [];
    const alerts: Alert[] = [];
    for (const [name, options] of Object.entries(series)) {
      const kept = (await store.get('settings', { name: rowName(name) }))?.data as Kept | undefined;
      const before = traffic.before(options);
      const detector = detectorOf(options, kept && { ...kept.state, ...(before && { traffic: before }) });
      const came = await look(detector, name, kept);
      if (!came) continue;
      const { told, ...heard } = came;
      const { traffic: _traffic, ...state } = detector.snapshot();
      rows.push({ name: rowName(name), data: { ...heard, state } });
      alerts.push(...told.map((alert) => ({ ...alert, id: `${name}/${alert.key}`, series: name })));
    }
    return {
      alerts,
      async keep(transaction) {
        for (const row of [...rows, ...traffic.rows()]) await transaction.put('settings', row);
      },
    };
  }

  return {
    async observe(store, { heard, removals, restored, gone }) {
      // A listing may give the newest first.
      const inTime = heard.toSorted((one, other) => (one.interaction.at < other.interaction.at ? -1 : 1));
      const traffic = await trafficBook(store, Object.values(series), inTime);
      return watch(store, traffic, async (detector, name, kept) => {
        const hasForgotten = gone.size > 0 && detector.forget(gone);
        for (const removal of removals) detector.removed(removal);
        for (const interaction of restored) detector.restored(interaction);
        const told: Look['told'] = [];
        let count = 0;
        let saidAt: Instant | undefined;
        for (const one of inTime) {
          count += 1;
          if (!isFoundBy(name, one)) continue;
          const { interaction, signals } = one;
          saidAt = interaction.at;
          detector.traffic({ at: saidAt, count });
          count = 0;
          const where = { interaction: interaction.id };
          const [counts] = await store.list('counts', 'byInteraction', { where, direction: 'descending', limit: 1 });
          told.push(...detector.observe(heardPost(interaction, signals, counts?.data)).alerts);
        }
        const now = instantOf(context.clock);
        if (saidAt !== undefined) return { told, saidAt, heardAt: now };
        const isSame = !hasForgotten && removals.length === 0 && restored.length === 0;
        return isSame ? undefined : { told, saidAt: kept?.saidAt ?? now, heardAt: kept?.heardAt ?? now };
      });
    },
    async advance(store) {
      const traffic = await trafficBook(store, Object.values(series), []);
      return watch(store, traffic, async (detector, _name, kept) => {
        if (!kept?.state.open) return undefined;
        const { saidAt, heardAt } = kept;
        // What is read late is as late in a while: by the clock alone a storm of last week ended while it is still read.
        const passedMs = Math.max(0, context.clock.now() - Date.parse(heardAt));
        return { told: detector.advance(new Date(Date.parse(saidAt) + passedMs).toISOString()), saidAt, heardAt };
      });
    },
  };
}

function isFoundBy(name: string, { signals }: Looked): boolean {
  return signals.some(({ analyzer }) => analyzer === queryAnalyzer(name));
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
