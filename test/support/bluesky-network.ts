import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../bluesky-network/', import.meta.url));

export interface BlueskyAccountOnNetwork {
  did: string;
  handle: string;
  password: string;
}

/** The Bluesky network on loopback, as a child process that other people act through. */
export interface BlueskyNetwork {
  pds: string;
  appview: string;
  jetstream: string;
  /** Acts as somebody: `account`, `post`, `record`, `delete`, `like`, `follow`, `rename`, `processAll`… */
  act<Result = { uri: string; cid: string }>(command: string, parameters?: Record<string, unknown>): Promise<Result>;
  close(): Promise<void>;
}

/** Why the network can not be started here; undefined when it can. */
export function whyNoBlueskyNetwork(postgresUrl: string | undefined): string | undefined {
  if (!existsSync(`${folder}node_modules/.kenning-installed`)) return 'run test/bluesky-network/install.sh first';
  if (spawnSync('redis-server', ['--version']).error) return 'redis-server is not installed';
  if (!postgresUrl) return 'there is no PostgreSQL: set KENNING_POSTGRES_URL';
  return undefined;
}

/** Starts Redis and the network; it takes some seconds. */
export async function startBlueskyNetwork(postgresUrl: string): Promise<BlueskyNetwork> {
  const redisPort = await freePort();
  const redis = spawn(
    'redis-server',
    ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: 'ignore',
    },
  );
  const schema = `net_${Array.from(randomBytes(10), (byte) => 'abcdefghijklmnop'[byte % 16]).join('')}`;
  // What collects garbage while the network is idle ends it: better-sqlite3 frees statements where Node expects no such thing.
  const child = spawn(`${folder}node_modules/.bin/node`, ['--no-memory-reducer', 'net.mjs'], {
    cwd: folder,
    // The network writes its log to stdout unless it is told not to, and that is where its answers come from.
    env: {
      ...process.env,
      DB_POSTGRES_URL: postgresUrl,
      REDIS_HOST: `127.0.0.1:${redisPort}`,
      NET_SCHEMA: schema,
      LOG_ENABLED: 'false',
      NODE_ENV: 'test',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let trouble = '';
  child.stderr.on('data', (chunk: Buffer) => {
    trouble = (trouble + chunk).slice(-4000);
  });

  type Line = Record<string, unknown> & { id?: number };
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const ready = new Promise<Line>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (!text.startsWith('{')) return;
      const line = JSON.parse(text) as Line;
      if (line.id === undefined) return resolve(line);
      const waiter = waiting.get(line.id);
      waiting.delete(line.id);
      if ('error' in line) waiter?.reject(new Error(String(line.error)));
      else waiter?.resolve(line.result);
    });
    child.once('exit', (code) => {
      const error = new Error(`The Bluesky network ended with ${code}: ${trouble}`);
      reject(error);
      for (const waiter of waiting.values()) waiter.reject(error);
    });
  });
  let addresses: Line;
  try {
    addresses = await ready;
  } catch (error) {
    redis.kill();
    throw error;
  }

  let count = 0;
  return {
    pds: String(addresses.pds),
    appview: String(addresses.appview),
    jetstream: String(addresses.jetstream),
    act<Result>(command: string, parameters: Record<string, unknown> = {}) {
      const id = ++count;
      return new Promise<Result>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        child.stdin.write(`${JSON.stringify({ ...parameters, id, command })}\n`);
      });
    },
    async close() {
      child.stdin.write('{"command":"stop"}\n');
      await ended(child);
      redis.kill();
      await ended(redis);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
