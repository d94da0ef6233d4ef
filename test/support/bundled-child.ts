import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles a file that runs as a process of its own, before the tests; gives where it will be. */
export function bundledChild(source: URL): string {
  mkdirSync(join(root, 'test/.tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, 'test/.tmp/child-'));
  const outfile = join(folder, 'child.mjs');
  beforeAll(async () => {
    const entryPoints = [fileURLToPath(source)];
    await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return outfile;
}
