import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { localServer } from '../core/http/local-server.js';
import { Canaries } from './canaries.js';
import { failures } from './failures.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'dist/cli/bin.js');
const reason = existsSync(bin) ? undefined : 'nothing is built: run `npm run build`';
if (reason) console.warn(`skipped: secrets and the command (${reason})`);
// Within the package, so that a configuration's `import 'kenning'` finds what was built.
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/canaries-'));
afterAll(() => rmSync(folder, { recursive: true }));

function kenning(config: string, ...words: string[]): Promise<{ code: number | null; shown: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, '--config', config, ...words], { cwd: folder }, (_error, out, err) =>
      resolve({ code: child.exitCode, shown: out + err }),
    );
  });
}

function written(name: string, text: string): string {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, text);
  return file;
}

const imports = `import { defineConfig } from 'kenning';
import { bluesky } from 'kenning/channels/bluesky';
import { feed } from 'kenning/channels/feed';
import { mastodon } from 'kenning/channels/mastodon';
import { memory } from 'kenning/memory';
import { postgres } from 'kenning/postgres';
`;

describe.skipIf(reason)('what the command shows', () => {
  const some = ['401', '403', '429', '500', 'JSON that breaks off', 'a refused connection', 'a redirect with a login'];

  it.concurrent.each(failures.filter(({ name }) => some.includes(name)))(
    'when channels fail: $name',
    async (failure) => {
      const canaries = new Canaries();
      const server = await localServer((response, asked) => failure.answer?.(response, asked));
      if (!failure.answer) await server.close();
      const config = written(
        `channels-${failure.name.replaceAll(/\W/g, '-')}`,
        `${imports}
const url = ${JSON.stringify(server.url)};
export default defineConfig({
  store: memory(),
  tombstoneKey: ${JSON.stringify(canaries.plant('tombstone key').padEnd(32, '.'))},
  channels: {
    one: bluesky({ service: url, identifier: 'us.example', password: ${JSON.stringify(canaries.plantOdd('password'))} }),
    two: mastodon({ instance: url, accessToken: ${JSON.stringify(canaries.plant('token'))} }),
    three: feed({ url: url + '/feed?key=' + ${JSON.stringify(canaries.plant('key'))}, comments: true }),
  },
});
`,
      );
      const [plain, json] = await Promise.all([kenning(config, 'sync'), kenning(config, '--json', 'sync')]);
      await server.close();
      expect([plain.code, json.code]).toEqual([1, 1]);
      expect(canaries.leaksIn([plain.shown, json.shown])).toEqual([]);
    },
  );

  it.each([
    [
      'a store that is not there',
      (secret: string) =>
        `export default defineConfig({ store: postgres({ connection: 'postgres://us:${secret}@127.0.0.1:1/crm' }) });`,
    ],
    [
      'an address that is none',
      (secret: string) =>
        `export default defineConfig({ store: postgres({ connection: 'mysql://us:${secret}@127.0.0.1/crm' }) });`,
    ],
    [
      'an option that is unknown',
      (secret: string) =>
        `export default defineConfig({ store: memory(), channels: { brand: mastodon({ instance: 'x.example', token: '${secret}' }) } });`,
    ],
    [
      'an instance with a login',
      (secret: string) =>
        `export default defineConfig({ store: memory(), channels: { brand: mastodon({ instance: 'https://us:${secret}@x.example' }) } });`,
    ],
    [
      'a feed with a login',
      (secret: string) =>
        `export default defineConfig({ store: memory(), channels: { brand: feed({ url: 'https://us:${secret}@x.example/feed' }) } });`,
    ],
    [
      'a key that is too short',
      (secret: string) => `export default defineConfig({ store: memory(), tombstoneKey: '${secret.slice(0, 31)}' });`,
    ],
    [
      'a slip of the pen',
      (secret: string) =>
        `export default defineConfig({ store: memory(), channels: { brand: mastodon({ instance: 'x.example' accessToken: '${secret}' }) } });`,
    ],
    [
      'a name that is not there',
      (secret: string) =>
        `const accessToken = '${secret}'; export default defineConfig({ store: memory(), channels: { brand: mastodn({ accessToken }) } });`,
    ],
    [
      'a text that does not end',
      (secret: string) => `export default defineConfig({ store: memory(), tombstoneKey: '${secret} });`,
    ],
    [
      'what TypeScript alone has',
      (secret: string) => `enum Keys { Token = '${secret}' }\nexport default defineConfig({ store: memory() });`,
    ],
  ])('of a configuration with %s', async (name, code) => {
    const canaries = new Canaries();
    const config = written(`config-${name.replaceAll(/\W/g, '-')}`, `${imports}${code(canaries.plant('secret'))}\n`);
    const { code: ended, shown } = await kenning(config, 'customers');
    expect(ended).toBeGreaterThan(0);
    expect(canaries.leaksIn(shown)).toEqual([]);
    expect(shown.length).toBeLessThan(2000);
  });
});
