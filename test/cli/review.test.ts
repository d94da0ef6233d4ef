import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
import { email } from 'kenning/channels/email';
import { sqlite } from 'kenning/sqlite';
export default defineConfig({
  store: sqlite({ file: 'crm.sqlite' }),
  channels: { support: email({ files: ['inbox.mbox'], own: ['support@bikes.example'] }) },
});
`,
);
writeFileSync(
  join(folder, 'inbox.mbox'),
  ['maya@lindqvist.example', 'maya.lindqvist@work.example']
    .map(
      (address, at) =>
        `From x@y Thu Jan  1 00:00:00 2026\nFrom: Maya Lindqvist <${address}>\nTo: support@bikes.example\nMessage-ID: <${at}@mail.example>\nDate: Mon, 5 Jan 2026 10:0${at}:00 +0000\n\nMy brakes squeal.\n\n`,
    )
    .join(''),
);

const noTerminal = existsSync('/usr/bin/script') ? undefined : 'the program `script` is not installed';
if (noTerminal) console.warn(`skipped: kenning review in a terminal (${noTerminal})`);

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

  it.skipIf(noTerminal)('is worked by keys in a terminal: one, undo, two, quit', async () => {
    const { run, bin } = commandIn(folder);
    expect((await run('sync')).code).toBe(0);
    const command = `stty cols 110; ${process.execPath} ${bin} review --by ann`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      env: { ...process.env, TERM: 'xterm' },
    });
    const exited = once(child, 'exit');
    let shown = '';
    const steps: [string, string][] = [
      ['Are they one?', 'y'],
      ['undo the last answer', 'u'],
      ['Are they one?', 'n'],
      ['undo the last answer', 'q'],
    ];
    for await (const part of child.stdout as AsyncIterable<Buffer>) {
      shown += part.toString();
      const [awaited, key] = steps[0] ?? [];
      // The keys are asked for at the end of what is drawn, and `quit` is the last of them.
      const drawn = awaited ? shown.indexOf('quit', shown.indexOf(awaited)) : -1;
      if (!awaited || !key || !shown.includes(awaited) || drawn < 0) continue;
      steps.shift();
      shown = '';
      child.stdin.write(key);
    }
    expect((await exited)[0]).toBe(0);
    expect(steps).toEqual([]);
    expect(shown).toContain('1 answered.');
    expect((await run('reviews', '--json')).out).toBe('[]\n');
    expect(JSON.parse((await run('customers', '--json')).out)).toHaveLength(2);
    const [one, other] = ['maya@lindqvist.example', 'maya.lindqvist@work.example'];
    expect((await run('why', one, other, '--bars')).out).toMatch(/\+\d+\.\d +█+ .*bits together/s);
  });
});
