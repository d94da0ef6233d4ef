import { expect, it } from 'vitest';
import { listeningReport } from '../../../../src/channels/listening/report/listening-report.js';
import type { ReportedPost } from '../../../../src/channels/listening/report/reported-post.js';
import type { Instant } from '../../../../src/core/model/instant.js';

const hour = 3_600_000;
const begin = Date.parse('2026-03-01T00:30:00.000Z');
const post = (
  ms: number,
  text: string,
  sentiment: ReportedPost['sentiment'],
  found: Pick<ReportedPost, 'intent' | 'label'> = {},
): ReportedPost => ({
  at: new Date(begin + ms).toISOString() as Instant,
  text,
  language: 'en',
  sentiment,
  ...found,
});

/** Three weeks with a post every hour or so, and one hour of anger. */
const calm = Array.from({ length: 21 * 24 }, (_, at) =>
  post(at * hour, at % 3 ? 'acme #saddle' : 'globex and acme', at % 4 ? 'neutral' : 'positive'),
);
const anger = Array.from({ length: 120 }, (_, at) =>
  post(15 * 24 * hour + at * 20_000, `acme broke my bike, number ${at} #Broken`, 'negative'),
);
const posts = [...calm, ...anger].sort((a, b) => (a.at < b.at ? -1 : 1));

it('counts every post once over time, and by what it says of whom', () => {
  const { bins, everyMs, voices, hashtags } = listeningReport(posts, { ours: 'acme', theirs: 'globex' });
  expect(bins.length).toBeLessThanOrEqual(60);
  expect(bins[0]?.at).toBe('2026-03-01T00:00:00.000Z');
  expect(everyMs).toBe(12 * hour);
  const all = bins.reduce((sum, { counts }) => sum + counts.all, 0);
  expect(all).toBe(posts.length);
  for (const { counts } of bins)
    expect(counts.positive + counts.neutral + counts.negative + counts.unsupported).toBe(counts.all);
  expect(voices.map(({ name, counts }) => [name, counts.all, counts.negative])).toEqual([
    ['ours', 624, 120],
    ['theirs', 168, 0],
  ]);
  expect(hashtags.map(({ name, counts }) => [name, counts.all])).toEqual([
    ['#saddle', 336],
    ['#broken', 120],
  ]);
});

it('finds the storm, from its beginning to its end', () => {
  const { storms } = listeningReport(posts);
  expect(storms.map(({ kind }) => kind)).toContain('storm');
  const storm = storms.find(({ kind }) => kind === 'storm');
  expect(storm?.openedAt.slice(0, 10)).toBe('2026-03-16');
  expect(storm?.overAt?.slice(0, 10)).toMatch(/2026-03-1[67]/);
  expect(storm?.criticalShare).toBeGreaterThan(0.8);
});

it('counts intents and labels, and takes a single post and none', () => {
  const { intents, labels, hashtags } = listeningReport([
    post(0, '#late', 'unsupported', { intent: 'complaint', label: 'refund' }),
    post(1, 'b', 'negative', { intent: 'complaint', label: 'delay' }),
    post(2, 'c', 'negative'),
  ]);
  expect(intents).toMatchObject([{ name: 'complaint', counts: { all: 2, negative: 1 } }]);
  expect(labels.map(({ name }) => name)).toEqual(['refund', 'delay']);
  expect(hashtags.map(({ name }) => name)).toEqual(['#late']);
  const nothing = { found: [], all: 0, said: 0, lookedAt: 0, unplaced: 0, before: { said: 0, lookedAt: 0 } };
  expect(listeningReport([])).toMatchObject({ posts: 0, bins: [], topics: nothing, hashtags: [], storms: [] });
  const centuries = [post(-1e12, 'x', 'neutral'), post(1e12, 'y', 'neutral')];
  const { bins } = listeningReport(centuries);
  expect(bins.length).toBeLessThanOrEqual(60);
  expect(bins.at(-1)?.counts.all).toBe(1);
});
