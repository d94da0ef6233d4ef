/*
 * Measures every figure that the documentation quotes, or the benches that are named.
 *
 *   npm run bench -- [name…] [--quick] [--store sqlite] [--store memory] [--store postgres] [--count 1000000] [--json figures.json]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benches } from './benches.js';
import { type BenchOptions, type Figure, reaches } from './figure.js';
import { storeNames } from './stores.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    store: { type: 'string', multiple: true, default: [...storeNames] },
    count: { type: 'string' },
    json: { type: 'string', default: '.cache/bench.json' },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.find((name) => !(name in benches));
if (unknown) throw new Error(`There is no bench "${unknown}". There are: ${Object.keys(benches).join(', ')}.`);

const options: BenchOptions = {
  quick: values.quick,
  stores: values.store,
  ...(values.count !== undefined && { count: Number(values.count) }),
};
console.log('| what | measured | aim | |\n| --- | ---: | ---: | --- |');
const figures: Figure[] = [];
for (const name of names)
  for (const figure of await measured(name, options)) {
    figures.push({ ...figure, what: `${name}: ${figure.what}` });
    console.log(line(name, figure));
  }
const machine = { node: process.version, cores: availableParallelism(), cpu: cpus()[0]?.model };
mkdirSync(dirname(values.json), { recursive: true });
writeFileSync(values.json, `${JSON.stringify({ quick: values.quick, ...machine, figures }, null, 2)}\n`);

/** Each bench has a process of its own, so that none runs in what another left behind. */
async function measured(name: string, options: BenchOptions): Promise<Figure[]> {
  const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [name, JSON.stringify(options)], {
    execArgv: [...process.execArgv, '--expose-gc', '--max-old-space-size=12000'],
  });
  let found: Figure[] = [];
  child.on('message', (message) => {
    found = message as Figure[];
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The bench ${name} ended with ${code}.`);
  return found;
}

function line(name: string, figure: Figure): string {
  const { what, value, unit, aim } = figure;
  const aimed = !aim ? '' : 'atLeast' in aim ? `≥ ${aim.atLeast}` : `≤ ${aim.atMost}`;
  const reached = reaches(figure);
  return `| ${name}: ${what} | ${value} ${unit} | ${aimed} | ${reached === undefined ? '' : reached ? 'yes' : '**no**'} |`;
}
