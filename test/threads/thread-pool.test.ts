import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deduplication, deduplicationInThreads } from '../../src/identity/dedupe.js';
import { clusteringSteps, clusterTable } from '../../src/identity/engine/engine.js';
import { inThisThread, inThreads, type Job, type Steps } from '../../src/identity/engine/threads/steps.js';
import { splinkPairSteps } from '../../src/identity/splink/pairs/splink-pairs.js';
import { type NodeThreadPool, threadPool } from '../../src/threads/thread-pool.js';
import { record } from '../identity/records.js';
import { built } from './built-worker.js';
import { manyPeople, withIds } from './many-people.js';
import { splinkModel } from './splink-model.js';

let worker: URL;
let failing: URL;
beforeAll(async () => {
  [worker, failing] = await Promise.all([built('src/threads/worker.ts'), built('test/threads/failing-child.ts')]);
});

const pools: NodeThreadPool[] = [];
const pool = (threads: number, file = worker): NodeThreadPool => {
  const made = threadPool({ threads, worker: file });
  pools.push(made);
  return made;
};
afterAll(async () => {
  await Promise.all(pools.map((one) => one.close()));
});

const job = (parts: readonly string[]): Job => ({
  task: { name: 'any', begin: () => () => undefined },
  shared: undefined,
  parts,
});
const run = (parts: readonly string[], threads = 2, signal?: AbortSignal) =>
  pool(threads, failing).run(job(parts), { signal });

/** The same with every range of rows parted anew. */
function parted<Result>(steps: Steps<Result>, lengths: readonly number[]): Result {
  let step = steps.next([]);
  while (!step.done) {
    const { task, shared, parts } = step.value;
    const work = task.begin(shared as never);
    step = steps.next(anew(parts, lengths).map((part) => work(part as never)));
  }
  return step.value;
}

function anew(parts: readonly unknown[], lengths: readonly number[]): unknown[] {
  return parts.flatMap((part) => {
    if (typeof part !== 'object' || part === null || !('from' in part) || !('to' in part)) return [part];
    const { from, to } = part as { from: number; to: number };
    const smaller: unknown[] = [];
    for (let at = from, turn = 0; at < to || at === from; turn += 1) {
      const end = Math.min(to, at + (lengths[turn % lengths.length] as number));
      smaller.push({ ...part, from: at, to: end });
      if (end === at) break;
      at = end;
    }
    return smaller;
  });
}

const plain = ({ took: _, ...clustering }: ReturnType<typeof clusterTable>) => clustering;

describe('work in threads', { timeout: 120_000 }, () => {
  it('comes out the same however the rows are parted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 }),
        (seed, lengths) => {
          const table = manyPeople(120, seed);
          const expected = plain(clusterTable(table, { cut: 0 }));
          expect(plain(parted(clusteringSteps(table, { cut: 0 }), lengths))).toEqual(expected);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('comes out the same in one, two and three threads', async () => {
    const table = manyPeople(1_400, 7);
    const expected = plain(inThisThread(clusteringSteps(table, { cut: 0 })));
    for (const threads of [1, 2, 3])
      expect(plain(await inThreads(clusteringSteps(table, { cut: 0 }), pool(threads)))).toEqual(expected);
  });

  it('finds the pairs of a model of Splink alike', async () => {
    const table = withIds(manyPeople(9_000, 3));
    const steps = () => splinkPairSteps(splinkModel, table, { least: -5 });
    const expected = inThisThread(steps());
    expect(expected.size).toBeGreaterThan(2_000);
    expect(parted(steps(), [700, 33, 4_000])).toEqual(expected);
    expect(await inThreads(steps(), pool(2))).toEqual(expected);
  });

  it('deduplicates records alike', async () => {
    const records = Array.from({ length: 40 }, (_, at) =>
      record({ givenName: `Ann${at % 20}`, familyName: 'Lee', birthDate: `1970-01-${10 + (at % 20)}` }),
    );
    expect(await deduplicationInThreads(records, { pool: pool(2) })).toEqual(deduplication(records));
  });
});

describe('a pool of threads', { timeout: 120_000 }, () => {
  it('gives the results in the order of the parts', async () => {
    expect(await run(['done', 'done', 'done', 'done', 'done'], 3)).toEqual([0, 1, 2, 3, 4]);
  });

  it.each(['die', 'throw'])('tells when a thread ends: %s', async (what) => {
    await expect(run(['done', what, 'done'])).rejects.toMatchObject({ code: 'unexpected' });
  });

  it('tells what kenning refused as such, and goes on with the next work', async () => {
    const one = pool(2, failing);
    await expect(one.run(job(['done', 'refuse']), { signal: undefined })).rejects.toMatchObject({
      name: 'KenningError',
      code: 'too-large',
      message: 'too much',
    });
    expect(await one.run(job(['done', 'done']), { signal: undefined })).toEqual([0, 1]);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const waiting = run(['wait', 'wait'], 2, stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(run(['done'], 1, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });

  it('refuses what is no number of threads, and tells where the file of threads is missing', () => {
    expect(() => threadPool({ threads: 0, worker })).toThrow(expect.objectContaining({ code: 'invalid' }));
    // The sources have none.
    expect(() => threadPool()).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
