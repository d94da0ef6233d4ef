import type { Counted, ListeningReport } from '../../channels/listening/report/listening-report.js';
import type { StormOfReport } from '../../channels/listening/report/storms-among.js';
import { oneLine } from '../commands/describe.js';
import { barsChart } from './bars-chart.js';
import { element } from './markup.js';
import { count, percent } from './numbers.js';
import { wholePage } from './page.js';
import { type Section, says } from './section.js';
import { foldedTable } from './table.js';
import { sentimentChart, timeOf, volumeChart } from './time-charts.js';
import { topicsSection } from './topics-section.js';

/** The page on posts. */
export function postsPage(title: string, report: ListeningReport): string {
  const told = report.bins.map(({ counts }) => counts);
  const sum = (of: 'positive' | 'negative' | 'unsupported') => told.reduce((all, counts) => all + counts[of], 0);
  return wholePage({
    title,
    figures: [
      ['posts', count(report.posts)],
      ['positive', count(sum('positive'))],
      ['negative', count(sum('negative'))],
      ['in a language without a model', count(sum('unsupported'))],
      ['storms', count(report.storms.filter(({ kind }) => kind === 'storm').length)],
    ],
    sections: [
      overTime(report),
      sentiment(report),
      ...(report.voices.length > 0 ? [voices(report)] : []),
      topicsSection(report.topics),
      countedPosts('intents', 'Intents', intentsAre, report.intents),
      ...(report.labels.length > 0 ? [countedPosts('labels', 'Labels', labelsAre, report.labels)] : []),
      countedPosts('hashtags', 'Hashtags', 'The commonest ones.', report.hashtags),
      storms(report.storms),
    ],
  });
}

const intentsAre =
  'What posts are meant to do, of those whose language has a model. Unknown are those that fit none. Say by --target what the brand is called, and more who leave it are found.';
const labelsAre = 'What the model that was given calls posts.';

const hour = 3_600_000;
const widthOf = ({ everyMs }: ListeningReport): string => {
  const [number, unit] = everyMs < 24 * hour ? [everyMs / hour, 'hour'] : [Math.round(everyMs / hour / 24), 'day'];
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
};

function overTime(report: ListeningReport): Section {
  return {
    id: 'posts',
    name: 'Posts over time',
    content: [
      says(
        `How many posts there were; a bar is of ${widthOf(report)}, in UTC. Dotted lines are where storms and waves began.`,
      ),
      volumeChart(report),
      foldedTable(
        'Posts',
        ['from', 'posts'],
        report.bins.map(({ at, counts }) => [timeOf(at), count(counts.all)]),
      ),
    ],
  };
}

function sentiment(report: ListeningReport): Section {
  return {
    id: 'sentiment',
    name: 'Sentiment over time',
    content: [
      says(
        `Of the posts whose language has a model: the share of positive ones upwards, of negative ones downwards. A bar is of ${widthOf(report)}.`,
      ),
      sentimentChart(report),
      foldedTable(
        'Sentiment',
        ['from', 'positive', 'neutral', 'negative', 'unsupported'],
        report.bins.map(({ at, counts }) => [timeOf(at), ...figuresOf(counts)]),
      ),
    ],
  };
}

function voices({ voices: all }: ListeningReport): Section {
  const mentions = all.reduce((sum, { counts }) => sum + counts.all, 0);
  const share = ({ counts }: Counted): number => (mentions === 0 ? 0 : counts.all / mentions);
  return {
    id: 'voice',
    name: 'Share of voice',
    content: [
      says('How many of all mentions are of whom. A post that speaks of several is a mention of each.'),
      barsChart(
        'Share of voice',
        all.map((one) => ({ label: one.name, value: share(one), text: percent(share(one)) })),
      ),
      foldedTable(
        'Share of voice',
        ['of', 'mentions', 'share', 'positive', 'neutral', 'negative', 'unsupported'],
        all.map((one) => [oneLine(one.name), count(one.counts.all), percent(share(one)), ...figuresOf(one.counts)]),
      ),
    ],
  };
}

/** How many posts go by each name, and how they sound. */
function countedPosts(id: string, name: string, what: string, all: readonly Counted[]): Section {
  return {
    id,
    name,
    content:
      all.length === 0
        ? says('There are none.')
        : [
            says(what),
            barsChart(
              name,
              all.map((one) => ({ label: one.name, value: one.counts.all, text: count(one.counts.all) })),
            ),
            foldedTable(
              name,
              ['of', 'posts', 'positive', 'neutral', 'negative', 'unsupported'],
              all.map((one) => [oneLine(one.name), count(one.counts.all), ...figuresOf(one.counts)]),
            ),
          ],
  };
}

const mostStorms = 200;

function storms(all: readonly StormOfReport[]): Section {
  return {
    id: 'storms',
    name: 'Storms',
    content:
      all.length === 0
        ? says('There was none.')
        : [
            says(
              'A storm is a spike of which surely more than a third is critical; any other is a wave. The figures are those of when it was gravest.',
            ),
            element('div', { class: 'wide' }, stormTable(all.slice(0, mostStorms))),
          ],
  };
}

const stormTable = (all: readonly StormOfReport[]) =>
  element(
    'table',
    {},
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        stormColumns.map((name) => element('th', { scope: 'col' }, name)),
      ),
    ),
    element(
      'tbody',
      {},
      all.map(({ kind, openedAt, overAt, severity, seen, expected, criticalShare }) =>
        element(
          'tr',
          {},
          [
            kind,
            timeOf(openedAt),
            overAt === undefined ? 'open' : timeOf(overAt),
            severity,
            count(seen),
            expected.toFixed(1),
            percent(criticalShare),
          ].map((cell) => element('td', {}, cell)),
        ),
      ),
    ),
  );
const stormColumns = ['what', 'began', 'over', 'severity', 'posts', 'usual', 'critical'];

const figuresOf = ({ positive, neutral, negative, unsupported }: Counted['counts']): string[] =>
  [positive, neutral, negative, unsupported].map(count);
