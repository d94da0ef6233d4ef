import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Within the package, so that a configuration's `import 'kenning'` finds what was built.
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/review-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, 'kenning.config.ts'),
  `import { defineConfig } from 'kenning';
import { sqlite } from 'kenning/sqlite';
export default defineConfig({ store: sqlite({ file: 'crm.sqlite' }) });
`,
);

describe('kenning review', () => {
  it('says what to do where nobody can be asked', async () => {
    const { run } = commandIn(folder);
    expect(await run('review')).toMatchObject({ code: 2, err: expect.stringContaining('--web') });
  });

  it('serves the page as it was built, until Ctrl-C', async () => {
    const { bin } = commandIn(folder);
    const child = spawn(process.execPath, [bin, 'review', '--web', '--by', 'ann'], { cwd: folder });
    const exited = once(child, 'exit');
    for await (const line of createInterface({ input: child.stderr })) {
      const [url] = /http:\S+/.exec(line) ?? [];
      if (!url) continue;
      const answer = await fetch(url);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await answer.text()).toContain('<title>kenning review</title>');
      expect(await (await fetch(new URL('pair', url))).json()).toEqual({ at: 0, waiting: 0, undoable: false });
      break;
    }
    child.kill('SIGINT');
    expect((await exited)[0]).toBe(0);
  });
});
