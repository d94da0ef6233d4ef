import { KenningError } from '../../../core/errors.js';
import type { Instant } from '../../../core/model/instant.js';
import { arrivalOf, type Doubt } from './arrival.js';
import { type Episode, end, endBin, follow, usualDay } from './episode.js';
import { addCount, beginBin, type Evidence, type Knowledge, newestOf, newKnowledge, weigh } from './evidence.js';
import { newRecent } from './recent.js';
import { type Setting, settingOf } from './setting.js';
import type { SpikeAlert } from './spike-alert.js';

const minute = 60_000;
const week = 7 * 24 * 60 * minute;

export interface SpikeOptions {
  /** The width of a bin in milliseconds: 60,000 to a week. Counts of one bin are added up. */
  everyMs: number;
  /**
   * What a bin stands for that nothing was told of: `unknown`, as in a file with missing rows, or `zero`, as among posts that are
   * told one by one. Defaults to `unknown`.
   */
  missing?: 'unknown' | 'zero';
  /** How long a spike must be calm before it is over, in milliseconds. Defaults to 6 hours, and at least 2 bins. */
  coolDownMs?: number;
  /** So many posts must come together before anything is told. Defaults to 4. */
  fewest?: number;
}

/** All that a detector knows: plain JSON of a size that does not grow, about 8 kB at bins of 5 minutes. */
export interface SpikeState {
  format: 'kenning-spikes';
  version: 1;
  everyMs: number;
  known: Knowledge;
  episode?: Episode;
  doubt?: Doubt;
}

/** What an observation said. */
export interface SpikeObservation {
  /** Why it was not taken; it changed nothing. */
  refused?: string;
  /** 1 and above is worth an alert. */
  score: number;
  /** Of the bin: posts so far, and posts that are usual for the whole of it. */
  seen: number;
  expected: number;
  /** What there is to tell: `over` may come together with another `opened`. */
  alerts: SpikeAlert[];
}

export interface SpikeDetector {
  /** Takes a count at a time: a row of a table, or 1 for a post. Costs some microseconds. */
  observe(observation: { at: Instant; count: number }): SpikeObservation;
  /**
   * What was seen and expected lately, up to and with the newest bin.
   *
   * @param spanMs a span that an alert names, else the next longer one is taken
   */
  over(spanMs: number): { seen: number; expected: number };
  /** Whether a spike is open, and how many posts are usual on a day. */
  standing(): { open: boolean; usualDay: number };
  /** A copy of all that is known, to be kept and given to {@link spikeDetector} later. */
  snapshot(): SpikeState;
}

/**
 * Finds spikes in counts, such as mentions every five minutes, in one pass and in memory that does not grow.
 *
 * What is usual is a level with cycles of the day and of the week, learned from counts that are cut to what is credible, so that a
 * storm is not learned as usual. Sums over 5 spans up to 12 hours are compared with it under a negative binomial distribution. Each
 * surprise is held against what the series itself brings on the worst moment of an ordinary day: calm series are watched
 * closely, bursting ones must do more than burst. An alert opens, grows, and is over after a time of calm.
 *
 * - Nothing is told of the first day (7 bins, if that is longer).
 * - Counts that come late are added to their bin for 12 hours. Older ones, and times more than two weeks ahead, are refused until
 *   three in a row agree: then the clock was set, and counting goes on from there.
 * - Counts must be 0 or more and finite, else they are refused.
 *
 * @param state what {@link SpikeDetector.snapshot} gave; a detector goes on as if it had never stopped
 * @throws KenningError `invalid` for options out of range, and for a state of another width of bins
 * @example
 * const detector = spikeDetector({ everyMs: 300_000 });
 * const { alerts } = detector.observe({ at: '2026-11-24T09:30:00.000Z', count: 12 });
 */
