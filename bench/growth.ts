import { type Bench, type Figure, rounded, timed } from './figure.js';
import { person, posts, profile } from './made-up.js';
import { type Bed, bed, largest } from './stores.js';

/** What a post costs in a store of many customers, against one of a tenth of them. */
export const growth: Bench = async ({ quick, stores }) => {
  const [small, large, count] = quick ? [2000, 20_000, 5000] : [100_000, 1_000_000, 50_000];
  const figures: Figure[] = [];
  for (const name of stores) {
    await using place = await bed(name);
    const costs: number[] = [];
    for (const [known, from] of [
      [small, 0],
      [large, small],
    ] as const) {
      const { seconds } = await timed(() => fill(place, from, known));
      figures.push({
        what: `${name}, filling from ${from} to ${known} customers`,
        value: rounded((known - from) / seconds),
        unit: 'customers/s',
      });
      const items = [...posts({ count, seed: known, known })];
      const cost = ((await timed(() => place.take(items))).seconds / count) * 1e6;
      costs.push(cost);
      const what = `${name}, a post among ${known} customers`;
      figures.push({ what, value: rounded(cost), unit: 'µs' });
    }
    const [before = 1, after = 1] = costs;
    const what = `${name}, ${large} customers against ${small}`;
    figures.push({ what, value: rounded(after / before, 2), unit: 'times', aim: { atMost: 1.5 } });
  }
  return figures;
};

/** Puts people into a store, from one number up to another. */
export async function fill({ intake }: Bed, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += largest) {
    const numbers = Array.from({ length: Math.min(largest, to - start) }, (_, index) => start + index);
    await intake.records(numbers.map((number) => profile(person(number), '2026-01-01T00:00:00.000Z')));
  }
}
