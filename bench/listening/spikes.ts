import { readFileSync } from 'node:fs';
import { type SpikeDetector, spikeDetector } from '../../src/channels/listening/spikes/spike-detector.js';
import { type Bench, type Figure, rounded, timed } from '../figure.js';
import { sharedFile } from '../shared-files.js';
import { began, poisson, type Quiet, quietCounts, randomOf } from './made-up-posts.js';
import { type LabelledSeries, type NabResult, nabResult, normalizedNab } from './nab-score.js';

/** Spikes: on labelled series, on storms injected into quiet ones, and what they cost. */
export const spikesBench: Bench = async ({ quick }) => [...labelled(), ...injected(quick ? 2 : 20), ...(await costs())];

interface Series extends LabelledSeries {
  name: string;
  counts: readonly number[];
}

const time = (text: string): number => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);

/** The labelled series of the shared data; none where it is missing. */
export function labelledSeries(): Series[] {
  const path = sharedFile('series/windows.json');
  if (path === undefined) return [];
  const labels = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { windows: [string, string][] }>;
  return Object.entries(labels).map(([name, { windows }]) => {
    const [, ...rows] = readFileSync(sharedFile(`series/mentions-${name}.csv`) ?? '', 'utf8')
      .trim()
      .split('\n');
    const cells = rows.map((row) => row.split(','));
    return {
      name,
      times: cells.map(([at = '']) => time(at)),
      counts: cells.map(([, count]) => Number(count)),
      windows: windows.map(([from, until]) => [time(from), time(until)] as const),
    };
  });
}

/** The rows at which an alert is opened. */
export function alertsOf({ times, counts }: Pick<Series, 'times' | 'counts'>, everyMs: number): number[] {
  const detector = spikeDetector({ everyMs });
  return times.flatMap((at, row) => {
    const { alerts } = detector.observe({ at: new Date(at).toISOString(), count: counts[row] as number });
    return alerts.some(({ phase }) => phase === 'opened') ? [row] : [];
  });
}

function labelled(): Figure[] {
  const results = labelledSeries().map((series) => ({
    ...nabResult(series, alertsOf(series, 300_000)),
    name: series.name,
  }));
  if (results.length === 0) return [];
  const sum = (of: (result: NabResult) => number) => results.reduce((all, result) => all + of(result), 0);
  return [
    {
      what: 'five labelled series, NAB standard',
      value: rounded(normalizedNab(results), 1),
      unit: '',
      aim: { atLeast: 86 },
    },
    {
      what: `windows found of ${sum(({ windows }) => windows)}`,
      value: sum(({ found }) => found),
      unit: '',
      aim: { atLeast: 17 },
    },
    { what: 'false alerts', value: sum(({ falseAlerts }) => falseAlerts), unit: '', aim: { atMost: 15 } },
    ...results.map((result) => ({
      what: `${result.name}: found ${result.found} of ${result.windows}, false ${result.falseAlerts}, NAB standard`,
      value: rounded(normalizedNab([result]), 1),
      unit: '',
    })),
  ];
}

const quiets: readonly { what: string; quiet: Quiet; within: number }[] = [
  { what: '3 posts a day, hourly bins', quiet: { postsADay: 3, everyMs: 3_600_000, days: 75 }, within: 8 },
  { what: '3 posts a day, bins of 5 minutes', quiet: { postsADay: 3, everyMs: 300_000, days: 75 }, within: 8 },
  { what: '3 posts an hour, bins of 5 minutes', quiet: { postsADay: 72, everyMs: 300_000, days: 75 }, within: 15 },
  { what: '3 posts an hour, hourly bins', quiet: { postsADay: 72, everyMs: 3_600_000, days: 75 }, within: 15 },
  {
    what: '3 posts an hour with cycles of day and week',
    quiet: { postsADay: 72, everyMs: 300_000, days: 75, swing: 0.8, weekend: 0.5 },
    within: 15,
  },
  {
    what: '3 posts an hour that come in moods',
    quiet: { postsADay: 72, everyMs: 300_000, days: 75, unrest: 0.5 },
    within: 15,
  },
  { what: '3 posts a minute, bins of a minute', quiet: { postsADay: 4320, everyMs: 60_000, days: 45 }, within: 15 },
];

