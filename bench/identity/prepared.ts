import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

/** A file without its truth, and the truth of its rows in their order. */
export interface PreparedFile {
  path: string;
  truth: string[];
}

const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kenning-identity-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

export const sharedFile = (file: string): string => join(shared, file);

/** Writes a file that goes with the process, and gives where it is. */
export function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The entities of a file of truth, in its order. */
const entities = (path: string): string[] =>
  (parse(readFileSync(path), { columns: true }) as { entity: string }[]).map(({ entity }) => entity);

let made = 0;

/** Takes the truth out of a file, replaces its ids and shuffles its rows; `undefined` when the file is not there. */
export function prepared(path: string, truth: readonly string[]): PreparedFile | undefined {
  const prepare = sharedFile('peers/prepare.py');
  if (!existsSync(path) || !existsSync(prepare)) return undefined;
  made += 1;
  const [records, truths] = [join(folder, `records-${made}.csv`), join(folder, `truth-${made}.csv`)];
  execFileSync('python3', [prepare, path, ...truth, '--out', records, '--truth-out', truths]);
  return { path: records, truth: entities(truths) };
}

/** People made by the generator; needs a Python with its packages in KENNING_PYTHON. */
export function people(records: number, seed: number): string | undefined {
  const python = process.env.KENNING_PYTHON;
  if (!python) return undefined;
  const path = join(folder, `people-${records}-${seed}.csv`);
  const made = ['--records', String(records), '--seed', String(seed), '--out', `${path}.parquet`, '--csv', path];
  execFileSync(python, [sharedFile('peers/people.py'), ...made]);
  return path;
}
