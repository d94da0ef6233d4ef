import { benches } from './benches.js';
import type { BenchOptions } from './figure.js';

/** Runs one bench and tells its parent the figures. */
const [name = '', options = ''] = process.argv.slice(2);
const bench = benches[name];
if (!bench || !process.send) throw new Error('This is started by bench/run.ts.');
process.send(await bench(JSON.parse(options) as BenchOptions));
process.disconnect();
