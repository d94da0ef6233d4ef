import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { type Bench, type Figure, rounded } from '../figure.js';
import { type DuplicatesFile, files, peopleTruth } from './files.js';
import { type PreparedFile, people, prepared, sharedFile } from './prepared.js';

/** What Splink's harness calls its models for a file, and the column that they take for the id. */
interface SplinkSetting {
  models: readonly string[];
  id: string;
}

const settings: Readonly<Record<string, SplinkSetting>> = {
  'people/fake_1000.csv': { models: ['fake', 'fake-expert'], id: 'unique_id' },
  'people/fake_20000.csv': { models: ['fake', 'fake-expert'], id: 'unique_id' },
  'people/febrl1.csv': { models: ['febrl'], id: 'rec_id' },
  'people/febrl3.csv': { models: ['febrl'], id: 'rec_id' },
  'people/historical_50k.csv': { models: ['historical'], id: 'unique_id' },
};

const folder = mkdtempSync(join(tmpdir(), 'kenning-peers-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const kenning = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const python = process.env.KENNING_PYTHON;
const goldenMatchPython = process.env.KENNING_GOLDENMATCH_PYTHON;

/**
 * The same files deduplicated by kenning's command, by Splink and by GoldenMatch in one run, without labels: F1 and seconds. What
 * kenning's command takes is all of it, from the start of the process to the clusters written, and its columns are found by itself;
 * Splink's is what its harness counts, the faster of its models, and its F1 the best of all models, seeds and thresholds.
 *
 * `KENNING_SHARED`, `KENNING_PYTHON` as for the bench `identity`; `KENNING_GOLDENMATCH_PYTHON` names a Python with GoldenMatch.
 * `--count 1000000` adds so many people, by Splink's narrow and wide rules, of whose models kenning then makes the same pairs.
 */
export const peersBench: Bench = async ({ quick, count }) => {
  const figures: Figure[] = [];
  const seeds = quick ? [1] : [1, 2, 3, 4];
  for (const file of files) figures.push(...besidePeers(file, seeds));
  if (count !== undefined) figures.push(...besideSplinkAtScale(count, seeds));
  return figures;
};

function besidePeers({ file, truth }: DuplicatesFile, seeds: readonly number[]): Figure[] {
  const ready = prepared(sharedFile(`data/${file}`), truth);
  const setting = settings[file];
  if (!ready || !setting) {
    console.warn(`${file}: skipped, not there`);
    return [];
  }
  const ours = dedupedByKenning(ready);
  const [theirs, golden] = [withTruth(ready, setting.id), dedupedByGoldenMatch(withTruth(ready, 'id'))];
  const splink = setting.models.flatMap((model) => seeds.map((seed) => dedupedBySplink(model, theirs, seed)));
  return [...compared(file, ours, splink), ...golden.map((figure) => ({ ...figure, what: `${file}, ${figure.what}` }))];
}

function besideSplinkAtScale(count: number, seeds: readonly number[]): Figure[] {
  const path = people(count, 1);
  const ready = path === undefined ? undefined : prepared(path, peopleTruth);
  if (!ready || path === undefined) {
    console.warn(`people ${count}: skipped, KENNING_PYTHON is not set`);
    return [];
  }
  const own = dedupedByKenning(ready);
  const narrow = seeds.map((seed) => dedupedBySplink('people', withTruth(ready, 'id'), seed));
  return [
    ...compared(`people ${count}, narrow rules`, own, narrow),
    ...['people', 'people-wide'].flatMap((model) => byTheirModel(`people ${count}, ${model}`, model, path)),
  ];
}

/** A model that Splink trains, applied by Splink and by kenning. */
function byTheirModel(name: string, model: string, path: string): Figure[] {
  const saved = join(folder, `${model}.json`);
  if (python === undefined) return [];
  const splink = dedupedBySplink(model, path, 2, ['--model-out', saved]);
  const cleaned = join(folder, 'cleaned.csv');
  // The harness cleans its columns in DuckDB; its own statement is used.
  const clean = `import sys, duckdb; sys.path.insert(0, sys.argv[1]); import splink_dedupe as s; duckdb.connect().execute(f"copy (select {s.PEOPLE.select} from read_csv('{sys.argv[2]}', all_varchar=true)) to '{sys.argv[3]}' (header)")`;
  execFileSync(python, ['-c', clean, sharedFile('peers'), path, cleaned]);
  const { seconds, document } = run(cleaned, ['--model', saved, '--threshold', '0.95']);
  return [
    figure(`${name}: Splink`, splink.seconds, 's'),
    figure(`${name}: kenning by Splink's model`, seconds, 's'),
    figure(`${name}: times as fast`, splink.seconds / seconds, ''),
    figure(`${name}: pairs above 0.01 that Splink keeps`, splink.kept, ''),
    figure(`${name}: clusters`, Number(document.clusters), ''),
  ];
}

interface Deduped {
  seconds: number;
  f1: number;
  /** Pairs above a probability of 0.01. */
  kept: number;
}

interface SplinkReport {
  total_seconds: number;
  f1: number;
  pairs_kept: number;
  best_of_thresholds: { f1: number };
}

function dedupedBySplink(model: string, path: string, seed: number, more: readonly string[] = []): Deduped {
  if (python === undefined) return { seconds: Number.NaN, f1: Number.NaN, kept: 0 };
  const harness = sharedFile('peers/splink_dedupe.py');
  const asked = [harness, model, path, '--truth', 'entity', '--seed', String(seed), ...more];
  const report: SplinkReport = JSON.parse(
    execFileSync(python, asked, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  const { total_seconds: seconds, pairs_kept: kept, best_of_thresholds: best } = report;
  return { seconds, f1: Math.max(report.f1, best.f1), kept };
}

function dedupedByGoldenMatch(path: string): Figure[] {
  if (goldenMatchPython === undefined || !existsSync(goldenMatchPython)) return [];
  const harness = sharedFile('peers/goldenmatch_dedupe.py');
  try {
    const asked = [harness, path, '--truth', 'entity', '--drop', 'id', '--force'];
    const told = execFileSync(goldenMatchPython, asked, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const { f1, total_seconds: seconds } = JSON.parse(told.slice(told.indexOf('{')));
    return [figure('GoldenMatch: F1', f1, '', 4), figure('GoldenMatch: time', seconds, 's')];
  } catch {
    console.warn(`${path}: GoldenMatch gave no result`);
    return [];
  }
}

function run(path: string, flags: readonly string[]): { seconds: number; document: Record<string, unknown> } {
  const out = join(folder, 'clusters.csv');
  const began = performance.now();
  const asked = [kenning, 'dedupe', path, '--id', 'id', '--json', '--out', out, ...flags];
  const told = execFileSync(process.execPath, asked, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return { seconds: (performance.now() - began) / 1000, document: JSON.parse(told) };
}

function dedupedByKenning({ path, truth }: PreparedFile): Omit<Deduped, 'kept'> {
  const { seconds } = run(path, []);
  const clusters = parse(readFileSync(join(folder, 'clusters.csv')), { columns: true }) as { cluster_id: string }[];
  return {
    seconds,
    f1: evaluateClusters(
      clusters.map(({ cluster_id: cluster }) => cluster),
      truth,
    ).f1,
  };
}

/** The file with its truth beside the records, since Splink's harness looks it up itself, after it has clustered. */
function withTruth({ path, truth }: PreparedFile, id: string): string {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  if (lines.length !== truth.length) throw new Error(`${path} has cells with ends of lines in them.`);
  const joined = join(folder, `with-truth-${id}.csv`);
  writeFileSync(
    joined,
    [`entity,${header.replace(/^id\b/, id)}`, ...lines.map((line, row) => `${truth[row]},${line}`)].join('\n'),
  );
  return joined;
}

function compared(name: string, ours: Omit<Deduped, 'kept'>, splink: readonly Deduped[]): Figure[] {
  const best = Math.max(...splink.map(({ f1 }) => f1));
  const fastest = Math.min(...splink.map(({ seconds }) => seconds));
  return [
    figure(`${name}, kenning: F1`, ours.f1, '', 4),
    figure(`${name}, Splink, best of models, seeds and thresholds: F1`, best, '', 4),
    figure(`${name}, kenning, all of the command: time`, ours.seconds, 's'),
    figure(`${name}, Splink, its fastest: time`, fastest, 's'),
  ];
}

const figure = (what: string, value: number, unit: string, digits = 2): Figure => ({
  what,
  value: rounded(value, digits),
  unit,
});
