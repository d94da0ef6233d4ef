import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { recordedBluesky } from '../examples/demo/recorded-fetch.js';

// What was built, in a runtime that has the web's own interfaces and nothing of Node's: an edge function, a worker.
const root = fileURLToPath(new URL('..', import.meta.url));
const reason = existsSync(join(root, 'dist/index.js')) ? undefined : 'nothing is built: run `npm run build`';
if (reason) console.warn(`skipped: the edge runtime (${reason})`);

/** Entries that have to run anywhere. `email` and `feed` read files too, but only when they are asked to. */
const entries = [
  'kenning',
  'kenning/memory',
  'kenning/identity',
  'kenning/listening',
  'kenning/http',
  'kenning/webhooks',
  'kenning/crms/hubspot',
  'kenning/crms/salesforce',
];
const connectors = reason ? [] : readdirSync(join(root, 'dist/channels/connectors'));
const anywhere = [
  ...entries,
  ...connectors.filter((name) => name !== 'logbook').map((name) => `kenning/channels/${name}`),
];

/** Modules that are loaded only when they are needed stay outside; a module of Node's is a mistake. */
const onlyTheWeb: Plugin = {
  name: 'only-the-web',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, kind, importer }) => {
      // What an app is assembled of, and what reads a network or a CRM, is asked for at once and has to run there too.
      if (kind === 'dynamic-import' && !/\/(assembly|reading|verbs|xrpc)/.test(path)) return { path, external: true };
      if (path.startsWith('node:') || builtinModules.includes(path))
        return { errors: [{ text: `${importer} imports ${path}` }] };
      return undefined;
    });
  },
};

/** One script of a module, with all that it loads at once, and the names of the files that it is made of. */
async function bundle(code: string): Promise<{ script: string; files: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'neutral',
    target: 'es2023',
    mainFields: ['module', 'main'],
    conditions: ['import', 'default'],
    plugins: [onlyTheWeb],
    logLevel: 'silent',
    // With the compiler's paths it would take the sources.
    tsconfigRaw: {},
  });
  return { script: outputFiles[0]?.text ?? '', files: Object.keys(metafile.inputs) };
}

/** What the front door may load. */
const mayLoad = ['zod', 'eventemitter3', 'date-fns', 'libphonenumber-js'];

const ofTheWeb = {
  AbortController,
  AbortSignal,
  atob,
  Blob,
  btoa,
  clearTimeout,
  crypto,
  DOMException,
  Event,
  EventTarget,
  Headers,
  performance,
  queueMicrotask,
  ReadableStream,
  Request,
  Response,
  setTimeout,
  structuredClone,
  TextDecoder,
  TextEncoder,
  TransformStream,
  URL,
  URLSearchParams,
};

/** Runs a script where there is nothing else; code can not be made of text there, as on the edge. */
function runOnTheEdge(script: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const context = createContext({ ...ofTheWeb, ...more }, { codeGeneration: { strings: false, wasm: false } });
  new Script(`globalThis.self = globalThis;${script}`).runInContext(context);
  return context as Record<string, unknown>;
}

describe.skipIf(reason)('on the edge', () => {
  it.each(anywhere)('%s loads', async (entry) => {
    const { script } = await bundle(`import * as entry from '${entry}'; globalThis.names = Object.keys(entry);`);
    const { names } = runOnTheEdge(script);
    expect((names as string[]).length).toBeGreaterThan(0);
  });

  it('the front door loads no HTTP client, no driver and no command line', async () => {
    const { files } = await bundle(`export * from 'kenning'`);
    const packages = new Set(files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
    expect([...packages].filter((name) => !mayLoad.includes(name))).toEqual([]);
    expect(files.filter((file) => file.startsWith('src/'))).toEqual([]);
    const parts = files.flatMap((file) =>
      file.startsWith('dist/') ? (readFileSync(join(root, file), 'utf8').match(/^\/\/ src\/.*$/gm) ?? []) : [],
    );
    expect(parts).toContain('// src/kenning.ts');
    // Alerts go out to addresses by a fetch that reaches only the public internet; it is no client.
    expect(
      parts.filter((part) => /\/(connectors|crms|cli|http-client|oauth|sql)\b|sqlite|postgres/.test(part)),
    ).toEqual([]);
  });

  it('listens, by polls and by webhooks, and knows who speaks', async () => {
    const { script } = await bundle(`
      import { kenning } from 'kenning';
      import { bluesky } from 'kenning/channels/bluesky';
      import { link } from 'kenning/identity';
      import { contextOf, receiveWebhook } from 'kenning/listening';
      import { memory } from 'kenning/memory';

      globalThis.done = (async () => {
        const brand = bluesky({
          service: 'https://bsky.social',
          identifier: 'harborbikes.test',
          password: 'recorded',
          fetch: recordedFetch,
        });
        const store = memory();
        const app = kenning({ store, channels: { brand } });
        const said = [];
        app.on('interaction', ({ customer }) => void said.push(customer.golden.attributes.name));
        const report = await app.sync();
        const connector = {
          contract: 1,
          network: brand.network,
          webhook: {
            receive: async (request) => ({ accepted: new Response('kept'), body: await request.text() }),
            read: () => ({ items: [], rejected: [] }),
          },
        };
        const request = new Request('https://app.example/hook', { method: 'POST', body: '{}' });
        const answer = await receiveWebhook({ store, context: contextOf(), connector, channel: 'brand', request });
        return JSON.stringify({
          said: report.said,
          failed: report.failed,
          names: said,
          answer: await answer.text(),
          waiting: await store.count('inbox', 'byState', { state: 'waiting' }),
          linked: link([], []).length,
        });
      })();`);
    const { done } = runOnTheEdge(script, { recordedFetch: recordedBluesky().fetch });
    const result = JSON.parse((await done) as string);
    expect(result).toMatchObject({ failed: [], answer: 'kept', waiting: 1, linked: 0 });
    expect(result.said).toBe(3);
    expect(result.names).toContain('Maya Lindqvist');
  });

  it('what imports a module of Node’s is found', async () => {
    await expect(bundle(`export * from 'kenning/sqlite'`)).rejects.toThrow('imports node:sqlite');
    expect(() => runOnTheEdge('process.exit()')).toThrow('process is not defined');
  });
});
