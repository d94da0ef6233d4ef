import { expect, it } from 'vitest';
import type { Analyzer } from '../../../../src/channels/listening/analysis/analyzer.js';
import { sample } from '../../../../src/channels/listening/topics/sample.js';
import type { Observed } from '../../../../src/core/model/observed.js';
import { memory } from '../../../../src/core/store/memory.js';
import { kenning } from '../../../../src/index.js';
import { said, square } from '../live/spoken.js';

const words: Analyzer = {
  id: 'words',
  version: '1',
  analyze: (text) => ({
    language: 'en',
    sentiment: /squeak/i.test(text) ? 'negative' : 'neutral',
    intent: /squeak/i.test(text) ? 'complaint' : /please|wish/i.test(text) ? 'feature-request' : 'unknown',
  }),
};
const saddles = [
  'The saddle squeaks',
  'My saddle squeaks on hills',
  'This squeaky saddle again',
  'Why does the saddle squeak',
];
const lamps = [
  'Please make the lamp brighter',
  'Please, a brighter lamp',
  'I wish the lamp were brighter',
  'Please let the lamp be brighter',
];
const parcels = [
  'Where is my parcel',
  'My parcel has not come',
  'The parcel is late again',
  'Still waiting for the parcel',
];
const minute = (at: number): string => new Date(Date.UTC(2026, 10, 1) + at * 60_000).toISOString();
/** The window is of minutes 100 to 200. */
const window = { from: minute(100), until: minute(200) };

async function appOf(items: Observed[]) {
  const app = kenning({ store: memory(), channels: { brand: square(items) }, listen: { analyzers: [words] } });
  await app.sync();
  return app;
}
const all = [
  ...parcels.map((text, at) => said(at, { text, minute: at })),
  ...[...saddles, ...lamps].map((text, at) => said(100 + at, { text, by: at === 0 ? 'bo' : 'ann' })),
  said(200, { text: 'The saddle squeaks at the end', minute: 200 }),
];

it('finds what was spoken of in a window, with what is behind it', async () => {
  const app = await appOf(all);
  const told = await app.topics(window);
  expect(told).toMatchObject({ said: 8, lookedAt: 8, before: { said: 4, lookedAt: 4 } });
  const ofSaddles = told.topics.filter(({ words: own }) => own.join(' ').includes('saddle'));
  expect(ofSaddles.length).toBeGreaterThan(0);
  for (const { interactions, defects, wishes, sentiment, before } of ofSaddles) {
    expect(defects).toEqual(interactions);
    expect(wishes).toEqual([]);
    expect(sentiment).toEqual({ positive: 0, neutral: 0, negative: interactions.length, unknown: 0 });
    expect(before?.posts).toBe(0);
    const texts = await Promise.all(
      interactions.map(async (id) => (await app.interaction(id))?.interaction.content.text),
    );
    for (const text of texts) expect(saddles).toContain(text);
  }
  const wishes = told.topics.flatMap((topic) => topic.wishes);
  expect(wishes.length).toBeGreaterThan(2);
  const placed = [...told.topics.flatMap(({ interactions }) => interactions), ...told.unplaced];
  expect(new Set(placed).size).toBe(8);
  await app.close();
});

it('looks only at what a search finds on a network, and at a sample of more than the most', async () => {
  const app = await appOf(all);
  expect(await app.topics({ ...window, query: 'saddle author:bo.example' })).toMatchObject({ said: 1 });
  expect(await app.topics({ ...window, query: 'sentiment:negative' })).toMatchObject({ said: 4, before: { said: 0 } });
  expect(await app.topics({ ...window, network: 'elsewhere' })).toMatchObject({ said: 0, topics: [], unplaced: [] });
  expect(await app.topics({ ...window, most: 3 })).toMatchObject({ said: 8, lookedAt: 3 });
  await app.close();
});

it('leaves out our own words', async () => {
  const items = all.slice(4, 12);
  const ours = items.slice(0, 1).flatMap((one) => (one.type === 'said' ? one.profiles : []));
  const app = kenning({
    store: memory(),
    channels: { brand: { ...square(items), own: async () => ours } },
  });
  await app.sync();
  expect(await app.topics(window)).toMatchObject({ said: 7 });
  await app.close();
});

it('refuses a window and a query that can not be read', async () => {
  const app = await appOf([]);
  for (const wrong of [
    { from: 'yesterday', until: minute(1) },
    { from: minute(2), until: minute(1) },
    { ...window, query: '(a' },
    { ...window, most: 0 },
    { ...window, granularity: -1 },
  ])
    await expect(app.topics(wrong)).rejects.toMatchObject({ code: 'invalid' });
  await app.close();
});

it('samples the same in whatever order things come', () => {
  const items = Array.from({ length: 1000 }, (_, at) => ({ id: `i${at}` }));
  const [forward, backward] = [sample(50), sample(50)];
  for (const item of items) forward.offer(item);
  for (const item of items.toReversed()) backward.offer(item);
  expect(forward.items()).toEqual(backward.items());
  expect([forward.items().length, forward.offered]).toEqual([50, 1000]);
});
