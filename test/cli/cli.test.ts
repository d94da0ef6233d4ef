import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'dist/cli/bin.js');
// Within the package, so that a configuration's `import 'kenning'` finds what was built.
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function kenning(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, ...words], { cwd: folder }, (_error, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
  });
}

beforeAll(() => {
  if (!existsSync(bin)) throw new Error('The command is tested as it was built. Run `npm run build` first.');
  const mail = (from: string, to: string, id: number, text: string) =>
    `From x@y Thu Jan  1 00:00:00 2026\nFrom: ${from}\nTo: ${to}\nMessage-ID: <${id}@mail.example>\nDate: Mon, 5 Jan 2026 10:0${id}:00 +0000\n\n${text}\n\n`;
  writeFileSync(
    join(folder, 'inbox.mbox'),
    mail('Maya Lindqvist <maya@lindqvist.example>', 'support@bikes.example', 1, 'My brakes squeal.\u001b[31m') +
      mail('Tomas Okafor <tomas@okafor.example>', 'support@bikes.example', 2, 'When do you open?'),
  );
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
});

describe('the kenning command', () => {
  it('syncs, lists, merges, explains and unmerges', async () => {
    expect(await kenning('sync')).toMatchObject({ code: 0, out: expect.stringContaining('2 interactions new') });
    const { out } = await kenning('sync', '--json');
    expect(JSON.parse(out)).toMatchObject({ said: 0, failed: [] });

    const customers = JSON.parse((await kenning('customers', '--json')).out) as { id: string }[];
    expect(customers).toHaveLength(2);
    const [maya, tomas] = customers.map(({ id }) => id) as [string, string];
    expect((await kenning('why', maya, tomas)).out).toContain('They are two.');
    expect((await kenning('merge', maya, tomas, '--dry-run')).out).toContain('Would change');
    expect((await kenning('why', maya, tomas)).out).toContain('They are two.');

    const merged = JSON.parse((await kenning('merge', maya, tomas, '--by', 'ann', '--json')).out);
    expect((await kenning('why', maya, tomas)).out).toContain(`link ${merged.decision.id} by ann`);
    const both = (await kenning('timeline', tomas)).out;
    expect(both).toContain('My brakes squeal.');
    expect(both).toContain('When do you open?');
    // What strangers write does not move the cursor of whoever reads it.
    expect(both).not.toContain('\u001b');

    expect(await kenning('unmerge', merged.decision.id)).toMatchObject({
      code: 0,
      out: expect.stringContaining(tomas),
    });
    expect((await kenning('timeline', tomas)).out).not.toContain('squeal');
  });

  it('exports and erases a person by any name of theirs, and says what people must do', async () => {
    expect((await kenning('timeline', 'maya@lindqvist.example')).out).toContain('squeal');
    const file = join(folder, 'maya.jsonl');
    expect(await kenning('export', 'maya@lindqvist.example', '--out', file)).toMatchObject({ code: 0, out: '' });
    const entries = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(entries.map((line) => JSON.parse(line).part)).toContain('interaction');
    expect(await kenning('erase', 'maya@lindqvist.example')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--yes'),
    });
    const { out } = await kenning('erase', 'maya@lindqvist.example', '--yes', '--by', 'ann', '--json');
    expect(JSON.parse(out)).toMatchObject({ by: 'ann', gone: { interactions: 1 }, keptAway: false });
    expect(await kenning('timeline', 'maya@lindqvist.example')).toMatchObject({ code: 1 });
    expect(await kenning('readmit', 'maya@lindqvist.example')).toMatchObject({
      code: 1,
      err: expect.stringContaining('tombstoneKey'),
    });
    expect(readFileSync(join(folder, 'crm.sqlite')).includes('squeal')).toBe(false);
  });

  it('says what is wrong, and where', async () => {
    expect(await kenning('--help')).toMatchObject({ code: 0, out: expect.stringContaining('timeline') });
    expect(await kenning('timeline', '--help')).toMatchObject({ code: 0 });
    expect(await kenning('sing')).toMatchObject({ code: 2, err: expect.stringContaining('unknown command') });
    expect(await kenning('sync', '--loud')).toMatchObject({ code: 2, err: expect.stringContaining('--loud') });
    expect(await kenning('timeline', '@nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('kenning customers'),
    });
    expect(await kenning('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(await kenning('--config', 'none.ts', 'sync')).toMatchObject({
      code: 1,
      err: expect.stringContaining('none.ts'),
    });
    const missing = '01890000-0000-7000-8000-000000000000';
    expect(await kenning('timeline', missing)).toMatchObject({ code: 1, err: expect.stringContaining('not-found') });
  });
});
