import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { commandIn } from '../cli/run-kenning.js';
import { manyPeople } from './many-people.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const root = fileURLToPath(new URL('../..', import.meta.url));
const { size, columns } = manyPeople(4_200, 5);
const lines = Array.from({ length: size }, (_, row) =>
  [row, ...columns.map(({ codes, values }) => values[codes[row] as number])].join(','),
);
writeFileSync(
  join(folder, 'people.csv'),
  `id,given name,family name,date of birth,email,phone,street,postal code\n${lines.join('\n')}\n`,
);
const program = `
  import { deduplication, deduplicationInThreads } from 'kenning/identity';
  import { threadPool } from 'kenning/threads';
  const people = Array.from({ length: 4_500 }, (_, at) => ({
    source: 'crm', externalId: String(at), kind: 'contact', party: 'person', origin: 'api', observedAt: '2026-01-01T00:00:00.000Z',
    attributes: { givenName: 'Ann' + at % 900, familyName: 'Lee' + at % 700 }, identifiers: [],
  }));
  const [one, several] = [deduplication(people), await deduplicationInThreads(people, { pool: threadPool({ threads: 2 }) })];
  console.log(JSON.stringify(one) === JSON.stringify(several));
`;

describe('threads of the package as it is built', { timeout: 120_000 }, () => {
  it('give the command the same clusters as one thread', async () => {
    const [one, two] = [
      await run('dedupe', 'people.csv', '--threads', '1'),
      await run('dedupe', 'people.csv', '--threads', '2'),
    ];
    expect(one.code).toBe(0);
    expect(two).toMatchObject({ code: 0, out: one.out });
    expect(two.err).not.toContain('in one thread');
    expect((await run('dedupe', 'people.csv', '--threads', '0')).err).toContain('a whole number from 1 to 256');
  });

  it('give an app the same, and the process ends by itself', async () => {
    const { stdout } = await promisify(execFile)('node', ['--input-type=module', '-e', program], { cwd: root });
    expect(stdout.trim()).toBe('true');
  });

  it('are told to be missing where all is one file', async () => {
    const outfile = join(folder, 'app.mjs');
    await build({
      stdin: { contents: program, resolveDir: root },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    await expect(promisify(execFile)('node', [outfile])).rejects.toMatchObject({
      stderr: expect.stringContaining('The file that threads run is not beside this one'),
    });
  });
});