/** A storm brings ten times the usual posts from one moment to the next, told one by one. */
const factor = 10;
const learningDays = 15;
const stormsEach = 10;

function injected(seeds: number): Figure[] {
  return quiets.flatMap(({ what, quiet, within }) => {
    const runs = Array.from({ length: seeds }, (_, seed) => stormsInto(quiet, seed));
    const delays = runs.flatMap((run) => run.delays).sort((left, right) => left - right);
    const falseAlerts = runs.reduce((sum, run) => sum + run.falseAlerts, 0);
    const months = (seeds * (quiet.days - learningDays)) / 30;
    const caught = delays.filter((delay) => delay <= within).length / delays.length;
    return [
      {
        what: `${what}: storms caught within ${within} of their posts`,
        value: rounded(100 * caught, 1),
        unit: '%',
        aim: { atLeast: 95 },
      },
      {
        what: `${what}: posts until half of them are caught`,
        value: delays[delays.length >> 1] as number,
        unit: 'posts',
      },
      { what: `${what}: false alerts`, value: rounded(falseAlerts / months, 2), unit: 'a month', aim: { atMost: 1 } },
    ];
  });
}

function stormsInto(quiet: Quiet, seed: number): { delays: number[]; falseAlerts: number } {
  const counts = quietCounts(quiet, seed);
  const { everyMs } = quiet;
  const detector = spikeDetector({ everyMs });
  const first = (learningDays * 86_400_000) / everyMs;
  const step = Math.floor((counts.length - first) / stormsEach);
  const delays: number[] = [];
  let falseAlerts = 0;
  for (const [bin, count] of counts.entries()) {
    const isStorm = bin >= first && (bin - first) % step === step >> 1;
    if (isStorm) delays.push(stormAt(spikeDetector({ everyMs }, detector.snapshot()), quiet, counts, bin, seed));
    const { alerts } = detector.observe({ at: instant(bin, everyMs), count });
    if (bin >= first) falseAlerts += alerts.filter(({ phase }) => phase === 'opened').length;
  }
  return { delays, falseAlerts };
}

/** Posts of a storm until it is told of. */
function stormAt(detector: SpikeDetector, quiet: Quiet, counts: readonly number[], from: number, seed: number): number {
  const random = randomOf(seed * 1_000_003 + from);
  let posts = 0;
  for (let bin = from; bin < counts.length && posts < 100; bin += 1) {
    const at = instant(bin, quiet.everyMs);
    detector.observe({ at, count: counts[bin] as number });
    const storm = poisson(random, ((factor - 1) * quiet.postsADay * quiet.everyMs) / 86_400_000);
    for (let post = 0; post < storm; post += 1) {
      posts += 1;
      if (detector.observe({ at, count: 1 }).score >= 1) return posts;
    }
  }
  return Number.POSITIVE_INFINITY;
}

const instant = (bin: number, everyMs: number): string => new Date(began + bin * everyMs).toISOString();

async function costs(): Promise<Figure[]> {
  const counts = quietCounts({ postsADay: 4320, everyMs: 300_000, days: 400 }, 1);
  const detector = spikeDetector({ everyMs: 300_000 });
  const { processor } = await timed(() => {
    for (const [bin, count] of counts.entries()) detector.observe({ at: instant(bin, 300_000), count });
  });
  return [
    { what: 'bins of 5 minutes', value: rounded(counts.length / processor), unit: '/s of processor' },
    {
      what: 'state of a series as JSON, bins of 5 minutes',
      value: JSON.stringify(detector.snapshot()).length,
      unit: 'bytes',
    },
  ];
}
