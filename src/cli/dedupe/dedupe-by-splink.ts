import { KenningError } from '../../core/errors.js';
import { columnPlace } from '../../core/table/columns/detect-columns.js';
import type { Delimiter } from '../../core/table/delimiter.js';
import type { CellColumn } from '../../identity/cells/cells.js';
import { dictionary } from '../../identity/engine/columns/dictionary.js';
import { type Evaluation, evaluateClusters } from '../../identity/evaluate.js';
import { splinkClusterSteps } from '../../identity/splink/pairs/splink-clusters.js';
import { blockingColumns, splinkDocument } from '../../identity/splink/splink-document.js';
import { deliver } from '../files/deliver.js';
import { inUsualThreads } from '../files/in-threads.js';
import { openTable } from '../files/input.js';
import { type CellReading, readCells } from '../files/read-cells.js';
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
  const idName = settings.unique_id_column_name;
  const sources = settings.link_type === 'dedupe_only' ? [] : [settings.source_dataset_column_name];
  const names = [...new Set([...read.columns, ...blockingColumns(read), ...sources])].filter((name) => name !== idName);
  const placesIn = (header: readonly string[]): number[] => [
    columnPlace(header, id ?? idName, path),
    ...names.map((name) => columnPlace(header, name, path)),
    ...(truth === undefined ? [] : [columnPlace(header, truth, path)]),
  ];
  const { delimiter, size, columns } = await columnsOf(path, placesIn, { screen, threads });
  const [ids, ...others] = columns as [CellColumn, ...CellColumn[]];
  const right = truth === undefined ? undefined : (others.pop() as CellColumn);
  screen.say(`Comparing ${size} records by Splink's model …`);
  const encoded = [ids, ...others].map((column, at) => ({
    ...column,
    name: at === 0 ? idName : (names[at - 1] as string),
    kind: 'text' as const,
  }));
  const steps = splinkClusterSteps(document, { size, columns: encoded }, { threshold });
  const { clusters, pairs } = await inUsualThreads(steps, { records: size, threads }, screen);
  const count = new Set(clusters).size;
  screen.say(`${size} records are ${count} people and organizations; ${pairs.compared} pairs were compared.`);
  const evaluation: Evaluation | undefined =
    right &&
    evaluateClusters(
      [...clusters],
      Array.from(right.codes, (code, place) => right.values[code] || place),
    );
  const idOf = (row: number) => ids.values[ids.codes[row] as number] ?? '';
  await deliver(
    {
      header: ['id', 'cluster_id'],
      delimiter,
      rows: Array.from(clusters, (cluster, row) => [idOf(row), String(cluster)]),
      summary: { records: size, clusters: count, pairs: pairs.size },
      listed: 'records',
      evaluation,
      inputs: [],
    },
    { out, json, screen },
  );
}

/** Columns of a table by their places: straight from its bytes where that is possible, else row by row. */
async function columnsOf(
  path: string,
  placesIn: (header: readonly string[]) => number[],
  reading: CellReading,
): Promise<{ delimiter: Delimiter; size: number; columns: CellColumn[] }> {
  let head: { delimiter: Delimiter; places: number[] } | undefined;
  const cells = await readCells(path, reading, ({ header, delimiter }) => {
    head = { delimiter, places: placesIn(header) };
    return head.places;
  });
  if (cells && head && cells.rejected.length === 0) {
    const { delimiter, places } = head;
    return { delimiter, size: cells.size, columns: places.map((place) => cells.columns.get(place) as CellColumn) };
  }
  const { table } = await openTable(path, reading.screen);
  const columns = placesIn(table.header).map((place) => ({ place, known: dictionary(), codes: [] as number[] }));
  for await (const row of table.rows())
    for (const { place, known, codes } of columns) codes.push(known.code(row.cells[place] ?? ''));
  const size = columns[0]?.codes.length ?? 0;
  if (size === 0) throw new KenningError('invalid', `${path} holds no rows that can be read.`);
  return {
    delimiter: table.delimiter,
    size,
    columns: columns.map(({ known, codes }) => ({ codes: Uint32Array.from(codes), values: known.values })),
  };
}
