import { Session } from 'node:inspector/promises';

/** Shares of the time by part, the largest first. */
export type Parts = { part: string; share: number }[];

/** What a source file is a part of; the first that matches counts. */
const parts: readonly [RegExp, string][] = [
  [/node_modules\/zod|core\/model/, 'parse'],
  [/clean-text/, 'clean text'],
  [/revision-key|crypto/, 'hash'],
  [/store\/sql\/codec/, 'rows to parameters, JSON'],
  [/sqlite/, 'statements of SQLite'],
  [/store\/(sql|memory)/, 'store'],
  [/identity\/(matcher|normalize|compare|veto)/, 'resolver: normalize, keys, compare'],
  [/identity\//, 'recognizer and ledger'],
  [/core\/(ids|clock)/, 'ids'],
  [/core\//, 'ingest'],
  [/bench\//, 'the bench itself'],
];

/** Runs work under the profiler of V8 and says in which parts the time went. */
export async function profiled(work: () => Promise<unknown>): Promise<Parts> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const partOf = new Map<number, string>();
  const name = (id: number, above: string): void => {
    const node = profile.nodes[indexes.get(id) as number];
    if (!node) return;
    const { url, functionName } = node.callFrame;
    const own = parts.find(([pattern]) => pattern.test(url))?.[1];
    // What V8 and Node do by themselves counts for whoever asked for it.
    const part = functionName === '(garbage collector)' ? 'garbage collection' : (own ?? above);
    partOf.set(id, part);
    for (const child of node.children ?? []) name(child, part);
  };
  const indexes = new Map(profile.nodes.map(({ id }, index) => [id, index]));
  if (profile.nodes[0]) name(profile.nodes[0].id, 'promises and the rest of Node');
  const idle = new Set(profile.nodes.filter((node) => node.callFrame.functionName === '(idle)').map(({ id }) => id));
  const samples = (profile.samples ?? []).filter((id) => !idle.has(id));
  const counts = new Map<string, number>();
  for (const id of samples) {
    const part = partOf.get(id) ?? 'unknown';
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return [...counts]
    .map(([part, count]) => ({ part, share: count / samples.length }))
    .sort((left, right) => right.share - left.share);
}
