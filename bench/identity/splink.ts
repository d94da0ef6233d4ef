/*
 * Pairs by a model that Splink saved, beside Splink itself: the same rules, the same pairs above a probability of 0.01, connected
 * components at 0.95.
 *
 *   npx esbuild bench/identity/splink.ts --bundle --platform=node --format=esm --packages=external --outfile=dist/splink.mjs
 *   node dist/splink.mjs MODEL.json CLEANED.csv CLUSTERS.csv [THREADS]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { components } from '../../src/identity/engine/cluster/components.js';
import { tableOfCsv } from '../../src/identity/engine/columns/table-of-csv.js';
import { inThisThread, inThreads } from '../../src/identity/engine/threads/steps.js';
import { splinkPairSteps } from '../../src/identity/splink/pairs/splink-pairs.js';
import { blockingColumns, splinkDocument } from '../../src/identity/splink/splink-document.js';
import { threadPool } from '../../src/threads/thread-pool.js';

const [model, file, out, threads = '1'] = process.argv.slice(2);
if (model === undefined || file === undefined || out === undefined)
  throw new Error('needs MODEL.json, CLEANED.csv and CLUSTERS.csv');
const [asked, joined] = [Math.log2(0.01 / 0.99), Math.log2(0.95 / 0.05)];
const before = process.cpuUsage();
const start = performance.now();
const document: unknown = JSON.parse(readFileSync(model, 'utf8'));
const read = splinkDocument(document);
const names = new Set([read.settings.unique_id_column_name, ...read.columns, ...blockingColumns(read)]);
const table = tableOfCsv(readFileSync(file), Object.fromEntries([...names].map((name) => [name, 'text' as const])));
const opened = performance.now();
const steps = splinkPairSteps(document, table, { least: asked });
const count = Number(threads);
const found = count === 1 ? inThisThread(steps) : await inThreads(steps, threadPool({ threads: count }));
const paired = performance.now();
const kept = {
  left: new Uint32Array(found.size),
  right: new Uint32Array(found.size),
  weight: new Float32Array(0),
  size: 0,
};
for (let pair = 0; pair < found.size; pair += 1) {
  if ((found.weight[pair] as number) < joined) continue;
  kept.left[kept.size] = found.left[pair] as number;
  kept.right[kept.size] = found.right[pair] as number;
  kept.size += 1;
}
const clusters = Uint32Array.from({ length: table.size }, (_, row) => row);
for (const { rows } of components(table.size, kept)) for (const row of rows) clusters[row] = rows[0] as number;
const ids = table.columns.find(({ name }) => name === read.settings.unique_id_column_name);
const lines = Array.from(clusters, (cluster, row) => `${ids?.values[ids.codes[row] as number]},${cluster}`);
writeFileSync(out, `id,cluster_id\n${lines.join('\n')}\n`);
const end = performance.now();
const { user, system } = process.cpuUsage(before);
const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
console.log(
  `${found.compared} pairs compared, ${found.size} above 0.01, ${threads} threads: ${seconds(end - start)} s (read ${seconds(opened - start)}, pairs ${seconds(paired - opened)}, clusters ${seconds(end - paired)}), processor ${seconds((user + system) / 1000)} s, ${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
);
