import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.js';

export interface Radicale {
  url: string;
  /** Makes an address book of ann's and gives its address. */
  addressBook(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Everybody's. */
export const radicalePassword = 'correct-horse';

export const basic = (name: string) => `Basic ${Buffer.from(`${name}:${radicalePassword}`).toString('base64')}`;

/** Why no Radicale can be started here; undefined when one can. */
export function whyNoRadicale(): string | undefined {
  try {
    execFileSync('radicale', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'radicale is not installed';
  }
}

/** Starts a Radicale of its own on loopback, with the users ann and bob. */
export async function startRadicale(): Promise<Radicale> {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-radicale-'));
  const port = await freePort();
  writeFileSync(join(folder, 'users'), `ann:${radicalePassword}\nbob:${radicalePassword}\n`);
  writeFileSync(
    join(folder, 'config'),
    `[server]
hosts = 127.0.0.1:${port}
[auth]
type = htpasswd
htpasswd_filename = ${folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = ${folder}/data
[logging]
level = error
`,
  );
  const server = spawn('radicale', ['--config', join(folder, 'config')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (await fetch(url, { redirect: 'manual' }).catch(() => undefined)) break;
    if (tries === 100) throw new Error('Radicale did not start.');
    await setTimeout(100);
  }
  return {
    url,
    async addressBook(name) {
      const address = `${url}/ann/${name}/`;
      const made = await fetch(address, {
        method: 'MKCOL',
        headers: { authorization: basic('ann') },
        body: `<create xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop><resourcetype><collection/><C:addressbook/></resourcetype><displayname>${name}</displayname></prop></set></create>`,
      });
      if (made.status !== 201) throw new Error(`Radicale made no address book: ${made.status}`);
      return address;
    },
    async stop() {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
