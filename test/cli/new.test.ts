import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPackage } from '../../src/cli/new/new-package.js';
import type { Kind } from '../../src/cli/new/templates.js';
import { commandIn, type Ended } from './run-kenning.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/new-'));
const { run } = commandIn(folder);
afterAll(() => rmSync(folder, { recursive: true }));

// What `npm install` would put there.
beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/kenning'));
  for (const name of ['zod', 'vitest', 'typescript', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
});

function node(cwd: string, ...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    // A runner within a runner is to write as if it were alone.
    const { NODE_TEST_CONTEXT, VITEST, VITEST_MODE, ...env } = process.env;
    const child = execFile(process.execPath, words, { cwd: join(folder, cwd), env }, (_error, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
  });
}
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');

describe.concurrent('a new package', () => {
  it('for a network has right types and passes the suite', async () => {
    const ended = await run('new', 'connector', 'acme', '--json');
    expect(ended.err).toContain('cd acme && npm install && npm test');
    expect(JSON.parse(ended.out).files).toContain('acme/src/acme.ts');
    expect(await node('acme', tsc)).toMatchObject({ code: 0, out: '' });
    const { code, out } = await node('acme', vitest, 'run');
    expect(out).toMatch(/Tests.*4\d passed/);
    expect(code).toBe(0);
  }, 60_000);

  it('for a CRM has right types, passes the suite under node:test, and builds', async () => {
    expect((await run('new', 'crm', 'acme-desk', '--runner', 'node')).code).toBe(0);
    expect(await node('acme-desk', tsc)).toMatchObject({ code: 0, out: '' });
    const { code, out } = await node('acme-desk', '--test', 'test/*.test.ts');
    expect(out).toMatch(/pass 5\d\n/);
    expect(code).toBe(0);
    expect(await node('acme-desk', tsc, '-p', 'tsconfig.build.json')).toMatchObject({ code: 0, out: '' });
    expect(existsSync(join(folder, 'acme-desk/dist/acme-desk.d.ts'))).toBe(true);
    const load = `console.log(Object.keys(await import('kenning-acme-desk')))`;
    expect((await node('acme-desk', '--input-type=module', '--eval', load)).out).toContain('acmeDesk');
  }, 60_000);

  it('holds under names that mean something in its code', async () => {
    const names = ['class', 'signal', 'call', 'http-client', 'it', 'z', 'x', 'constructor', 'global-this', 'undefined'];
    const more = ['harbor', 'harbor-crm', 'harbor-2', 'fake-network', 'fake-crm', 'to-string', 'await', 'require'];
    mkdirSync(join(folder, 'names'));
    for (const kind of ['connector', 'crm'] as const)
      for (const name of [...names, ...more])
        for (const [path, text] of newPackage({ kind, name, runner: 'vitest' })) {
          const file = join(folder, 'names', kind, name, path);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text);
        }
    writeFileSync(
      join(folder, 'names/tsconfig.json'),
      newPackage({ kind: 'crm', name: 'x', runner: 'vitest' })
        .get('tsconfig.json')
        ?.replace('"src"', '"*/*/src"')
        .replace('"test"', '"*/*/test"') ?? '',
    );
    expect((await node('names', tsc)).out).toBe('');
  }, 60_000);
});

describe('kenning new', () => {
  it('overwrites nothing, and takes no path for a name', async () => {
    mkdirSync(join(folder, 'there'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'hanging'));
    for (const name of ['there', 'hanging'])
      expect(await run('new', 'crm', name)).toMatchObject({ code: 1, err: expect.stringContaining('stays as it is') });
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    for (const name of [
      '../up',
      '/tmp/x',
      'a/b',
      'Acme',
      '.',
      '',
      'a--b',
      '-a',
      'a\nb',
      'é',
      '9x',
      '__proto__',
      'a'.repeat(51),
    ])
      expect(await run('new', 'crm', '--', name)).toMatchObject({
        code: 2,
        err: expect.stringContaining('can not be a name'),
      });
    expect((await run('new', 'crm')).code).toBe(2);
    expect((await run('new', 'network', 'acme')).code).toBe(2);
    expect((await run('new', 'crm', 'other', '--runner', 'jest')).err).toContain('vitest, node');
    expect(existsSync(join(folder, 'other'))).toBe(false);
  });

  it('gets kenning from where the folder gets it', async () => {
    const place = mkdtempSync(join(folder, 'own-'));
    const own = commandIn(place);
    const kenningOf = async (name: string, spec?: string) => {
      if (spec) writeFileSync(join(place, 'package.json'), JSON.stringify({ dependencies: { kenning: spec } }));
      await own.run('new', 'crm', name);
      return JSON.parse(readFileSync(join(place, name, 'package.json'), 'utf8')).devDependencies.kenning;
    };
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await kenningOf('a')).toBe(`^${version}`);
    expect(await kenningOf('b', 'file:kenning-0.1.0.tgz')).toBe('file:../kenning-0.1.0.tgz');
    expect(await kenningOf('c', 'file:/somewhere/kenning.tgz')).toBe('file:/somewhere/kenning.tgz');
    expect(await kenningOf('d', '^0.1.0')).toBe('^0.1.0');
  });

  it('knows no name of the tutorial any more, whatever it is called', () => {
    const kind = fc.constantFrom<Kind>('connector', 'crm');
    const name = fc
      .stringMatching(/^[a-z][a-z\d]{0,8}(-[a-z\d]{1,8}){0,3}$/)
      .filter((text) => !text.includes('harbor'));
    fc.assert(
      fc.property(kind, name, (of, called) => {
        const files = newPackage({ kind: of, name: called, runner: 'node:test' });
        expect([...files.values()].join('\n')).not.toMatch(/harbor|import\.meta|undefined\b.*from '/i);
        expect(files.get(`src/${called}.ts`)).toContain(`'${called}'`);
      }),
    );
  });
});
