import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile, type Plugin } from 'esbuild';
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

/** What all connectors and adapters share, and an app loads once for all of them: the client of HTTP, the reader of HTML. */
const shared: Plugin = {
  name: 'shared',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/core\// }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path, external: true },
    ),
};

async function sizesOf(what: string, entry: string, aim?: Figure['aim']): Promise<Figure[]> {
  const { first, all } = await built(entry);
  const figures: Figure[] = [
    { what: `${what}, loaded at once`, value: first, unit: 'kB gzip', ...(aim && { aim }) },
    { what: `${what}, all of it`, value: all, unit: 'kB gzip', ...(aim && { aim }) },
  ];
  if (!aim) return figures;
  const own = await built(entry, [shared]);
  return [...figures, { what: `${what}, without what connectors share`, value: own.all, unit: 'kB gzip' }];
}

async function built(entry: string, plugins: Plugin[] = []): Promise<{ first: number; all: number }> {
  const { outputFiles, metafile } = await build({
    plugins,
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
  return { first: kilobytes(loadedWith(metafile, first)), all: kilobytes(outputs) };
}

/** A file and all that it imports before it runs. */
function loadedWith({ outputs }: Metafile, file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind, external } of outputs[file]?.imports ?? [])
    if (kind === 'import-statement' && !external) loadedWith({ outputs, inputs: {} }, path, found);
  return found;
}
