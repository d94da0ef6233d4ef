import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'dist/cli/bin.js');
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const made = mkdtempSync(join(root, 'test/.tmp/init-'));
let folder = '';
let count = 0;
beforeAll(() => {
  if (!existsSync(bin)) throw new Error('The command is tested as it was built. Run `npm run build` first.');
});
beforeEach(() => {
  count += 1;
  folder = join(made, String(count));
  mkdirSync(folder);
});
afterAll(() => rmSync(made, { recursive: true }));

interface Ended {
  code: number | null;
  out: string;
}

/** Runs a command; `onText` sees all that it has written so far and may type. */
function run(
  command: string,
  words: string[],
  options: { env?: Record<string, string>; onText?: (text: string, type: (keys: string) => void) => void } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { cwd: folder, env: { ...process.env, ...options.env } });
    let out = '';
    const onData = (data: Buffer) => {
      out += data;
      options.onText?.(out, (keys) => child.stdin.write(keys));
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    if (!options.onText) child.stdin.end();
    child.on('close', (code) => resolve({ code, out }));
  });
}
const kenning = (words: string[], options?: Parameters<typeof run>[2]) =>
  run(process.execPath, [bin, ...words], options);
const kept = () =>
  JSON.parse(readFileSync(join(folder, '.kenning/secrets.json'), 'utf8')) as { values: Record<string, string> };

const flags = [
  ...[
    'init',
    '--channel',
    'brand=bluesky',
    '--set',
    'brand.identifier=harbor.example',
    '--secret',
    'brand.password=MADE_UP',
  ],
  ...['--crm', 'contacts=csv', '--set', 'contacts.file=people.csv'],
];

describe('kenning init', () => {
  it('writes a configuration that loads, and no secret into it', async () => {
    const { code, out } = await kenning(flags, { env: { MADE_UP: "pass'word" } });
    expect(out).toContain('Wrote kenning.config.ts');
    expect(code).toBe(0);
    const text = readFileSync(join(folder, 'kenning.config.ts'), 'utf8');
    expect(text).toContain("bluesky({ identifier: 'harbor.example', password: kept.get('brand.password') })");
    expect(text + out).not.toContain("pass'word");
    expect(kept().values).toEqual({ 'brand.password': "pass'word" });
    expect(statSync(join(folder, '.kenning/secrets.json')).mode & 0o777).toBe(0o600);
    writeFileSync(join(folder, 'people.csv'), 'name,email\nMaya Lindqvist,maya@lindqvist.example\n');
    const status = await kenning(['status', '--json']);
    expect(JSON.parse(status.out)).toMatchObject({
      channels: [{ name: 'brand', network: 'bluesky' }],
      crms: [{ name: 'contacts' }],
    });
  });

  it('says what is missing, and how to say it', async () => {
    const { code, out } = await kenning(flags.slice(0, 5));
    expect(code).toBe(2);
    expect(out).toContain('--secret brand.password=VARIABLE');
    expect(existsSync(join(folder, 'kenning.config.ts'))).toBe(false);
    expect(await kenning(['init'])).toMatchObject({ code: 2, out: expect.stringContaining('nobody to ask') });
    expect(await kenning(['init', '--crm', 'x=sap'])).toMatchObject({ code: 2, out: expect.stringContaining('csv') });
  });

  it('leaves a configuration that is there as it is', async () => {
    writeFileSync(join(folder, 'kenning.config.ts'), '// ours\n');
    const { code, out } = await kenning(flags, { env: { MADE_UP: 'x' } });
    expect(code).toBe(1);
    expect(out).toContain('export default defineConfig');
    expect(readFileSync(join(folder, 'kenning.config.ts'), 'utf8')).toBe('// ours\n');
  });

  it('does not read secrets that others may read', async () => {
    await kenning(flags, { env: { MADE_UP: 'x' } });
    writeFileSync(join(folder, 'people.csv'), 'name\nMaya\n');
    await run('chmod', ['644', '.kenning/secrets.json']);
    expect(await kenning(['status'])).toMatchObject({ out: expect.stringContaining('chmod 600') });
  });

  it('signs in with the browser where the network wants it', async () => {
    const asked: string[] = [];
    let redirect = '';
    const server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '', 'http://x');
      let body = '';
      for await (const part of request) body += part;
      const form = new URLSearchParams(body);
      asked.push(`${request.method} ${url.pathname}`);
      const answer = (value: unknown) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
      if (url.pathname === '/api/v1/apps') {
        redirect = form.get('redirect_uris') ?? '';
        answer({ client_id: 'id-1', client_secret: 'secret-1' });
      } else if (url.pathname === '/oauth/authorize') {
        expect(url.searchParams.get('redirect_uri')).toBe(redirect);
        expect(url.searchParams.get('code_challenge_method')).toBe('S256');
        const back = new URL(redirect);
        back.searchParams.set('code', 'code-1');
        back.searchParams.set('state', url.searchParams.get('state') ?? '');
        response.writeHead(302, { location: back.href }).end();
      } else if (url.pathname === '/oauth/token' && form.get('code') === 'code-1' && form.get('code_verifier'))
        answer({ access_token: 'token-1', token_type: 'Bearer', scope: 'read write:statuses' });
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    let page: Promise<Response> | undefined;
    const { code, out } = await kenning(['init', '--channel', 'fedi=mastodon', '--set', `fedi.instance=${origin}`], {
      onText(text) {
        const url = /http:\/\/\S+\/oauth\/authorize\S+/.exec(text)?.[0];
        if (url) page ??= fetch(url);
      },
    });
    server.close();
    expect(await (await page)?.text()).toContain('close this window');
    expect(code).toBe(0);
    expect(asked).toEqual(['POST /api/v1/apps', 'GET /oauth/authorize', 'POST /oauth/token']);
    expect(kept().values).toEqual({ 'fedi.accessToken': 'token-1' });
    for (const secret of ['token-1', 'secret-1', 'code-1']) expect(out).not.toContain(secret);
  });

  // `script` gives the command a terminal.
  it('asks a person at a terminal, and shows no password', async () => {
    const steps: [wait: string, keys: string][] = [
      ['Where do customers speak', '\r'],
      ['what do you call it', '\r'],
      ['The handle of our account', 'harbor.example\r'],
      ['An app password', 'sesame-open\r'],
      ['Where do customers speak', '\u001b[A'],
      ['Nowhere else', '\r'],
      ['Where are the customers known', '\u001b[A'],
      ['Nowhere else', '\r'],
    ];
    let seen = 0;
    const { code, out } = await run(
      'script',
      ['-qec', `stty cols 120 rows 40; '${process.execPath}' '${bin}' init`, '/dev/null'],
      {
        onText(text, type) {
          const [wait, keys] = steps[0] ?? [];
          const at = wait === undefined ? -1 : text.indexOf(wait, seen);
          if (at < 0 || !keys) return;
          seen = at + 1;
          steps.shift();
          // The terminal is ready a moment after it has written.
          setTimeout(() => type(keys), 300);
        },
      },
    );
    expect(out).toContain('Wrote kenning.config.ts');
    expect(code).toBe(0);
    expect(out).not.toContain('sesame-open');
    expect(kept().values).toEqual({ 'brand.password': 'sesame-open' });
  });
});

