import { type DedupeOptions, type Deduplication, deduplicationSteps } from '../../identity/dedupe.js';
import { dedupeTableSteps } from '../../identity/dedupe-table.js';
import type { Steps } from '../../identity/engine/threads/steps.js';
import { describeColumns, type Input, rejections, warningsOf, warnOfRepeatedIds } from '../files/input.js';
import type { CellReading } from '../files/read-cells.js';
import type { Terminal } from '../terminal.js';
import { type PeopleFlags, readPeople } from './read-people.js';
import { readPeopleColumns } from './read-people-columns.js';

/** The people of a file, to be deduplicated. */
export interface People extends Pick<Input<unknown>, 'rejected' | 'warnings' | 'truth' | 'delimiter'> {
  ids: readonly string[];
  /** Rows of one number are one person or organization. */
  clusters(options: DedupeOptions): Steps<Omit<Deduplication, 'records' | 'related'> & { clusters: number[] }>;
  /** The records and their cells; absent where they were read by column. */
  input?: Input<readonly string[]>;
}

/** Reads a table of people or organizations: by column where that is possible and no cell has to be kept, else row by row. */
export async function openPeople(
  path: string,
  flags: PeopleFlags,
  { keepsCells, threads }: { keepsCells: boolean; threads: number | undefined },
  screen: Terminal,
): Promise<People> {
  return (
    (keepsCells ? undefined : await byColumn(path, flags, { screen, threads })) ??
    (await byRow(path, flags, keepsCells, screen))
  );
}

async function byColumn(path: string, flags: PeopleFlags, reading: CellReading): Promise<People | undefined> {
  const { screen } = reading;
  const { say } = screen;
  const read = await readPeopleColumns(path, flags, reading);
  if (!read) return undefined;
  say(`${path}: ${describeColumns(read.columns, read.exportOf)}`);
  const [rejected, warnings] = [rejections(path, say), warningsOf(path, say)];
  for (const one of read.rejected) rejected.add(one);
  for (const one of read.warnings) warnings.add(one);
  rejected.end();
  warnings.end();
  const { table, ids, isOrganization } = read;
  warnOfRepeatedIds(ids, path, screen);
  const areApart = ([left = 0]: readonly number[], [right = 0]: readonly number[]): boolean =>
    isOrganization(left) !== isOrganization(right);
  return {
    ids,
    truth: [...read.truth],
    delimiter: read.delimiter,
    rejected,
    warnings,
    *clusters({ linkAt = 0.5, precision, answers = [], answersAlone, model }) {
      const found = yield* dedupeTableSteps(
        { table, ids, areApart },
        { linkAt, precision, answers, answersAlone, model },
      );
      return { ...found, clusters: numbered(found.clusters) };
    },
  };
}

/** Numbers clusters, each called by one of its rows, in the order of their first rows. */
function numbered(clusters: Uint32Array): number[] {
  const numbers = new Int32Array(clusters.length).fill(-1);
  let next = 0;
  return Array.from(clusters, (cluster) => {
    if (numbers[cluster] === -1) {
      numbers[cluster] = next;
      next += 1;
    }
    return numbers[cluster] as number;
  });
}

async function byRow(path: string, flags: PeopleFlags, keepsCells: boolean, screen: Terminal): Promise<People> {
  const input = await readPeople(path, flags, keepsCells, screen);
  return {
    ids: input.records.map(({ externalId }) => externalId),
    truth: input.truth,
    delimiter: input.delimiter,
    rejected: input.rejected,
    warnings: input.warnings,
    *clusters(options) {
      const found = yield* deduplicationSteps(input.records, options);
      return { ...found, clusters: found.records.map(({ cluster }) => cluster) };
    },
    input,
  };
}
