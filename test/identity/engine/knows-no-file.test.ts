import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const folders = ['people', 'social', 'models'].map((folder) => join(shared, 'data', folder)).filter(existsSync);

it.skipIf(folders.length === 0)('no source names a column of the shared files (skipped without them)', () => {
  // Plain words such as `city` are words of the language too: what has an underscore is a name of the file's own.
  const columns = new Set<string>();
  for (const folder of folders)
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.csv')))
      for (const name of (readFileSync(join(folder, file), 'utf8').split('\n', 1)[0] ?? '').split(','))
        if (/[a-z]_[a-z]/i.test(name)) columns.add(name.trim());
  const source = fileURLToPath(new URL('../../../src/identity', import.meta.url));
  // What reads Splink's models names Splink's own settings and their defaults.
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('splink/'),
  );
  expect(files.length).toBeGreaterThan(50);
  for (const file of files) {
    const text = readFileSync(join(source, file), 'utf8');
    for (const column of columns) expect(text.includes(column), `${file} names ${column}`).toBe(false);
  }
});
