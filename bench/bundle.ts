import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { type Bench, type Figure, rounded } from './figure.js';

const bundles: readonly { what: string; entry: string; external: string[]; aim?: Figure['aim'] }[] = [
  {
    what: 'kenning/channels/bluesky beside zod and ky',
    entry: 'channels/connectors/bluesky/index.ts',
    external: ['zod', 'ky'],
    aim: { atMost: 8 },
  },
  { what: 'kenning beside zod and eventemitter3', entry: 'index.ts', external: ['zod', 'eventemitter3'] },
];

/** What an app's bundle grows by, minified and compressed. Code that is loaded when it is needed counts as well. */
export const bundle: Bench = async () =>
  Promise.all(
    bundles.map(async ({ what, entry, external, aim }) => {
      const { outputFiles } = await build({
        entryPoints: [fileURLToPath(new URL(`../src/${entry}`, import.meta.url))],
        bundle: true,
        minify: true,
        format: 'esm',
        platform: 'neutral',
        mainFields: ['module', 'main'],
        external: [...external, 'node:*'],
        write: false,
      });
      const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
      return { what, value: rounded(bytes / 1000, 1), unit: 'kB gzip', ...(aim && { aim }) };
    }),
  );
