import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
if (!existsSync(bin)) throw new Error('The command is tested as it was built. Run `npm run build` first.');

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A folder of its own and the command as it was built, run in it. */
export function commandIn(folder = mkdtempSync(join(tmpdir(), 'kenning-cli-'))) {
  const run = (...words: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [bin, ...words],
        { cwd: folder, maxBuffer: 100_000_000 },
        (_error, out, err) => resolve({ code: child.exitCode, out, err }),
      );
    });
  return { folder, bin, run };
}
