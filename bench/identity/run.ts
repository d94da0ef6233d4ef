/*
 * Precision, recall, F1, seconds and memory of deduplicating and linking, on every file at once, so that no change helps one by
 * hurting others. Truth is taken out, ids are replaced and rows are shuffled before the engine sees a file.
 *
 *   npx esbuild bench/identity/run.ts --bundle --platform=node --format=esm --packages=external --outfile=dist/bench.mjs
 *   KENNING_SHARED=../shared KENNING_PYTHON=.peers/bin/python node dist/bench.mjs [part of a name…]
 *
 * A million people are measured when they are named. KENNING_PYTHON has the packages of `../shared/peers/requirements.txt`; without it the made-up people are skipped.
 */
import { readFileSync } from 'node:fs';
import type { Kind } from '../../src/identity/engine/columns/column.js';
import { tableOfCsv } from '../../src/identity/engine/columns/table-of-csv.js';
import { clusterTable } from '../../src/identity/engine/engine.js';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { files, people as peopleKinds, peopleTruth } from './files.js';
import { measureHouseholds } from './households.js';
import { type PreparedFile, people, prepared, sharedFile } from './prepared.js';
import { measureSocial } from './social.js';

const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((part) => name.includes(part));

function measure(name: string, file: PreparedFile | undefined, kinds: Readonly<Record<string, Kind>>): void {
  if (!file) {
    console.log(`${name}: skipped, not there`);
    return;
  }
  const start = performance.now();
  const table = tableOfCsv(readFileSync(file.path), kinds);
  const read = performance.now() - start;
  const { clusters, pairs, took, expected } = clusterTable(table, { cut: 0 });
  const seconds = (performance.now() - start) / 1000;
  const { precision, recall, f1 } = evaluateClusters([...clusters], file.truth);
  const [p, r, f] = [precision, recall, f1].map((share) => share.toFixed(4));
  const steps = Object.entries({ read, ...took }).map(
    ([step, milliseconds]) => `${step} ${(milliseconds / 1000).toFixed(2)}`,
  );
  const memory = Math.round(process.memoryUsage.rss() / 1e6);
  console.log(
    `${name.padEnd(28)} P ${p}  R ${r}  F1 ${f}  ${seconds.toFixed(2)} s  expected P ${expected.precision.toFixed(4)}  ${pairs} pairs  ${memory} MB  (${steps.join(', ')})`,
  );
  for (const asked of [0.95, 0.99]) {
    const at = clusterTable(table, { precision: asked });
    const measured = evaluateClusters([...at.clusters], file.truth);
    console.log(
      `  asked ${asked}: P ${measured.precision.toFixed(4)}  R ${measured.recall.toFixed(4)}  expected P ${at.expected.precision.toFixed(4)}, cut ${at.cut.toFixed(2)} bits`,
    );
  }
}

for (const { file, truth, kinds } of files)
  if (isWanted(file)) measure(file, prepared(sharedFile(`data/${file}`), truth), kinds);
const generated: [records: number, seed: number][] = [1, 2, 3].map((seed) => [20_000, seed]);
if (wanted.length > 0) generated.push([1_000_000, 1]);
for (const [records, seed] of generated) {
  const name = `people ${records}, seed ${seed}`;
  if (!isWanted(name)) continue;
  const path = people(records, seed);
  measure(name, path === undefined ? undefined : prepared(path, peopleTruth), peopleKinds);
  if (records <= 20_000) measureHouseholds(name, path);
}
if (isWanted('social')) await measureSocial();
