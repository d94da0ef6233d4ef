import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const reason = existsSync(join(root, 'dist/index.js')) ? undefined : 'nothing is built: run `npm run build`';
if (reason) console.warn(`skipped: exports against what was built (${reason})`);

type Targets = Record<'types' | 'default', string>;
const { exports: exported, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | Targets>;
  bin: Record<string, string>;
};

/** Pieces that entries share; the bundler names them by a hash. They lie beside the front door and nowhere else. */
const isShared = (file: string) => /^[^/]+-[A-Za-z0-9_-]{8}\.(d\.ts|js)$/.test(file);

/** The files that a target with at most one `*` stands for. */
function filesOf(target: string, built: readonly string[]): string[] {
  const [before = '', ...after] = target.replace('./dist/', '').split('*');
  if (after.length === 0) return built.filter((file) => file === before);
  const end = after.join('*');
  return built.filter(
    (file) =>
      file.startsWith(before) &&
      file.endsWith(end) &&
      !file.slice(before.length, -end.length || undefined).includes('/'),
  );
}

describe.skipIf(reason)('what the package exports', () => {
  const built = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(js|d\.ts)$/.test(file),
  );
  const targets = Object.values(exported).filter((target) => typeof target === 'object');

  it('is what was built, and nothing else', () => {
    const reached = [
      ...targets.flatMap((target) => [...filesOf(target.types, built), ...filesOf(target.default, built)]),
      ...Object.values(bin)
        .flatMap((file) => [file, file.replace(/\.js$/, '.d.ts')])
        .map((file) => file.replace('./dist/', '')),
    ];
    expect(built.filter((file) => !isShared(file)).sort()).toEqual([...new Set(reached)].sort());
  });

  it('leads to files with types', () => {
    for (const [name, target] of Object.entries(exported)) {
      if (typeof target === 'string') expect(existsSync(join(root, target)), name).toBe(true);
      else {
        const [types, code] = [filesOf(target.types, built), filesOf(target.default, built)];
        expect(types.length, name).toBeGreaterThan(0);
        expect(
          code.map((file) => file.replace(/\.js$/, '.d.ts')),
          name,
        ).toEqual(types);
      }
    }
  });

  it('holds every connector and adapter that there is', () => {
    for (const [folder, pattern] of [
      ['src/channels/connectors', './channels/*'],
      ['src/adapters/crms', './crms/*'],
    ] as const) {
      if (!existsSync(join(root, folder))) continue;
      const names = readdirSync(join(root, folder)).map((name) => name.replace(/\.ts$/, ''));
      const target = exported[pattern];
      const files = typeof target === 'object' ? filesOf(target.default, built) : [];
      for (const name of names)
        expect(
          files.some((file) => file.split('/').includes(name)),
          name,
        ).toBe(true);
    }
  });
});
