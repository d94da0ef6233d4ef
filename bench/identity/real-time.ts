/*
 * One record at a time against a million people: how long finding, adding and building take, in time of the processor, and how many
 * of the links that the engine finds among all of them at once are found. 10,000 damaged copies of people who are there, 10,000
 * strangers, and those of the 1 % commonest names by themselves.
 *
 *   npx esbuild bench/identity/real-time.ts --bundle --platform=node --format=esm --packages=external --outfile=dist/bench.mjs
 *   KENNING_SHARED=../shared KENNING_PYTHON=.peers/bin/python node dist/bench.mjs [records] [seed]
 */
import { dedupe, frozenModel } from '../../src/identity/dedupe.js';
import { recordIndex } from '../../src/identity/record-index/record-index.js';
import { askedPeople, type Person } from './asked-people.js';

const records = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
const asked = Math.min(10_000, Math.floor(records / 20));

/** What the processor did meanwhile, in milliseconds. */
function cost<Result>(work: () => Result): { result: Result; ms: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

function told(name: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(3);
  const mean = sorted.reduce((sum, time) => sum + time, 0) / sorted.length;
  console.log(
    `${name.padEnd(44)} p50 ${at(0.5)}  p99 ${at(0.99)}  most ${at(1)}  mean ${mean.toFixed(3)} ms  (${sorted.length})`,
  );
}

/** Each by itself, in milliseconds by the clock. */
function each<Item>(items: readonly Item[], work: (item: Item) => void): number[] {
  return items.map((item) => {
    const start = performance.now();
    work(item);
    return performance.now() - start;
  });
}

/** Each in several rounds, the best of them: what others take of the processor meanwhile is hardly in it. */
function best<Item>(items: readonly Item[], work: (item: Item) => void): number[] {
  const rounds = Array.from({ length: 4 }, () => each(items, work));
  return items.map((_, at) => Math.min(...rounds.map((round) => round[at] as number)));
}

const given = askedPeople(records, seed, asked);
if (!given) {
  console.log('skipped: KENNING_PYTHON or the generator is not there');
  process.exit();
}
const { there, damaged, strangers } = given;
const frozen = cost(() => frozenModel(there));
console.log(
  `${there.length} records; freezing a model ${(frozen.ms / 1000).toFixed(1)} s, ${JSON.stringify(frozen.result).length} bytes`,
);
const model = frozen.result;
globalThis.gc?.();
const memory = () => process.memoryUsage();
const before = memory();
const start = performance.now();
const built = cost(() => recordIndex({ model, records: there }));
const index = built.result;
globalThis.gc?.();
const after = memory();
const bytes = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers;
console.log(
  `index built in ${(built.ms / 1000).toFixed(1)} s of the processor, ${((performance.now() - start) / 1000).toFixed(1)} s by the clock; ${Math.round(bytes / 1e6)} MB`,
);
const names = new Map<string, number>();
const nameOf = ({ attributes: { givenName, familyName } }: Person) => `${givenName} ${familyName}`.toLowerCase();
for (const one of there) names.set(nameOf(one), (names.get(nameOf(one)) ?? 0) + 1);
const common = [...names.entries()].sort((one, other) => other[1] - one[1]);
const commonest = new Set(common.slice(0, Math.ceil(common.length / 100)).map(([name]) => name));
const isCommon = (one: Person) => commonest.has(nameOf(one));
for (const one of damaged.slice(0, 2000)) index.find(one);
for (const [name, group] of [
  ['find, damaged copies', damaged],
  ['find, strangers', strangers],
  [
    'find, the 1 % commonest names',
    [...damaged, ...strangers, ...there.slice(0, 200_000)].filter(isCommon).slice(0, asked),
  ],
] as const) {
  told(
    name,
    best(group, (one) => index.find(one)),
  );
  console.log(
    `${' '.repeat(44)} of the processor, mean ${(cost(() => group.map((one) => index.find(one))).ms / group.length).toFixed(3)} ms`,
  );
}
told(
  'recognize, damaged copies',
  best(damaged, (one) => index.recognize(one)),
);
const recognized = new Map(damaged.map((one) => [one.id, index.recognize(one).ids]));
const found = new Map(damaged.map((one) => [one.id, index.find(one, { limit: 1000 }).map(({ id }) => id)]));
const falsely = strangers.filter((one) => index.recognize(one).ids.length > 1).length;
told(
  'add',
  each([...damaged, ...strangers], (one) => index.add(one)),
);
told(
  'remove',
  each([...damaged, ...strangers], (one) => index.remove(one.id)),
);
console.log(
  `${' '.repeat(44)} add, of the processor, mean ${(cost(() => [...damaged, ...strangers].map((one) => index.add(one))).ms / (2 * asked)).toFixed(3)} ms`,
);

// All at once, under the same model: whom does the engine put the copies with?
const batch = cost(() => dedupe([...there, ...damaged, ...strangers], { model }));
const members = Map.groupBy(batch.result, ({ cluster }) => cluster);
const asking = new Set([...damaged, ...strangers].map(({ id }) => id));
let [links, met, direct, customers, placed] = [0, 0, 0, 0, 0];
const clusterOf = new Map(batch.result.map(({ id, cluster }) => [id, cluster]));
for (const one of damaged) {
  const with_ = (members.get(clusterOf.get(one.id) as number) ?? [])
    .map(({ id }) => id)
    .filter((id) => !asking.has(id));
  const ours = new Set(recognized.get(one.id));
  const candidates = new Set(found.get(one.id));
  links += with_.length;
  met += with_.filter((id) => ours.has(id)).length;
  direct += with_.filter((id) => candidates.has(id)).length;
  if (with_.length > 0) {
    customers += 1;
    if (with_.some((id) => candidates.has(id))) placed += 1;
  }
}
console.log(
  `of ${links} links of all at once (${(batch.ms / 1000).toFixed(1)} s of the processor): recognize ${(met / links).toFixed(4)}, find ${(direct / links).toFixed(4)}; of ${customers} copies that have a customer find names one of its records for ${(placed / customers).toFixed(4)}; strangers recognized as somebody ${(falsely / strangers.length).toFixed(4)}`,
);
// And the same records one by one: what was added since ends as all at once.
let same = 0;
const sample = batch.result.filter((_, place) => place % 50 === 0);
for (const { id, cluster } of sample) {
  const ids = index.clusterOf(id).ids;
  const expected = (members.get(cluster) ?? []).map((one) => one.id).sort();
  if (ids.length === expected.length && ids.every((one, place) => one === expected[place])) same += 1;
}
console.log(`of ${sample.length} records, ${same} are in the same customer as all at once`);
