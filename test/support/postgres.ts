import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

const versions = '/usr/lib/postgresql';

/** Starts a PostgreSQL of its own on loopback; undefined where none is installed. It waits for the disk if `durable`. */
export async function startPostgres({ durable = false } = {}): Promise<{ url: string; stop: () => void } | undefined> {
  const version = existsSync(versions)
    ? readdirSync(versions)
        .filter((name) => existsSync(join(versions, name, 'bin', 'initdb')))
        .sort()
        .at(-1)
    : undefined;
  if (!version) return undefined;
  const bin = join(versions, version, 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'kenning-postgres-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    chownSync(folder, id('-u'), id('-g'));
  }
  const run = (program: string, ...args: string[]) => {
    const command = [join(bin, program), ...args];
    const quoted = command.map((word) => `'${word}'`).join(' ');
    // PostgreSQL refuses to run as root.
    if (isRoot) execFileSync('su', ['postgres', '-c', quoted], { stdio: 'ignore', cwd: folder });
    else execFileSync(command[0] as string, command.slice(1), { stdio: 'ignore', cwd: folder });
  };
  const data = join(folder, 'data');
  const port = await freePort();
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=${durable ? 'on' : 'off'} -c max_connections=200`;
  run('initdb', '-D', data, '-U', 'kenning', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N');
  run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start');
  return {
    url: `postgres://kenning@127.0.0.1:${port}/postgres`,
    stop: () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
