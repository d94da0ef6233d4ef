import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { storedTokens } from '../../src/core/http/oauth/stored-tokens.js';
import { memory } from '../../src/core/store/memory.js';
import { type PostgresOptions, postgres } from '../../src/core/store/postgres.js';
import { rowsOf } from '../core/privacy/rows-of.js';
import { Canaries } from './canaries.js';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

/** A message of PostgreSQL's protocol, version 3. */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function errorOf(code: string, text: string): Buffer {
  const fields = ['SERROR', `C${code}`, `M${text}`, `D${text}`, `H${text}`, `t${text}`];
  return message('E', Buffer.from(`${fields.join('\0')}\0\0`));
}

/** A server that asks for the password in the clear and answers with it. */
async function hostileServer(answer: (socket: Socket, echo: string) => void): Promise<number> {
  server = createServer((socket) => {
    let heard = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard += chunk.toString('utf8').replaceAll('\0', ' ');
      const started = heard.includes('kenning');
      if (chunk[0] === 0x70) answer(socket, heard);
      else if (chunk.readInt32BE(4) === 80877103) socket.write('N');
      else if (started) socket.write(message('R', Buffer.from([0, 0, 0, 3])));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

async function failureOf(options: PostgresOptions): Promise<unknown> {
  let store: ReturnType<typeof postgres> | undefined;
  try {
    store = postgres(options);
    await store.get('settings', { name: 'x' });
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await store?.close().catch(() => {});
  }
}

describe('PostgreSQL', () => {
  const answers: Record<string, (socket: Socket, echo: string) => void> = {
    ...Object.fromEntries(
      ['28P01', '28000', '3D000', '53300', 'XX000', '99999', 'no'].map((code) => [
        code,
        (socket: Socket, echo: string) => socket.end(errorOf(code, echo)),
      ]),
    ),
    'what is no message': (socket, echo) => socket.end(echo),
    'an end': (socket) => socket.destroy(),
  };

  it.each(Object.keys(answers))('that answers the password with %s', async (name) => {
    const canaries = new Canaries();
    const port = await hostileServer(answers[name] as (typeof answers)[string]);
    const password = canaries.plantOdd('password');
    const login = `kenning:${encodeURIComponent(password)}`;
    const parts = { host: '127.0.0.1', port, user: 'kenning', database: 'crm' };
    for (const connection of [
      `postgres://${login}@127.0.0.1:${port}/crm?application_name=${canaries.plant('parameter')}`,
      { ...parts, password },
      { ...parts, password: async () => password },
    ]) {
      const error = await failureOf({ connection });
      expect(error).toBeDefined();
      expect(canaries.leaksIn(error)).toEqual([]);
    }
  });

  it('that is not there, or whose address is wrong', async () => {
    const canaries = new Canaries();
    const login = `kenning:${canaries.plant('password')}`;
    const wrong: PostgresOptions[] = [
      { connection: `postgres://${login}@127.0.0.1:1/crm` },
      { connection: `postgres://${login}@127.0.0.1:99999999/crm` },
      { connection: `postgres://${login}@[::1/crm` },
      { connection: `mysql://${login}@127.0.0.1/crm` },
      { connection: `postgres://${login}@nowhere.invalid/crm?sslmode=${canaries.plant('mode')}` },
      {
        connection: {
          host: '127.0.0.1',
          port: 1,
          password: canaries.plant('password'),
          [canaries.plant('option')]: 1,
        } as never,
      },
      { connection: `postgres://${login}@127.0.0.1:1/crm`, schema: canaries.plant('schema').toUpperCase() },
    ];
    for (const options of wrong) {
      const error = await failureOf(options);
      expect(error).toBeDefined();
      expect(canaries.leaksIn(error).filter((name) => name !== 'option')).toEqual([]);
    }
  });
});

describe('kept tokens', () => {
  it('are not to be read in the store, and no failure shows them or a key', async () => {
    const canaries = new Canaries();
    const store = memory();
    const key = Buffer.from(canaries.plant('sealing key').padEnd(32, '.').slice(0, 32)).toString('base64');
    const tokens = {
      accessToken: canaries.plantOdd('access token'),
      refreshToken: canaries.plant('refresh token'),
      obtainedAt: '2026-01-01T00:00:00.000Z',
      fields: { instance_url: canaries.plant('field') },
    };
    const kept = storedTokens({ store, keys: [key], waitMs: 50 });
    await kept.update(canaries.plant('account'), async () => tokens);
    expect(canaries.leaksIn(await rowsOf(store))).toEqual([]);
    expect(canaries.leaksIn(kept)).toEqual([]);

    const other = Buffer.alloc(32, 1).toString('base64');
    const failures = await Promise.all(
      [
        () => storedTokens({ store, keys: [other] }).read(canaries.plant('account')),
        async () => storedTokens({ store, keys: [canaries.plant('sealing key')] }).read('x'),
        () =>
          kept
            .update(canaries.plant('account'), async () => ({ ...tokens, obtainedAt: 'never' }))
            .then(() => kept.read(canaries.plant('account'))),
      ].map((work) => work().catch((error: unknown) => error)),
    );
    for (const failure of failures) expect(canaries.leaksIn(failure)).toEqual([]);
    expect(failures.slice(0, 2)).toMatchObject([{ code: 'auth' }, { code: 'invalid' }]);
  });
});
