import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((page) => `docs/${page}`),
];

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

it('every block of TypeScript in the documentation is right against what was built', () => {
  let blocks = 0;
  for (const page of pages.filter((name) => name.endsWith('.md') && !name.startsWith('docs/api')))
    for (const [line, code] of blocksOf(page)) {
      blocks += 1;
      const name = `${page.replaceAll(/[^a-z0-9]+/gi, '-')}-line-${line}.ts`;
      writeFileSync(join(folder, name), `${code}\nexport {};\n`);
    }
  expect(blocks).toBeGreaterThan(3);
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
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    expect.fail(`${relative(root, folder)}\n${(error as { stdout: string }).stdout}`);
  }
});
