import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'dist/cli/bin.js');
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/speaking-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kenning = (...words: string[]) => {
  const env = { ...process.env, NODE_NO_WARNINGS: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { code: status, out: stdout, err: stderr };
};

beforeAll(() => {
  if (!existsSync(bin)) throw new Error('The command is tested as it was built. Run `npm run build` first.');
  const recorded = pathToFileURL(join(root, 'examples/demo/recorded-fetch.ts')).href;
  writeFileSync(
    join(folder, 'kenning.config.ts'),
    `import { defineConfig, presetForOne } from 'kenning';
import { bluesky } from 'kenning/channels/bluesky';
import { sqlite } from 'kenning/sqlite';
import { recordedBluesky } from '${recorded}';
export default defineConfig({
  store: sqlite({ file: 'crm.sqlite' }),
  channels: { brand: bluesky({ identifier: 'harborbikes.test', password: 'recorded', fetch: recordedBluesky().fetch }) },
  strategy: presetForOne({ owner: 'Ann' }),
});
`,
  );
});

it('answers through the gate, and stops all speaking', () => {
  expect(kenning('sync').code).toBe(0);
  const timeline = kenning('timeline', '@maya-rides.test');
  const [id] = timeline.out.match(/[0-9a-f-]{36}(?=\))/) ?? [];
  if (!id) throw new Error(timeline.out + timeline.err);

  const pause = kenning('pause', '--reason', 'an accident', '--by', 'Ann');
  expect(pause).toMatchObject({ code: 0, out: expect.stringContaining('resume') });
  const refused = kenning('reply', id, 'We are on it.', '--by', 'Ann');
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('paused') });
  expect(kenning('resume', '--by', 'Ann')).toMatchObject({ code: 0, out: 'Nothing waited.\n' });

  const text = 'We are sorry. Your brake set came in this morning.';
  const sent = kenning('reply', id, text, '--by', 'Ann', '--key', 'one', '--json');
  expect(JSON.parse(sent.out)).toMatchObject({ state: 'done', verb: 'reply', text });
  // The same key never writes twice.
  const again = kenning('reply', id, text, '--by', 'Ann', '--key', 'one', '--json');
  expect(JSON.parse(again.out)).toMatchObject({ id: JSON.parse(sent.out).id, state: 'done' });
  expect(kenning('timeline', '@maya-rides.test').out).toContain('bluesky post  recipient');

  expect(kenning('reply', 'x', 'Hello')).toMatchObject({
    code: 2,
    err: expect.stringContaining("no interaction's id"),
  });
  expect(kenning('reply', id, 'x'.repeat(301), '--by', 'Ann')).toMatchObject({
    code: 2,
    err: expect.stringContaining('300'),
  });
  expect(kenning('drafts')).toMatchObject({ code: 0, out: '\n' });
  expect(kenning('approve', 'nothing')).toMatchObject({ code: 1 });
  expect(kenning('stage').out).toMatch(/^engage: Ann/);
});
