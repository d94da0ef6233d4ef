import { readFileSync } from 'node:fs';
import type { Kind } from '../../src/identity/engine/columns/column.js';
import { tableOfCsv } from '../../src/identity/engine/columns/table-of-csv.js';
import { clusteringSteps, clusterTable } from '../../src/identity/engine/engine.js';
import { inThreads } from '../../src/identity/engine/threads/steps.js';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { threadPool } from '../../src/threads/thread-pool.js';
import { type Bench, type Figure, rounded, timed } from '../figure.js';
import { measureBlocking } from './blocking.js';
import { measureCopies } from './copies.js';
import { files, people as peopleKinds, peopleTruth } from './files.js';
import { measureHouseholds } from './households.js';
import { measureLabels } from './labels.js';
import { type PreparedFile, people, prepared, sharedFile } from './prepared.js';
import { measureSocial } from './social.js';
import { measureThresholds } from './thresholds.js';
import { measureTruthSet } from './truth-set.js';

const asked = [0.95, 0.99];
/** Smaller files are not worth threads. */
const fewestForThreads = 100_000;
/** Files that are hard enough for copies and thresholds to make a difference. */
const hard = /20000|50k|20k/;

/**
 * Precision, recall, F1, seconds and memory of deduplicating and linking, on every file at once, so that no change helps one by
 * hurting others. Truth is taken out, ids are replaced and rows are shuffled before the engine sees a file. `KENNING_SHARED` names
 * the folder of the files and `KENNING_PYTHON` a Python with the packages of `peers/requirements.txt` in it; what is missing is
 * told and skipped. `--count 1000000` adds so many made-up people.
 */
export const identityBench: Bench = async ({ quick, count }) => {
  const figures: Figure[] = [];
  for (const { file, truth, kinds } of files) {
    const ready = prepared(sharedFile(`data/${file}`), truth);
    figures.push(...(await measure(file, ready, kinds)));
    if (ready && hard.test(file) && !quick) figures.push(...measureSteadiness(file, ready, kinds));
  }
  figures.push(...(await measureTruthSet()));
  const seeds = quick ? [1] : [1, 2, 3];
  const generated: [records: number, seed: number][] = seeds.map((seed) => [20_000, seed]);
  if (count !== undefined) generated.push([count, 1]);
  for (const [records, seed] of generated) {
    const name = `people ${records}, seed ${seed}`;
    const path = people(records, seed);
    const file = path === undefined ? undefined : prepared(path, peopleTruth);
    figures.push(...(await measure(name, file, peopleKinds)));
    if (file && seed === 1 && records <= 20_000 && !quick) figures.push(...measureSteadiness(name, file, peopleKinds));
    if (records <= 20_000) figures.push(...measureHouseholds(name, path));
  }
  return [...figures, ...(await measureSocial())];
};

function measureSteadiness(name: string, file: PreparedFile, kinds: Readonly<Record<string, Kind>>): Figure[] {
  const table = tableOfCsv(readFileSync(file.path), kinds);
  return [
    measureThresholds(name, table, file.truth),
    ...measureCopies(name, table, file.truth),
    ...measureLabels(name, table, file.truth),
  ];
}

async function measure(
  name: string,
  file: PreparedFile | undefined,
  kinds: Readonly<Record<string, Kind>>,
): Promise<Figure[]> {
  if (!file) {
    console.warn(`${name}: skipped, not there`);
    return [];
  }
  const { result, seconds, processor } = await timed(() => {
    const table = tableOfCsv(readFileSync(file.path), kinds);
    return { table, ...clusterTable(table, { cut: 0 }) };
  });
  const { table, clusters, pairs, weighed, took, rules, blockingRecall } = result;
  const measured = evaluateClusters([...clusters], file.truth);
  const scoring = ((took.block ?? 0) + (took.score ?? 0)) / 1000;
  const figure = (what: string, value: number, digits: number, unit = ''): Figure => ({
    what: `${name}, ${what}`,
    value: rounded(value, digits),
    unit,
  });
  return [
    figure('precision', measured.precision, 4),
    figure('recall', measured.recall, 4),
    figure('F1', measured.f1, 4),
    ...measureBlocking(name, table, { rules, blockingRecall }, file.truth),
    figure('time', seconds, 2, 's'),
    figure('processor', processor, 2, 's'),
    ...Object.entries(took).map(([step, milliseconds]) => figure(step, milliseconds / 1000, 2, 's')),
    figure('pairs a core, blocking included', pairs / scoring / 1e6, 2, 'million/s'),
    figure('pairs a core that were weighed, blocking included', weighed / scoring / 1e6, 2, 'million/s'),
    ...(table.size < fewestForThreads ? [] : await inTwoThreads(file.path, kinds, figure)),
    figure('of them weighed, the rest proven to be too far apart', (100 * weighed) / Math.max(1, pairs), 1, '%'),
    figure('peak memory of the process', process.resourceUsage().maxRSS / 1000, 0, 'MB'),
    ...asked.flatMap((precision) => {
      const at = clusterTable(table, { precision });
      const found = evaluateClusters([...at.clusters], file.truth);
      return [
        figure(`precision where ${precision} was asked`, found.precision, 4),
        figure(`recall where precision ${precision} was asked`, found.recall, 4),
      ];
    }),
  ];
}

/** The same from opening the file on, in two threads. */
async function inTwoThreads(
  path: string,
  kinds: Readonly<Record<string, Kind>>,
  figure: (what: string, value: number, digits: number, unit: string) => Figure,
): Promise<Figure[]> {
  const worker = new URL('../../dist/threads/worker.js', import.meta.url);
  const pool = threadPool({ threads: 2, worker });
  const { result, seconds, processor } = await timed(() =>
    inThreads(clusteringSteps(tableOfCsv(readFileSync(path), kinds), { cut: 0 }), pool),
  );
  await pool.close();
  return [
    figure('time in 2 threads', seconds, 2, 's'),
    figure('processor in 2 threads', processor, 2, 's'),
    ...Object.entries(result.took).map(([step, milliseconds]) =>
      figure(`${step} in 2 threads`, milliseconds / 1000, 2, 's'),
    ),
  ];
}