export function spikeDetector(options: SpikeOptions, state?: SpikeState): SpikeDetector {
  const { everyMs, missing = 'unknown', fewest = 4, coolDownMs = 6 * 60 * minute } = options;
  if (!(everyMs >= minute && everyMs <= week)) throw invalid('everyMs', 'a minute to a week');
  if (!(fewest >= 1 && fewest <= 1e9)) throw invalid('fewest', '1 to 1,000,000,000');
  if (!(coolDownMs >= 0 && coolDownMs <= 52 * week)) throw invalid('coolDownMs', '0 to a year');
  const setting = settingOf(everyMs, fewest);
  const standing = state ? copyOf(state, everyMs) : newState(setting);
  const coolDown = Math.max(2, Math.round(coolDownMs / everyMs));
  return {
    snapshot: () => structuredClone(standing),
    standing: () => ({ open: standing.episode !== undefined, usualDay: usualDay(standing.known, setting) }),
    over(spanMs) {
      const place = setting.spans.findIndex((span) => span * everyMs >= spanMs);
      const [seen, expected] = standing.known.recent.sums.at(place) ?? [0, 0];
      return { seen, expected: Math.max(0, expected) };
    },
    observe({ at, count }) {
      const time = Date.parse(at);
      if (Number.isNaN(time)) return refusal('the time is none');
      if (!(count >= 0 && count <= 1e12)) return refusal(`the count is ${count < 0 ? 'negative' : 'no number'}`);
      const { known } = standing;
      const bin = Math.floor(time / everyMs);
      const reach = known.recent.seen.length;
      const arrival = arrivalOf(bin, { newest: known.recent.newest, reach, everyMs }, standing);
      if (arrival === 'too late' || arrival === 'too far ahead') return refusal(`it is ${arrival}`);
      const alerts: (SpikeAlert | undefined)[] = [];
      if (arrival === 'restart') {
        alerts.push(end(standing, bin, setting));
        known.recent = newRecent(setting.spans);
      }
      if (arrival === 'next' || arrival === 'restart') {
        if (missing === 'zero') alerts.push(...passOver(standing, bin, coolDown, setting));
        alerts.push(endBin(standing, bin, coolDown, setting));
        beginBin(known, bin, setting);
      }
      addCount(known, bin, count, setting);
      const evidence = weigh(known, setting);
      alerts.push(follow(standing, evidence, known.recent.newest ?? bin, setting));
      return told(known, evidence, alerts);
    },
  };
}

/** Goes through bins in which nothing was posted. */
function passOver(standing: SpikeState, until: number, coolDown: number, setting: Setting): (SpikeAlert | undefined)[] {
  const alerts: (SpikeAlert | undefined)[] = [];
  const { newest = until } = standing.known.recent;
  for (let bin = newest + 1; bin < until; bin += 1) {
    alerts.push(endBin(standing, bin, coolDown, setting));
    beginBin(standing.known, bin, setting);
    alerts.push(follow(standing, weigh(standing.known, setting), bin, setting));
  }
  return alerts;
}

function told(known: Knowledge, { score }: Evidence, alerts: (SpikeAlert | undefined)[]): SpikeObservation {
  const [seen, expected] = newestOf(known);
  return { score, seen, expected, alerts: alerts.filter((alert) => alert !== undefined) };
}

const refusal = (refused: string): SpikeObservation => ({ refused, score: 0, seen: 0, expected: 0, alerts: [] });

const newState = (setting: Setting): SpikeState => ({
  format: 'kenning-spikes',
  version: 1,
  everyMs: setting.everyMs,
  known: newKnowledge(setting),
});

function copyOf(state: SpikeState, everyMs: number): SpikeState {
  if (state.format !== 'kenning-spikes' || state.version !== 1)
    throw new KenningError(
      'invalid',
      'This is no state of a spike detector that this version can read. Begin without one.',
    );
  if (state.everyMs !== everyMs)
    throw new KenningError(
      'invalid',
      `The state is of bins of ${state.everyMs} ms, not of ${everyMs}. Begin without one.`,
    );
  return structuredClone(state);
}

const invalid = (option: string, range: string): KenningError =>
  new KenningError('invalid', `${option} must be ${range}.`);
