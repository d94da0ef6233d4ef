import { type Bench, type Figure, rounded, timed } from './figure.js';
import { person, posts, profile } from './made-up.js';
import { type Bed, bed, largest } from './stores.js';

/** What a post costs in a store of many customers, against one of a tenth of them. */
export const growth: Bench = async ({ quick, stores }) => {
  const [small, large, count] = quick ? [2000, 20_000, 5000] : [100_000, 1_000_000, 50_000];
  const figures: Figure[] = [];
  for (const name of stores) {
    await using place = await bed(name);
    await fill(place, 0, small);
    const before = await cost(place, small, count);
    const filled = await timed(() => fill(place, small, large));
    const after = await cost(place, large, count);
    const perSecond = rounded((large - small) / filled.seconds);
    figures.push(
      { what: `${name}, filling from ${small} to ${large} customers`, value: perSecond, unit: 'customers/s' },
      { what: `${name}, a post among ${small} customers`, value: rounded(before.wall), unit: 'µs' },
      { what: `${name}, a post among ${large} customers`, value: rounded(after.wall), unit: 'µs' },
      growthOf(`${name}, growth`, after.wall, before.wall),
      { what: `${name}, processor time of a post among ${small}`, value: rounded(before.processor), unit: 'µs' },
      { what: `${name}, processor time of a post among ${large}`, value: rounded(after.processor), unit: 'µs' },
      growthOf(`${name}, growth of processor time`, after.processor, before.processor),
    );
  }
  return figures;
};

const growthOf = (what: string, after: number, before: number): Figure => ({
  what,
  value: rounded(after / before, 2),
  unit: 'times',
  aim: { atMost: 1.5 },
});

/** What a post costs where so many people are known, in microseconds. */
async function cost({ take }: Bed, known: number, count: number): Promise<{ wall: number; processor: number }> {
  const items = [...posts({ count, seed: known, known })];
  const { seconds, processor } = await timed(() => take(items));
  return { wall: (seconds / count) * 1e6, processor: (processor / count) * 1e6 };
}

/** Puts people into a store, from one number up to another. */
export async function fill({ intake }: Bed, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += largest) {
    const numbers = Array.from({ length: Math.min(largest, to - start) }, (_, index) => start + index);
    await intake.records(numbers.map((number) => profile(person(number), '2026-01-01T00:00:00.000Z')));
  }
}
