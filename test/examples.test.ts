import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const offline = new URL('support/offline.ts', import.meta.url).href;
const examples = [...readdirSync(`${root}/examples`).filter((name) => name.endsWith('.ts')), 'demo/demo.ts'];

beforeAll(() => {
  if (!existsSync(`${root}/dist/index.js`))
    throw new Error('Examples run on what was built. Run `npm run build` first.');
});

describe('every example runs offline', () => {
  it.each(examples)('%s', (name) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', offline, `examples/${name}`], {
      cwd: root,
      encoding: 'utf8',
      timeout: 30_000,
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    // The demo tells its progress there.
    if (!name.startsWith('demo/')) expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).not.toBe('');
  });
});
