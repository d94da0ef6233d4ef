import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import type { SourceRecordDraft } from '../../src/core/model/source-record.js';
import { dedupe, frozenModel } from '../../src/identity/dedupe.js';
import { recordIndex } from '../../src/identity/record-index/record-index.js';
import { type Chromium, startChromium, whyNoChromium } from '../support/chromium.js';

const reason = whyNoChromium();
if (reason) console.warn(`skipped: the identity engine in a browser (${reason})`);

const given = ['Maya', 'Tomas', 'Priya', 'Renée', 'Åse', 'Jörg', 'Ann', 'Bill', 'Grace', 'Hana', 'Ivan', 'Zoë'];
const family = ['Lindqvist', 'Okafor', 'Raman', 'Dupont', 'Sørensen', 'Marsh', 'Tanaka', 'Quiroga', 'Haddad'];

/**
 * Made-up people; every third is there twice, with a slip. Nobody is as likely one as another: between equals the last bit
 * of a logarithm decides, and releases of V8 round it differently.
 */
const records = Array.from({ length: 2000 }, (_, number): SourceRecordDraft & { id: string } => {
  const person = number % 3 === 2 ? number - 1 : number;
  const [first, last] = [given[person % 12] as string, family[(person * 5) % 9] as string];
  return {
    id: `r${number}`,
    source: 'file',
    externalId: `r${number}`,
    kind: 'contact',
    party: 'person',
    origin: 'import',
    observedAt: '2026-01-01T00:00:00.000Z',
    attributes: {
      givenName: first,
      familyName: number % 3 === 2 ? `${last}n` : last,
      birthDate: `19${50 + (person % 49)}-0${1 + (person % 9)}-${10 + (person % 19)}`,
    },
    identifiers: [{ kind: 'email', scope: '', value: `${first}${person}@mail.example` }],
  };
});

describe.skipIf(reason)('the identity engine in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
  let chromium: Chromium | undefined;
  afterAll(async () => {
    await chromium?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes the clusters under a model that it makes in Node, all at once and one by one, in one thread', {
    timeout: 120_000,
  }, async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../../src/identity/index.ts', import.meta.url))],
      bundle: true,
      write: false,
      minify: true,
      format: 'iife',
      globalName: 'identity',
      platform: 'browser',
      target: 'es2023',
    });
    const script = outputFiles[0]?.text as string;
    // What a page pays for it.
    expect(gzipSync(script).length).toBeLessThan(250_000);
    writeFileSync(join(folder, 'identity.js'), script);
    const model = frozenModel(records);
    writeFileSync(
      join(folder, 'records.js'),
      `const records = ${JSON.stringify(records)};\nconst model = ${JSON.stringify(model)};`,
    );
    const page = join(folder, 'page.html');
    writeFileSync(
      page,
      '<!doctype html><meta charset="utf-8"><script src="identity.js"></script><script src="records.js"></script>',
    );
    chromium = await startChromium();
    await chromium.open(pathToFileURL(page).href);
    await chromium.until("typeof identity === 'object' && typeof records === 'object'");
    const there = await chromium.evaluate<{ clusters: number[]; found: string[][]; isShared: boolean }>(`(() => {
      const index = identity.recordIndex({ model, records });
      return {
        clusters: identity.dedupe(records, { model }).map(({ cluster }) => cluster),
        found: records.slice(0, 50).map((record) => index.clusterOf(record.id).ids),
        isShared: typeof SharedArrayBuffer !== 'undefined',
      };
    })()`);
    const here = dedupe(records, { model }).map(({ cluster }) => cluster);
    expect(there.clusters).toEqual(here);
    expect(new Set(here).size).toBeLessThan(1500);
    const index = recordIndex({ model, records });
    expect(there.found).toEqual(records.slice(0, 50).map(({ id }) => index.clusterOf(id).ids));
    // A page that is not isolated can not share memory between threads.
    expect(there.isShared).toBe(false);
    expect(chromium.complaints).toEqual([]);
  });
});
