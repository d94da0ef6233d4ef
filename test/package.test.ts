import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The package as a stranger gets it: packed, installed into an empty folder, run by the oldest Node it promises and by ours.
const root = fileURLToPath(new URL('..', import.meta.url));
const oldest = '22.18.0';
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/packed-'));
const oldNode = join(root, 'test/.tmp', `node-${oldest}`);
const npm = (cwd: string, ...words: string[]) =>
  execFileSync('npm', [...words, '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
  });

/** Why the package can not be tried here; undefined when it can. */
function whyNot(): string | undefined {
  if (!existsSync(join(root, 'dist/index.js'))) return 'nothing is built: run `npm run build`';
  if (process.env.CI || process.env.KENNING_PACKAGE) return undefined;
  return 'it installs packages from the registry: set KENNING_PACKAGE=1';
}

const reason = whyNot();
if (reason) console.warn(`skipped: the packed package (${reason})`);

describe.skipIf(reason)('the packed package', () => {
  beforeAll(() => {
    const [{ filename }] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const wanted = ['zod', 'postal-mime', 'typescript', '@types/node'].map(
      (name) => `${name}@${devDependencies[name]}`,
    );
    npm(folder, 'install', `./${filename}`, ...wanted);
    if (!existsSync(oldNode)) {
      mkdirSync(oldNode);
      writeFileSync(join(oldNode, 'package.json'), JSON.stringify({ private: true }));
      npm(oldNode, 'install', `node@${oldest}`);
    }
    writeFileSync(
      join(folder, 'inbox.mbox'),
      'From x Thu Jan  1 00:00:00 2026\nFrom: Maya Lindqvist <maya@lindqvist.example>\nTo: support@harborbikes.example\n' +
        'Message-ID: <1@mail.example>\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\nMy brakes squeal.\n',
    );
    writeFileSync(
      join(folder, 'kenning.config.ts'),
      `import { defineConfig } from 'kenning';
import { email } from 'kenning/channels/email';
import { sqlite } from 'kenning/sqlite';
const name: string = process.env.STORE ?? 'crm.sqlite';
export default defineConfig({
  store: sqlite({ file: name }),
  channels: { support: email({ files: ['inbox.mbox'], own: ['support@harborbikes.example'] }) },
});
`,
    );
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const runtimes: [string, () => string][] = [
    [oldest, () => join(oldNode, 'node_modules/.bin/node')],
    [process.versions.node, () => process.execPath],
  ];
  describe.each(runtimes)('on Node %s', (version, nodeOf) => {
    const run = (...words: string[]) =>
      spawnSync(nodeOf(), words, {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, STORE: `${version}.sqlite`, NODE_NO_WARNINGS: '1' },
      });
    const bin = 'node_modules/kenning/dist/cli/bin.js';

    it('is the Node that it says', () => {
      expect(run('--version').stdout.trim()).toBe(`v${version}`);
    });

    it('loads every entry that needs nothing which is not installed', () => {
      const { exports } = JSON.parse(readFileSync(join(folder, 'node_modules/kenning/package.json'), 'utf8'));
      const rooms = new Map([
        ['./channels/*', 'channels/connectors'],
        ['./crms/*', 'adapters/crms'],
      ]);
      const entries = Object.keys(exports).flatMap((entry) => {
        const room = rooms.get(entry);
        if (!room) return entry.includes('*') ? [] : entry;
        return readdirSync(join(folder, 'node_modules/kenning/dist', room)).map((name) => entry.replace('*', name));
      });
      // A thread's own file is run by a thread only.
      const names = entries.filter(
        (entry) => !entry.endsWith('.json') && !entry.includes('suites') && !entry.endsWith('/worker'),
      );
      const code = names.map((entry) => `await import(${JSON.stringify(entry.replace('.', 'kenning'))});`).join('\n');
      const { status, stderr } = run('--input-type=module', '--eval', code);
      expect(stderr).toBe('');
      expect(status).toBe(0);
    });

    it('syncs through the command with a configuration in TypeScript', () => {
      const help = run(bin, '--help');
      expect(help.status).toBe(0);
      expect(help.stdout).toContain('sync');
      const sync = run(bin, 'sync', '--json');
      expect(sync.stderr).toBe('');
      expect(JSON.parse(sync.stdout)).toMatchObject({ said: 1, failed: [] });
      expect(run(bin, 'customers').stdout).toContain('Maya Lindqvist');
    });
  });

  it('refuses a Node that is too old before it loads anything', () => {
    const bin = readFileSync(join(folder, 'node_modules/kenning/dist/cli/bin.js'), 'utf8');
    expect(bin).not.toMatch(/^import /m);
    const code = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
      await import(${JSON.stringify(join(folder, 'node_modules/kenning/dist/cli/bin.js'))});`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('kenning needs Node 22.18 or newer; this is 20.20.2.\n');
    expect(status).toBe(2);
  });
});
