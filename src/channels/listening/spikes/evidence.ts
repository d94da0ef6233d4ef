import { type Baseline, expectedAt, learn, levelOf, newBaseline } from './baseline.js';
import { type Habit, newHabit, note, turnDay, unusual } from './habit.js';
import { addTo, goOnTo, newRecent, placeOf, type Recent } from './recent.js';
import type { Setting } from './setting.js';
import { surprise } from './surprise.js';

const day = 86_400_000;
/** How unusual a span can count at least, so that a calm one does not silence the others. */
const calmest = -1;

/** All that is known of a series: its level and cycles, its last bins, its habits. Plain JSON of a fixed size. */
export interface Knowledge {
  baseline: Baseline;
  recent: Recent;
  habit: Habit;
  /** Bins that were learned. */
  bins: number;
}

/** What speaks for a spike in the newest bin. */
export interface Evidence {
  /** 1 and above is worth an alert. */
  score: number;
  /** Minus the decimal logarithm of the chance, were posts independent, on the span that tells most. */
  surprise: number;
  /** That span, in bins, and what was seen and expected in it. */
  span: number;
  seen: number;
  expected: number;
}

export function newKnowledge(setting: Setting): Knowledge {
  return {
    baseline: newBaseline(),
    recent: newRecent(setting.spans),
    habit: newHabit(setting.spans.length, setting.habit),
    bins: 0,
  };
}

/** Goes on to a later bin: the one before is over and is learned. */
export function beginBin(known: Knowledge, bin: number, setting: Setting): void {
  if (known.recent.newest !== undefined) learnNewest(known, known.recent.newest, setting);
  turnDay(known.habit, Math.floor((bin * setting.everyMs) / day), setting.habit);
  const { count } = expectedAt(known.baseline, middleOf(bin, setting), setting.baseline);
  goOnTo(known.recent, bin, count, setting.spans);
}

/** Adds to a bin that is not older than the longest span. */
export function addCount(known: Knowledge, bin: number, count: number, setting: Setting): void {
  addTo(known.recent, bin, count, setting.spans);
}

/** Weighs the newest bin and what came before it, and keeps the day's highest surprises. */
export function weigh(known: Knowledge, setting: Setting): Evidence {
  let sum = 0;
  let most = calmest;
  const found: Evidence = { score: 0, surprise: 0, span: 1, seen: 0, expected: 0 };
  for (const [place, span] of setting.spans.entries()) {
    const [seen, sumExpected] = known.recent.sums[place] as [number, number];
    const expected = Math.max(sumExpected, 1e-6);
    const value = surprise(seen, expected, setting.dispersion);
    const beyond = Math.max(unusual(known.habit, place, value, setting.habit), calmest);
    note(known.habit, place, value);
    sum += beyond;
    if (seen < setting.fewest) continue;
    most = Math.max(most, beyond);
    if (value > found.surprise) Object.assign(found, { surprise: value, span, seen, expected });
  }
  const { overAll, onOne } = setting;
  const score = Math.max(0, sum / setting.spans.length / overAll, most / onOne);
  // What chance brings every month is no alert, however calm the series was so far.
  const isChance = found.surprise < Math.log10(chancesAMonth(known, setting)) + setting.margin;
  found.score = known.bins < setting.settling ? 0 : isChance ? Math.min(score, 0.99) : score;
  return found;
}

/** How often in a month a count can reach a new height: as often as there are bins, and no more often than there are posts. */
function chancesAMonth({ baseline }: Knowledge, { everyMs }: Setting): number {
  const bins = (30 * day) / everyMs;
  return Math.max(1, Math.min(bins, bins * levelOf(baseline)));
}

/** What was seen and expected in the newest bin. */
export function newestOf({ recent }: Knowledge): [seen: number, expected: number] {
  const place = placeOf(recent.newest ?? 0, recent.seen);
  return [recent.seen[place] as number, recent.expected[place] as number];
}

function learnNewest(known: Knowledge, bin: number, setting: Setting): void {
  const { baseline } = known;
  const at = middleOf(bin, setting);
  const [seen] = newestOf(known);
  const expected = expectedAt(baseline, at, setting.baseline);
  const deviation = Math.sqrt(expected.count + setting.dispersion * expected.count ** 2);
  const least = expected.count - setting.cut * deviation;
  const most = expected.count + Math.max(setting.cut * deviation, 1);
  learn(baseline, at, Math.min(Math.max(seen, least), most), expected, setting.baseline);
  known.bins += 1;
}

const middleOf = (bin: number, { everyMs }: Setting): number => (bin + 0.5) * everyMs;
