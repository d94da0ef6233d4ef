import type { TopicOfReport, TopicsOfReport } from '../../channels/listening/report/topics-among.js';
import { oneLine } from '../commands/describe.js';
import { barsChart } from './bars-chart.js';
import { element, type Markup } from './markup.js';
import { count, percent } from './numbers.js';
import { type Section, says } from './section.js';
import { foldedTable } from './table.js';

/** What is spoken of, what is broken and what is wished for, with some posts behind each. */
export function topicsSection(topics: TopicsOfReport): Section {
  const { found, all } = topics;
  return {
    id: 'topics',
    name: 'Topics',
    content: [
      says(lookedAt(topics)),
      ...(found.length === 0
        ? [says('There are none: no three different posts are of the same.')]
        : [
            says(
              `What different posts say, called by the words that tell it from the rest; copies are counted once. A share is new, rising or falling when chance alone would change it as much less than once in a hundred times.${all > found.length ? ` These are the largest of ${count(all)}.` : ''}`,
            ),
            barsChart(
              'Topics',
              found.map(({ name, posts, share }) => ({
                label: name,
                value: posts,
                text: `${posts} · ${percent(share)}`,
              })),
            ),
            foldedTable('Topics', columns, found.map(figuresOf)),
            element('h3', {}, 'What the posts say'),
            ...found.map(postsOf),
          ]),
    ],
  };
}

function lookedAt({ said, lookedAt: read, unplaced, before }: TopicsOfReport): string {
  const halves = before.said === 0 ? 'all the time' : 'the later half of the time, held against the earlier half';
  const sampled =
    read < said || before.lookedAt < before.said
      ? ` Samples were looked at: ${count(read)} of its ${count(said)} posts, and ${count(before.lookedAt)} of ${count(before.said)} before.`
      : ` It has ${count(said)} posts.`;
  return `Of ${halves}.${sampled} ${count(unplaced)} belong to no topic.`;
}

const columns = [
  'words',
  'different posts',
  'with copies',
  'share',
  'share before',
  'trend',
  'positive',
  'neutral',
  'negative',
  'unknown',
  'complaints',
  'wishes',
];

const figuresOf = ({ words, posts, said, share, before, sentiment, defects, wishes }: TopicOfReport): string[] => [
  oneLine(words.join(', '), 200),
  count(posts),
  count(said),
  percent(share),
  before ? percent(before.share) : '',
  before?.trend ?? '',
  ...[sentiment.positive, sentiment.neutral, sentiment.negative, sentiment.unknown, defects, wishes].map(count),
];

function postsOf({ name, examples }: TopicOfReport): Markup {
  const few = (title: string, posts: readonly string[]): Markup[] =>
    posts.length === 0
      ? []
      : [
          says(title),
          element(
            'ul',
            {},
            posts.map((text) => element('li', {}, oneLine(text, 280))),
          ),
        ];
  return element(
    'details',
    {},
    element('summary', {}, oneLine(name, 200)),
    few('Most typical:', examples.typical),
    few('Complaints:', examples.defects),
    few('Wishes:', examples.wishes),
  );
}
