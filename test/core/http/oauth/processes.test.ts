import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import { storedTokens } from '../../../../src/core/http/oauth/stored-tokens.js';
import { bundledChild } from '../../../support/bundled-child.js';
import { openStore } from '../../../support/open-store.js';
import { describePlaces } from '../../../support/stores.js';
import { authorizationServer } from './authorization-server.js';

const processes = 4;
const rounds = Number(process.env.KENNING_REFRESHES ?? 10);
const child = bundledChild(new URL('./refresh-child.ts', import.meta.url));

describePlaces('four processes with one rotating refresh token', (newPlace) => {
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const one of children) one.kill();
  });

  it(`refresh it once, ${rounds} times in a row`, { timeout: 120_000 }, async () => {
    const server = await authorizationServer();
    const place = newPlace();
    const key = randomBytes(32).toString('base64');
    const store = openStore(place);
    const obtainedAt = '2026-01-01T00:00:00.000Z';
    await storedTokens({ store, keys: [key] }).update('brand', async () => ({
      accessToken: 'canary-access-0',
      refreshToken: 'canary-refresh-0',
      obtainedAt,
    }));
    for (let who = 0; who < processes; who++) children.push(fork(child, [place, server.url, key]));
    await Promise.all(children.map((one) => once(one, 'message')));
    let refused = 'Bearer canary-access-0';
    for (let round = 1; round <= rounds; round++) {
      const answers = children.map(async (one) => (await once(one, 'message'))[0] as string);
      for (const one of children) one.send({ authorization: refused });
      expect(await Promise.all(answers)).toEqual(Array(processes).fill(`Bearer canary-access-${round}`));
      expect(server.granted).toEqual({ refresh_token: round });
      refused = `Bearer canary-access-${round}`;
    }
    expect(server.reused).toEqual([]);
    for (const one of children) one.send('end');
    await Promise.all(children.map((one) => one.exitCode ?? once(one, 'exit')));
    await store.close();
    await server.close();
  });
});
