import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { csvLine } from '../../src/core/table/csv-line.js';
import { dedupe } from '../../src/identity/dedupe.js';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { type Figure, rounded } from '../figure.js';
import { sharedRecords } from '../shared-files.js';
import { prepared, sharedFile, written } from './prepared.js';

type Row = Record<string, string>;

const name = 'Senzing truth set';
const fileOf = (part: string): string => sharedFile(`data/people/senzing_${part}.csv`);
const keyOf = ({ DATA_SOURCE, RECORD_ID }: Row): string => `${DATA_SOURCE} ${RECORD_ID}`;
const rowsOf = (path: string): Row[] => parse(readFileSync(path), { columns: true, bom: true }) as Row[];

/**
 * The three files of Senzing's truth set as one, joined by the names of their columns, whose kinds are found as by
 * `kenning dedupe`. A record is misplaced when its cluster does not have the very members that it has by the truth, so one
 * stranger in a cluster misplaces all of it.
 */
export async function measureTruthSet(): Promise<Figure[]> {
  const parts = ['customers', 'reference', 'watchlist'].map(fileOf);
  if (![...parts, fileOf('truth')].every((path) => existsSync(path))) {
    console.warn(`${name}: skipped, not there`);
    return [];
  }
  const joined = written('truth-set.csv', joinedFile(parts.flatMap(rowsOf), rowsOf(fileOf('truth'))));
  const file = prepared(joined, ['--id', 'key', '--truth', 'cluster', '--drop', 'DATA_SOURCE', '--drop', 'RECORD_ID']);
  if (!file) return [];
  const { records } = await sharedRecords(file.path, 'contact');
  const found = dedupe(records).map(({ cluster }) => cluster);
  const { precision, recall, f1 } = evaluateClusters(found, file.truth);
  const figure = (what: string, value: number): Figure => ({ what: `${name}, ${what}`, value, unit: '' });
  return [
    figure('precision', rounded(precision, 4)),
    figure('recall', rounded(recall, 4)),
    { ...figure('F1', rounded(f1, 4)), aim: { atLeast: 0.94 } },
    { ...figure(`misplaced of ${found.length}`, misplaced(found, file.truth)), aim: { atMost: 6 } },
  ];
}

function joinedFile(rows: readonly Row[], truth: readonly Row[]): string {
  const clusters = new Map(truth.map((row) => [keyOf(row), row.CLUSTER_ID as string]));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => [
    keyOf(row),
    clusters.get(keyOf(row)) as string,
    ...columns.map((column) => row[column] ?? ''),
  ]);
  return [['key', 'cluster', ...columns], ...lines].map((cells) => `${csvLine(cells)}\n`).join('');
}

/** How many records are in a cluster that has not exactly the members it has by the truth. */
function misplaced(found: readonly number[], truth: readonly string[]): number {
  const [ours, theirs, both] = [found, truth, found.map((cluster, row) => `${cluster} ${truth[row]}`)].map(sizes);
  return found.filter((cluster, row) => {
    const shared = both?.get(`${cluster} ${truth[row]}`);
    return ours?.get(cluster) !== shared || theirs?.get(truth[row] as string) !== shared;
  }).length;
}

function sizes(clusters: readonly (string | number)[]): Map<string | number, number> {
  const counts = new Map<string | number, number>();
  for (const cluster of clusters) counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
  return counts;
}
