import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { templates } from './scripts/templates.js';

/** Every connector or adapter in a folder, by its own name: a file, or a folder with an index. */
function rooms(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? `${folder}/${entry.name}/index.ts` : `${folder}/${entry.name}`,
  );
}

const entries = [
  'src/index.ts',
  'src/core/open-telemetry.ts',
  'src/core/store/memory.ts',
  'src/core/store/sqlite.ts',
  'src/core/store/postgres.ts',
  'src/identity/index.ts',
  'src/channels/listening/index.ts',
  'src/channels/listening/english/index.ts',
  'src/core/http/index.ts',
  'src/webhooks.ts',
  'src/testing/index.ts',
  'src/testing/suites/index.ts',
  'src/cli/bin.ts',
  'src/secrets.ts',
  'src/threads/index.ts',
  'src/threads/worker.ts',
  ...rooms('src/channels/connectors'),
  ...rooms('src/adapters/crms'),
].filter((entry) => existsSync(entry));

export default defineConfig({
  entry: Object.fromEntries(entries.map((entry) => [entry.slice('src/'.length, -'.ts'.length), entry])),
  define: templates,
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  external: [/^node:/],
  // A hundred small files that take longer to load than all else together; the dependency stays for its types.
  noExternal: ['libphonenumber-js'],
  dts: true,
  clean: true,
  splitting: true,
  treeshake: true,
  // Without it `node:sqlite` becomes `sqlite`, which does not exist.
  removeNodeProtocol: false,
});
