import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { type Bench, type Figure, rounded } from './figure.js';

/** What an app's bundle grows by, minified and compressed: what is loaded at once, and with it what is loaded later. */
export const bundle: Bench = async () => {
  const aim = { atMost: 8 };
  return [
    ...(await sizesOf('kenning/channels/bluesky beside zod and ky', 'channels/connectors/bluesky/index.ts', aim)),
    ...(await sizesOf('kenning/channels/mastodon beside zod and ky', 'channels/connectors/mastodon/index.ts', aim)),
    ...(await sizesOf('kenning/channels/feed beside zod, ky and feedsmith', 'channels/connectors/feed/index.ts', aim)),
    ...(await sizesOf('kenning/crms/hubspot beside zod and ky', 'adapters/crms/hubspot/index.ts', aim)),
    ...(await sizesOf('kenning/crms/salesforce beside zod and ky', 'adapters/crms/salesforce/index.ts', aim)),
    ...(await sizesOf('kenning beside zod and eventemitter3', 'index.ts')),
  ];
};

async function sizesOf(what: string, entry: string, aim?: Figure['aim']): Promise<Figure[]> {
  const { outputFiles, metafile } = await build({
    entryPoints: { entry: fileURLToPath(new URL(`../src/${entry}`, import.meta.url)) },
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['zod', 'ky', 'feedsmith', 'eventemitter3', 'node:*'],
    outdir: '/bundle',
    write: false,
  });
  const sizes = new Map(
    outputFiles.map(({ path, contents }) => [path.split('/').at(-1), gzipSync(contents, { level: 9 }).length]),
  );
  const kilobytes = (files: Iterable<string>) =>
    rounded([...files].reduce((sum, file) => sum + (sizes.get(file.split('/').at(-1)) ?? 0), 0) / 1000, 1);
  const outputs = Object.keys(metafile.outputs);
  const first = outputs.find((file) => file.endsWith('/entry.js')) as string;
  return [
    {
      what: `${what}, loaded at once`,
      value: kilobytes(loadedWith(metafile, first)),
      unit: 'kB gzip',
      ...(aim && { aim }),
    },
    { what: `${what}, all of it`, value: kilobytes(outputs), unit: 'kB gzip', ...(aim && { aim }) },
  ];
}

/** A file and all that it imports before it runs. */
function loadedWith({ outputs }: Metafile, file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind, external } of outputs[file]?.imports ?? [])
    if (kind === 'import-statement' && !external) loadedWith({ outputs, inputs: {} }, path, found);
  return found;
}
