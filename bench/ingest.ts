import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextOf } from '../src/core/context.js';
import { ingest } from '../src/core/ingest/ingest.js';
import { memory } from '../src/core/store/memory.js';
import { sqlite } from '../src/core/store/sqlite.js';
import type { Store } from '../src/core/store/store.js';
import { matcher } from '../src/identity/matcher/matcher.js';
import { recognizer } from '../src/identity/recognizer.js';
import { posts } from './made-up.js';

/** Posts a second into a store, with the resolver on. `--count 20000 --size 200 --store sqlite` */
const value = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const count = Number(value('count', '20000'));
const size = Number(value('size', '200'));
const folder = mkdtempSync(join(tmpdir(), 'kenning-bench-'));
const stores: Record<string, () => Store> = {
  memory: () => memory(),
  sqlite: () => sqlite({ file: join(folder, 'bench.sqlite') }),
};

const open = stores[value('store', 'sqlite')];
if (!open) throw new Error('Give --store memory or --store sqlite.');
const store = open();
const context = contextOf();
const intake = ingest({ store, context, recognizer: recognizer({ resolver: matcher(), context }) });
const items = [...posts({ count, seed: 1, known: 0 })];
const began = performance.now();
for (let from = 0; from < items.length; from += size)
  await intake.page({ page: { items: items.slice(from, from + size), rejected: [] }, channel: 'bench' });
const seconds = (performance.now() - began) / 1000;
const customers = await store.count('records', 'byState', { state: 'standing' });
console.log(
  JSON.stringify({
    store: value('store', 'sqlite'),
    count,
    size,
    seconds: Number(seconds.toFixed(2)),
    perSecond: Math.round(count / seconds),
    customers,
  }),
);
await store.close();
rmSync(folder, { recursive: true });
