import type { ColumnKind } from '../../core/table/columns/column-kind.js';
import { type Input, openTable, readInput, warnOfRepeatedIds } from '../files/input.js';
import type { Terminal } from '../terminal.js';

/** What is said of a table of people or organizations. */
export interface PeopleFlags {
  id?: string;
  column: Record<string, string>;
  ignore: string[];
  truth?: string;
}

/** Columns of which one must be there, else nothing can be compared. */
export const whoSomebodyIs: readonly (ColumnKind | 'handle:')[] = [
  'name',
  'given-name',
  'family-name',
  'email',
  'phone',
  'handle:',
  'website',
  'organization',
  'national-id',
];
/** The flag that says what a column holds. */
export const columnFlag = '--column';

/** Reads a table of people or organizations row by row. */
export async function readPeople(
  path: string,
  flags: PeopleFlags,
  keepsCells: boolean,
  screen: Terminal,
): Promise<Input<readonly string[]>> {
  const input = await readInput(
    await openTable(path, screen),
    {
      kind: 'contact',
      needs: whoSomebodyIs,
      flag: columnFlag,
      columns: flags.column,
      ignore: flags.ignore,
      id: flags.id,
      truth: flags.truth,
      label: ({ cells }): readonly string[] => (keepsCells ? cells : []),
    },
    screen,
  );
  const ids = input.records.map(({ externalId }) => externalId);
  warnOfRepeatedIds(ids, path, screen);
  return input;
}
