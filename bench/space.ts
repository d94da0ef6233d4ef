import { type Bench, rounded } from './figure.js';
import { fill } from './growth.js';
import { person, random, said } from './made-up.js';
import { bed, largest } from './stores.js';

/** What a customer and an interaction take in the store that lives in memory. */
export const space: Bench = async ({ quick }) => {
  const [people, said] = quick ? [10_000, 10_000] : [100_000, 200_000];
  await using place = await bed('memory');
  const empty = used();
  await fill(place, 0, people);
  const filled = used();
  await talk(place, said, people);
  return [
    { what: `memory, a customer of ${people}`, value: rounded((filled - empty) / people), unit: 'bytes' },
    { what: `memory, an interaction of ${said}`, value: rounded((used() - filled) / said), unit: 'bytes' },
  ];
};

/** Posts by people who are known. */
async function talk({ take }: Awaited<ReturnType<typeof bed>>, count: number, people: number): Promise<void> {
  const next = random(3);
  for (let from = 0; from < count; from += largest)
    await take(
      Array.from({ length: Math.min(largest, count - from) }, (_, index) =>
        said(`talk-${from + index}`, person(Math.floor(next() * people)), from + index, next),
      ),
    );
}

function used(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
