import { queryMatcher } from '../../src/channels/listening/query/match/query-matcher.js';
import type { SearchedPost } from '../../src/channels/listening/query/match/searched-post.js';
import { scanText } from '../../src/channels/listening/query/scan-text.js';
import { fileBytes } from '../../src/core/table/read-file.js';
import { readTable } from '../../src/core/table/read-table.js';
import { seededRandom } from '../../src/testing/random.js';
import { type Bench, type Figure, rounded, timed } from '../figure.js';
import { sharedFile } from '../shared-files.js';
import { madeUpQueries } from './made-up-queries.js';

const seed = 7;

/** How many posts a second many saved searches are matched with, phrases, NEAR and wildcards among them. */
export const queriesBench: Bench = async ({ quick, count }) => {
  const texts = (await tweets()) ?? madeUpTexts(quick ? 5000 : 50_000);
  const posts: SearchedPost[] = texts.map((text, at) => ({
    text,
    network: 'bluesky',
    kind: 'post',
    language: 'en',
    author: `author${at % 5000}.example`,
    followers: (at * 7919) % 100_000,
    sentiment: 'neutral',
  }));
  const cut = await timed(() => {
    for (let round = 0; round < 4; round += 1) for (const text of texts) scanText(text, 0, () => {});
  });
  const figures: Figure[] = [
    {
      what: 'cutting posts into words alone',
      value: rounded((texts.length * 4) / cut.processor),
      unit: 'posts/s of processor',
    },
  ];
  for (const queries of count === undefined ? [1000, 10_000, 100_000] : [count])
    figures.push(...(await measure(posts, madeUpQueries(texts, queries, seed), quick ? 1 : 4)));
  return figures;
};

async function measure(posts: readonly SearchedPost[], queries: readonly string[], rounds: number): Promise<Figure[]> {
  const matcher = queryMatcher();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const added = await timed(() => {
    for (const [at, query] of queries.entries()) matcher.add(`q${at}`, query);
  });
  globalThis.gc?.();
  const memory = process.memoryUsage().heapUsed - before;
  const warm = await timed(() => matchAll(matcher, posts));
  const { result, seconds, processor } = await timed(() => {
    let found = 0;
    for (let round = 0; round < rounds; round += 1) found += matchAll(matcher, posts);
    return found;
  });
  const posted = posts.length * rounds;
  const size = `${queries.length} queries`;
  const aim = queries.length === 10_000 ? { aim: { atLeast: 100_000 } } : {};
  return [
    {
      what: `${size}, matched`,
      value: rounded(posted / processor),
      unit: `posts/s of processor (${rounded(posted / seconds)} by the clock)`,
      ...aim,
    },
    {
      what: `${size}, the first ${posts.length} posts, learning`,
      value: rounded(posts.length / warm.processor),
      unit: 'posts/s of processor',
    },
    { what: `${size}, added`, value: rounded(queries.length / added.processor), unit: 'queries/s' },
    { what: `${size}, memory`, value: rounded(memory / 1e6, 1), unit: 'MB' },
    { what: `${size}, matches`, value: rounded(result / posted, 3), unit: 'a post' },
  ];
}

function matchAll(matcher: { match(post: SearchedPost): string[] }, posts: readonly SearchedPost[]): number {
  let found = 0;
  for (const post of posts) found += matcher.match(post).length;
  return found;
}

async function tweets(): Promise<string[] | undefined> {
  const path = sharedFile('text/sentiment-tweets-train.csv');
  if (path === undefined) return undefined;
  const table = await readTable(await fileBytes(path), { name: path });
  const column = table.header.indexOf('text');
  const texts: string[] = [];
  for await (const { cells } of table.rows()) texts.push(cells[column] ?? '');
  return texts;
}

/** Posts of syllables, the frequent ones more often, where no real ones lie. */
function madeUpTexts(count: number): string[] {
  const random = seededRandom(seed);
  const syllables = 'ba ne ri to ku la mo si de fa pu go'.split(' ');
  const word = () => {
    let rank = Math.floor(30_000 ** random());
    let text = '';
    do {
      text += syllables[rank % syllables.length];
      rank = Math.floor(rank / syllables.length);
    } while (rank > 0);
    return text;
  };
  return Array.from({ length: count }, () => Array.from({ length: 20 }, word).join(' '));
}
