import { type Input, openTable, readInput, warnOfRepeatedIds } from '../files/input.js';
import type { Terminal } from '../terminal.js';

/** What is said of a table of people or organizations. */
export interface PeopleFlags {
  id?: string;
  column: Record<string, string>;
  ignore: string[];
  truth?: string;
}

/** Reads a table of people or organizations. */
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
      needs: [
        'name',
        'given-name',
        'family-name',
        'email',
        'phone',
        'handle:',
        'website',
        'organization',
        'national-id',
      ],
      flag: '--column',
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