describe('every kind of channel and CRM', () => {
  it('becomes code that loads', async () => {
    writeFileSync(join(folder, 'people.csv'), 'name,email\nMaya Lindqvist,maya@lindqvist.example\n');
    writeFileSync(join(folder, 'log.csv'), 'date,kind,who\n2026-01-05,call,maya@lindqvist.example\n');
    const values = [
      ...['sky.identifier=harbor.example', 'mail.host=imap.example.com', 'mail.user=us@example.com'],
      ...['mail.own=us@example.com', 'mail.smtp=smtp.example.com', 'blog.url=https://blog.example/feed'],
      ...['log.file=log.csv', 'list.file=people.csv', 'hub.portal=12345678', "force.domain=it's.my.salesforce.com"],
      ...['force.clientId=id', 'book.url=https://dav.example.com', 'book.username=ann'],
    ];
    const hidden = ['sky.password', 'mail.password', 'hub.accessToken', 'force.clientSecret', 'book.password'];
    const kinds = ['sky=bluesky', 'mail=email', 'blog=feed', 'log=logbook'];
    const { code, out } = await kenning(
      [
        'init',
        ...kinds.flatMap((kind) => ['--channel', kind]),
        ...['list=csv', 'hub=hubspot', 'force=salesforce', 'book=carddav'].flatMap((kind) => ['--crm', kind]),
        ...values.flatMap((value) => ['--set', value]),
        ...hidden.flatMap((name) => ['--secret', `${name}=MADE_UP`]),
      ],
      { env: { MADE_UP: 'sesame' } },
    );
    expect(`${code} ${out}`).toMatch(/^0/);
    // A wrong domain is an error of the adapter's own, so that what was written reached it.
    const status = await kenning(['status', '--json']);
    expect(status.out).toMatch(/domain|"channels"/);
  });
});
