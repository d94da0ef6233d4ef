import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((page) => `docs/${page}`),
];

/** Files that the documentation speaks of: they lie beside each block when it runs. */
const files = join(root, 'test/fixtures/docs');
const offline = pathToFileURL(join(root, 'test/support/offline.ts')).href;

/** The TypeScript of a page, each block by the line on which it begins. */
function* blocksOf(page: string): Generator<[line: number, code: string]> {
  const lines = readFileSync(join(root, page), 'utf8').split('\n');
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] !== '```ts') continue;
    const end = lines.indexOf('```', at);
    yield [at + 2, lines.slice(at + 1, end).join('\n')];
    at = end;
  }
}

const blocks: { name: string; code: string }[] = [];
for (const page of pages.filter((name) => name.endsWith('.md') && !name.startsWith('docs/api')))
  for (const [line, code] of blocksOf(page))
    blocks.push({ name: `${page.replaceAll(/[^a-z0-9]+/gi, '-')}-line-${line}.ts`, code: `${code}\nexport {};\n` });

describe('every block of TypeScript in the documentation', () => {
  it('is right against what was built', () => {
    expect(blocks.length).toBeGreaterThan(3);
    for (const { name, code } of blocks) writeFileSync(join(folder, name), code);
    const options = {
      target: 'es2023',
      module: 'nodenext',
      lib: ['es2024', 'dom', 'dom.iterable', 'esnext'],
      types: ['node'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
    try {
      execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
        encoding: 'utf8',
      });
    } catch (error) {
      expect.fail(`${relative(root, folder)}\n${(error as { stdout: string }).stdout}`);
    }
  });

  it.each(blocks)('runs: $name', ({ name, code }) => {
    const place = mkdtempSync(join(folder, 'run-'));
    cpSync(files, place, { recursive: true });
    writeFileSync(join(place, name), code);
    const { status, stderr } = spawnSync(process.execPath, ['--import', offline, name], {
      cwd: place,
      encoding: 'utf8',
      timeout: 20_000,
      env: { ...process.env, NODE_NO_WARNINGS: '1', BLUESKY_PASSWORD: 'made-up' },
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
