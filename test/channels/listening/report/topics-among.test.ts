import { expect, it } from 'vitest';
import type { ReportedPost } from '../../../../src/channels/listening/report/reported-post.js';
import { topicsAmong } from '../../../../src/channels/listening/report/topics-among.js';
import type { Instant } from '../../../../src/core/model/instant.js';

const begin = Date.parse('2026-03-01T00:00:00.000Z');
const hour = 3_600_000;
const post = (at: number, text: string, found: Partial<ReportedPost> = {}): ReportedPost => ({
  at: new Date(begin + at * hour).toISOString() as Instant,
  text,
  language: 'en',
  sentiment: 'neutral',
  ...found,
});

const saddles = [
  'The saddle squeaks',
  'My saddle squeaks on every hill',
  'This squeaky saddle',
  'Why does the saddle squeak',
];
const parcels = [
  'Where is my parcel',
  'My parcel has not come',
  'The parcel is late again',
  'Still waiting for the parcel',
];
const lamps = [
  'Please make the lamp brighter',
  'A brighter lamp would be nice',
  'I wish the lamp were brighter',
  'The lamp must be brighter',
];
const said = (from: number, texts: readonly string[], found: Partial<ReportedPost> = {}) =>
  texts.map((text, at) => post(from + at, text, found));

it('tells what the later half speaks of, against the earlier one, with posts behind it', () => {
  const told = topicsAmong([
    ...said(0, saddles),
    ...said(90, parcels, { sentiment: 'negative', intent: 'complaint' }),
    ...said(100, lamps, { sentiment: 'positive', intent: 'feature-request' }),
    ...said(110, saddles, { sentiment: 'unsupported' }),
  ]);
  expect(told).toMatchObject({ said: 12, lookedAt: 12, before: { said: 4, lookedAt: 4 } });
  expect(told.all).toBe(told.found.length);
  expect(told.found.reduce((sum, { said: own }) => sum + own, told.unplaced)).toBe(12);
  const of = (word: string) => told.found.filter(({ words }) => words.join().includes(word));
  for (const word of ['parcel', 'lamp', 'saddle']) expect(of(word).length, word).toBeGreaterThan(0);
  for (const { posts, sentiment, defects, wishes, examples, before } of of('parcel')) {
    expect({ sentiment: sentiment.negative, defects, wishes }).toEqual({ sentiment: posts, defects: posts, wishes: 0 });
    expect(before?.posts).toBe(0);
    expect(examples.typical).toHaveLength(Math.min(3, posts));
    expect(examples).toEqual({ typical: examples.typical, defects: examples.typical, wishes: [] });
    for (const text of examples.typical) expect(parcels).toContain(text);
  }
  for (const { posts, defects, wishes } of of('lamp'))
    expect({ defects, wishes }).toEqual({ defects: 0, wishes: posts });
  for (const { posts, sentiment, before } of of('saddle')) {
    expect(sentiment.unknown).toBe(posts);
    expect(before?.posts).toBe(posts);
  }
});

it('looks at a sample of many posts, says so, and takes the same one again', () => {
  const many = Array.from({ length: 12_000 }, (_, at) => post(at / 100, parcels[at % 4] as string));
  const told = topicsAmong(many);
  expect(told).toMatchObject({ said: 6000, lookedAt: 5000, before: { said: 6000, lookedAt: 5000 } });
  expect(topicsAmong(many)).toEqual(told);
});

it('has nothing to hold posts of one moment against', () => {
  const told = topicsAmong(said(0, saddles).map((one) => ({ ...one, at: '2026-03-01T00:00:00.000Z' as Instant })));
  expect(told).toMatchObject({ said: 4, before: { said: 0, lookedAt: 0 } });
  expect(told.found.length).toBeGreaterThan(0);
  for (const { before } of told.found) expect(before).toBeUndefined();
});
