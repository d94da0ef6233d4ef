import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'dist/cli/bin.js');
if (!existsSync(bin)) throw new Error('The command is tested as it was built. Run `npm run build` first.');
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/merge-'));
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

// Each command finds the CRM as it was at first: what was done is known from the store alone.
writeFileSync(
  join(folder, 'kenning.config.ts'),
  `import { defineConfig } from 'kenning';
import { sqlite } from 'kenning/sqlite';
import { FakeCrm, fakeCrmAdapter } from 'kenning/testing';
const fake = new FakeCrm({ clock: { now: () => Date.UTC(2026, 0, 1) } });
for (const last_name of ['Lindqvist', 'Okafor', 'Raman']) fake.add({ first_name: 'Maya', last_name });
export default defineConfig({ store: sqlite({ file: 'crm.sqlite' }), crms: { sales: fakeCrmAdapter(fake) } });
`,
);

it('merges in a CRM by a plan, with a dry run and a log, and goes on where it stopped', async () => {
  expect(kenning('sync').code).toBe(0);
  const { customers } = { customers: JSON.parse(kenning('customers', '--json').out) as { records: Known[] }[] };
  const [winner = '', loser = '', third = ''] = customers.flatMap(({ records }) =>
    records.map((one) => one.externalId),
  );
  writeFileSync(join(folder, 'plan.csv'), `winner,loser\n${winner},${loser}\n${winner},none\n${loser},${third}\n`);
  const merge = (...words: string[]) =>
    kenning('merge', '--plan', 'plan.csv', '--crm', 'sales', '--by', 'Ann', ...words);
  expect(merge('--dry-run').out).toBe('1 would-merge, 2 refused\n');
  expect(existsSync(join(folder, 'plan.csv.log.csv'))).toBe(false);
  expect(merge()).toMatchObject({ code: 1, err: expect.stringContaining('kenning audit sales') });
  kenning('audit', 'sales');
  expect(kenning('audit', 'sales', '--acknowledge', '--by', 'Ann').code).toBe(0);
  const merged = merge('--log', 'log.csv');
  expect(merged.out).toBe('1 merged, 2 refused\n');
  expect(merged.err).toContain(`none into ${winner} refused: "sales" has no contact none`);
  expect(merge('--log', 'log.csv').out).toBe('1 merged-before, 2 refused\n');
  const [header, ...lines] = readFileSync(join(folder, 'log.csv'), 'utf8').trimEnd().split('\n');
  expect(header).toBe('at,winner,loser,outcome,problem');
  expect(lines.map((line) => line.split(',')[3])).toEqual(
    ['merged', 'merged-before'].flatMap((first) => [first, 'refused', 'refused']),
  );
  writeFileSync(join(folder, 'wrong.csv'), 'a,b\n1,2\n');
  expect(kenning('merge', '--plan', 'wrong.csv', '--crm', 'sales')).toMatchObject({ code: 2 });
  expect(kenning('merge', '--plan', 'plan.csv', '--crm', 'other', '--dry-run').err).toContain('no CRM "other"');
});

interface Known {
  externalId: string;
}
