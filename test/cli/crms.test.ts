import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'dist/cli/bin.js');
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/crms-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kenning = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  return { code: status, out: stdout, err: stderr };
};

beforeAll(() => {
  if (!existsSync(bin)) throw new Error('The command is tested as it was built. Run `npm run build` first.');
  // Each command finds the CRMs as they were at first.
  writeFileSync(
    join(folder, 'kenning.config.ts'),
    `import { defineConfig } from 'kenning';
import { sqlite } from 'kenning/sqlite';
import { FakeCrm, fakeCrmAdapter } from 'kenning/testing';
const clock = { now: () => Date.UTC(2026, 0, 1) };
const crm = (source, title) => {
  const fake = new FakeCrm({ clock });
  fake.add({ first_name: 'Maya', last_name: 'Lindqvist', email: 'maya@lindqvist.example', ...title });
  return fakeCrmAdapter(fake, { source });
};
export default defineConfig({
  store: sqlite({ file: 'crm.sqlite' }),
  crms: {
    sales: crm('fake-crm/sales', { title: 'Buyer', nickname: 'May' }),
    support: crm('fake-crm/support', { title: 'Nurse' }),
  },
  sync: {
    fields: [{ field: 'title' }, { field: 'nick', as: { sales: 'nickname', support: 'nickname' } }, { field: 'bio' }],
  },
});
`,
  );
});

it('shows what would be written, lists what people must decide, and takes their word', () => {
  const synced = kenning('sync');
  expect(synced.code).toBe(1);
  expect(synced.err).toContain('kenning audit sales');
  expect(synced.err).toContain('All was read. What is to be written into CRMs waits');
  expect(synced.err).not.toContain('failed;');
  expect(synced.err).toContain('1 conflicts wait for a word of yours');
  expect(synced.err).toContain('bio is not written: "sales" has no field "bio"');
  const preview = kenning('sync', '--dry-run');
  expect(preview.out).toContain('to decide  field');
  const [line = ''] = kenning('conflicts').out.split('\n');
  expect(line).toContain('title: sales says "Buyer", support says "Nurse"');
  const id = line.split('  ')[0] as string;
  expect(kenning('decide', id).code).toBe(2);
  expect(kenning('decide', id, '--take', 'marketing').code).toBe(2);
  expect(kenning('decide', id, '--take', 'sales', '--by', 'Ann').code).toBe(0);
  expect(kenning('conflicts', '--json').out.trim()).toBe('[]');
  // Before anything goes out somebody has to have seen how the data stand.
  const refused = kenning('write-back');
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('kenning audit sales');
  expect(kenning('audit', 'sales', '--acknowledge').code).toBe(1);
  expect(kenning('audit').out).toContain('kenning audit support --acknowledge');
  expect(kenning('audit', 'sales', '--acknowledge', '--by', 'Ann').code).toBe(0);
  expect(kenning('audit', 'support', '--acknowledge', '--by', 'Ann').code).toBe(0);
  const written = kenning('write-back');
  expect(written.out).toContain('2 written');
  expect(kenning('sync').code).toBe(0);
  expect(kenning('open-case', 'nonsense').code).toBe(2);
});
