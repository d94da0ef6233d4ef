import { contextOf } from '../src/core/context.js';
import { recordOf } from '../src/core/ingest/write-record.js';
import type { RecordId } from '../src/core/model/id.js';
import type { Observed } from '../src/core/model/observed.js';
import type { Store } from '../src/core/store/store.js';
import { timeline } from '../src/identity/customer.js';
import { stewardship } from '../src/identity/stewardship.js';
import { type Bench, type Figure, median, rounded, timed } from './figure.js';
import { person, posts, random, said } from './made-up.js';
import { type Bed, bed, largest } from './stores.js';

/** People who say much. Each pair of them is merged and unmerged once, since an unmerge bans what it parts. */
const talkers = 10;

/** A timeline's first page, and merge and unmerge, of customers who said much in a large store. */
export const timelineBench: Bench = async ({ quick, stores }) => {
  const [total, each] = quick ? [20_000, 200] : [1_000_000, 10_000];
  const figures: Figure[] = [];
  for (const name of stores) {
    await using place = await bed(name);
    await fill(place, total, each);
    const times = await measure(place.store);
    const figure = (what: string, seconds: readonly number[], atMost: number): Figure => ({
      what: `${name}, ${what}, ${each} interactions each of ${total}`,
      value: rounded(median(seconds) * 1000, 2),
      unit: 'ms',
      aim: { atMost },
    });
    figures.push(
      figure('first page, read for the first time', times.first, 5),
      figure('first page, read again', times.again, 5),
      figure('merge', times.merge, 10),
      figure('first page of the merged', times.merged, 5),
      figure('unmerge', times.unmerge, 10),
    );
  }
  return figures;
};

async function fill({ take }: Bed, total: number, each: number): Promise<void> {
  const next = random(2);
  const others = posts({ count: total - talkers * each, seed: 1, known: talkers });
  const every = Math.floor(total / (talkers * each));
  let batch: Observed[] = [];
  for (let number = 0; number < total; number++) {
    const talk = number % every === 0 ? number / every : undefined;
    const post = talk !== undefined && talk < talkers * each ? undefined : others.next().value;
    batch.push(post ?? said(`talk-${number}`, person((number % (talkers * every)) / every), number, next));
    if (batch.length < largest && number < total - 1) continue;
    await take(batch);
    batch = [];
  }
}

async function measure(store: Store) {
  const { merge, unmerge } = stewardship(store, contextOf());
  const first: number[] = [];
  const again: number[] = [];
  const merges: number[] = [];
  const merged: number[] = [];
  const unmerges: number[] = [];
  const ids: RecordId[] = [];
  for (let number = 0; number < talkers; number++) {
    const id = await recordOf(store, { source: 'made-up', externalId: person(number).id });
    if (!id) throw new Error(`Nobody is called ${person(number).id}.`);
    ids.push(id);
    for (const times of [first, again]) times.push((await timed(() => timeline(store, id))).seconds);
  }
  for (let pair = 0; pair < talkers; pair += 2) {
    const [a, b] = [ids[pair] as RecordId, ids[pair + 1] as RecordId];
    const { result, seconds } = await timed(() => merge(a, b, { by: 'bench' }));
    const link = result.decision?.id;
    if (!link) throw new Error(`${a} and ${b} were one already.`);
    merges.push(seconds);
    merged.push((await timed(() => timeline(store, a))).seconds);
    unmerges.push((await timed(() => unmerge(link, { by: 'bench' }))).seconds);
  }
  return { first, again, merge: merges, merged, unmerge: unmerges };
}
