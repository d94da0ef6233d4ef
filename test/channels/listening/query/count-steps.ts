import { Session } from 'node:inspector/promises';

/**
 * Counts how often any block of the query language's code is run, as the engine itself does. What is to be counted must be
 * imported after this has begun.
 */
export async function stepCounter() {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const take = async (): Promise<number> => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result
      .filter(({ url }) => url.includes('/src/channels/listening/query/'))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
      .reduce((sum, count) => sum + count, 0);
  };
  return {
    async steps(work: () => void): Promise<number> {
      await take();
      work();
      return take();
    },
    end: () => session.disconnect(),
  };
}
