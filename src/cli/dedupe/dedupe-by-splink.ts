import { KenningError } from '../../core/errors.js';
import { columnPlace } from '../../core/table/columns/detect-columns.js';
import { dictionary } from '../../identity/engine/columns/dictionary.js';
import { type Evaluation, evaluateClusters } from '../../identity/evaluate.js';
import { splinkClusterSteps } from '../../identity/splink/pairs/splink-clusters.js';
import { blockingColumns, splinkDocument } from '../../identity/splink/splink-document.js';
import { deliver } from '../files/deliver.js';
import { inUsualThreads } from '../files/in-threads.js';
import { openTable } from '../files/input.js';
import type { Terminal } from '../terminal.js';

export interface SplinkFlags {
  id?: string | undefined;
  out?: string | undefined;
  truth?: string | undefined;
  threshold?: number | undefined;
  threads?: number | undefined;
}

/** `kenning dedupe --model` with a model that Splink saved: its pairs, above a probability, connected. */
export async function dedupeBySplink(
  path: string,
  document: unknown,
  { id, out, truth, threshold = 0.5, threads }: SplinkFlags,
  { screen, json }: { screen: Terminal; json: boolean },
): Promise<void> {
  const read = splinkDocument(document);
  const { settings } = read;
  const { table } = await openTable(path, screen);
  const idName = settings.unique_id_column_name;
  const sources = settings.link_type === 'dedupe_only' ? [] : [settings.source_dataset_column_name];
  const names = [...new Set([...read.columns, ...blockingColumns(read), ...sources])].filter((name) => name !== idName);
  const places = names.map((name) => columnPlace(table.header, name, path));
  const idPlace = columnPlace(table.header, id ?? idName, path);
  const truthPlace = truth === undefined ? undefined : columnPlace(table.header, truth, path);
  const columns = [idName, ...names].map((name) => ({ name, known: dictionary(), codes: [] as number[] }));
  const right: string[] = [];
  for await (const { cells } of table.rows()) {
    for (const [at, { known, codes }] of columns.entries())
      codes.push(known.code(cells[at === 0 ? idPlace : (places[at - 1] as number)] ?? ''));
    if (truthPlace !== undefined) right.push(cells[truthPlace] ?? '');
  }
  const [ids] = columns as [(typeof columns)[number]];
  const size = ids.codes.length;
  if (size === 0) throw new KenningError('invalid', `${path} holds no rows that can be read.`);
  screen.say(`Comparing ${size} records by Splink's model …`);
  const encoded = columns.map(({ name, known, codes }) => ({
    name,
    kind: 'text' as const,
    codes: Uint32Array.from(codes),
    values: known.values,
  }));
  const steps = splinkClusterSteps(document, { size, columns: encoded }, { threshold });
  const { clusters, pairs } = await inUsualThreads(steps, { records: size, threads }, screen);
  const count = new Set(clusters).size;
  screen.say(`${size} records are ${count} people and organizations; ${pairs.compared} pairs were compared.`);
  const evaluation: Evaluation | undefined =
    truth === undefined
      ? undefined
      : evaluateClusters(
          [...clusters],
          right.map((cluster, place) => cluster || place),
        );
  const idOf = (row: number) => ids.known.values[ids.codes[row] as number] ?? '';
  await deliver(
    {
      header: ['id', 'cluster_id'],
      delimiter: table.delimiter,
      rows: Array.from(clusters, (cluster, row) => [idOf(row), String(cluster)]),
      summary: { records: size, clusters: count, pairs: pairs.size },
      listed: 'records',
      evaluation,
      inputs: [],
    },
    { out, json, screen },
  );
}
