import { type Bench, type Figure, rounded, timed } from './figure.js';
import { posts } from './made-up.js';
import { profiled } from './profile.js';
import { bed, largest } from './stores.js';

const aims: Readonly<Record<string, number>> = { sqlite: 5800, memory: 20_000, postgres: 2500 };

/** Posts a second into an empty store with the resolver on, and in which parts of the code the time goes. */
export const ingestBench: Bench = async ({ quick, stores }) => {
  const count = quick ? 10_000 : 100_000;
  const figures: Figure[] = [];
  for (const name of stores) {
    for (const size of [largest, 1]) {
      const items = [...posts({ count: size === 1 ? count / 10 : count, seed: 1, known: 0 })];
      await using place = await bed(name);
      const { seconds, processor } = await timed(() => place.take(items, size));
      const aim = size === largest && aims[name];
      figures.push({
        what: `${name}, ${items.length} posts, ${size} a transaction`,
        value: rounded(items.length / seconds),
        unit: 'posts/s',
        ...(aim && { aim: { atLeast: aim } }),
      });
      const what = `${name}, processor time of a post, ${size} a transaction`;
      figures.push({ what, value: rounded((processor / items.length) * 1e6), unit: 'µs' });
    }
    const items = [...posts({ count, seed: 1, known: 0 })];
    await using place = await bed(name);
    for (const { part, share } of await profiled(() => place.take(items)))
      if (share >= 0.01) figures.push({ what: `${name}, time in: ${part}`, value: rounded(share * 100), unit: '%' });
  }
  return figures;
};
