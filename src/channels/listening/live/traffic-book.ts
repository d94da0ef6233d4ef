import type { StoreReader } from '../../../core/store/store.js';
import { type SpikeState, spikeDetector } from '../spikes/spike-detector.js';
import { defaultEveryMs, type StormOptions } from '../storms/storm-detector.js';
import type { Looked } from './look-at.js';

/** What all that comes in is like, against which the share of a series is held. Kept once for each width of bins. */
export interface TrafficBook {
  /** As it was before this page, for the detector of a series. */
  before(options: StormOptions): SpikeState | undefined;
  /** As it is behind this page. */
  rows(): { name: string; data: SpikeState }[];
}

/** @param heard in the order of time */
export async function trafficBook(
  store: StoreReader,
  series: readonly StormOptions[],
  heard: readonly Looked[],
): Promise<TrafficBook> {
  const before = new Map<number, SpikeState | undefined>();
  for (const width of new Set(series.map(widthOf)))
    before.set(width, (await store.get('settings', { name: rowName(width) }))?.data as SpikeState | undefined);
  return {
    before: (options) => before.get(widthOf(options)),
    rows: () =>
      [...(heard.length > 0 ? before : [])].map(([everyMs, state]) => {
        const detector = spikeDetector({ everyMs, missing: 'zero' }, state);
        for (const { interaction } of heard) detector.observe({ at: interaction.at, count: 1 });
        return { name: rowName(everyMs), data: detector.snapshot() };
      }),
  };
}

const widthOf = ({ everyMs = defaultEveryMs }: StormOptions): number => everyMs;

const rowName = (everyMs: number): string => `traffic ${everyMs}`;
