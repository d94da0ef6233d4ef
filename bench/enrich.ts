import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { measure, trial } from '../test/enrichment/proof/prove.js';
import { startBlueskyNetwork, whyNoBlueskyNetwork } from '../test/support/bluesky-network.js';
import { startPostgres } from '../test/support/postgres.js';
import { type Bench, rounded, timed } from './figure.js';

const child = fileURLToPath(new URL('../test/enrichment/proof/enrich-child.ts', import.meta.url));

/**
 * 200 made-up people with accounts on the Bluesky network that runs here, among 40,000 contacts, with traps: precision and
 * recall, calls and processor time a contact. Limits hold in simulated time, so the clock says nothing; killed twice on the way.
 */
export const enrichBench: Bench = async ({ quick }) => {
  const postgres = await startPostgres();
  const missing = whyNoBlueskyNetwork(postgres?.url);
  if (missing) console.warn(`enrich: skipped, ${missing}`);
  try {
    if (missing) return [];
    // Packages are found from where the bundle lies.
    const outfile = fileURLToPath(new URL('../.cache/enrich-child.mjs', import.meta.url));
    await build({ entryPoints: [child], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
    const network = await startBlueskyNetwork(postgres?.url ?? '');
    const size = quick ? { contacts: 1500, people: 40, seed: 1 } : { contacts: 40_000, people: 200, seed: 1 };
    const world = await trial(size, network, outfile);
    const { result, seconds } = await timed(() => world.run('killed', 2));
    const again = await world.run('killed');
    const { precision, recall, linked, byWay } = measure(world.made, result.profiles);
    const calls = [...world.outside.asked.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      `by way: ${Object.entries(byWay)
        .map(([way, [found, of]]) => `${way} ${found}/${of}`)
        .join(', ')}`,
    );
    await world.close();
    await network.close();
    return [
      { what: 'precision', value: rounded(precision, 4), unit: '', aim: { atLeast: 0.99 } },
      { what: `recall, ${linked} linked`, value: rounded(recall, 4), unit: '' },
      { what: 'requests beyond a limit', value: world.outside.beyond.length, unit: '', aim: { atMost: 0 } },
      { what: 'calls a contact', value: rounded(calls / size.contacts, 2), unit: '' },
      { what: 'by the clock, waits for limits 2,000 times as fast', value: rounded(seconds), unit: 's' },
      {
        what: 'processor time a contact of a run that knows all',
        value: rounded((again.processorMs * 1000) / size.contacts),
        unit: 'µs',
      },
    ];
  } finally {
    postgres?.stop();
  }
};
