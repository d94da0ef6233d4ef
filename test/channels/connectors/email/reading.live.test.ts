import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { random } from '../../../../bench/made-up.js';
import { kenning } from '../../../../src/index.js';
import { bundledChild } from '../../../support/bundled-child.js';
import { whyNoDovecot } from '../../../support/dovecot.js';
import { runAndKill } from '../../../support/killed-child.js';
import { openStore } from '../../../support/open-store.js';
import { type MailServers, password, startMailServers } from './mail-servers.js';

const missing = whyNoDovecot();
if (missing && process.env.CI) throw new Error(`The live tests of e-mail can not run: ${missing}.`);
const kills = Number(process.env.KENNING_KILLS ?? 10);
const [user, mails] = ['support@example.com', 200];
const child = bundledChild(new URL('./reading-child.ts', import.meta.url));

describe.skipIf(missing)(`a mailbox of ${mails} mails${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
  let servers: MailServers;
  beforeAll(async () => {
    servers = await startMailServers();
    const client = await servers.signIn(user);
    for (let number = 0; number < mails; number++)
      await client.append(
        number % 3 ? 'INBOX' : 'Sent',
        `From: Ann <ann${number % 7}@shop.example>\r\nTo: ${user}\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\nMessage-ID: <m${number}@shop.example>\r\n\r\nHi ${number}.\r\n`,
      );
    await client.logout();
  });
  afterAll(() => {
    servers?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test(`is read once, in a process that is killed ${kills} times`, { timeout: 60_000 + kills * 5000 }, async () => {
    const seed = Date.now() % 1_000_000;
    const next = random(seed);
    const { port } = servers.dovecot;
    const options = JSON.stringify({ imap: { host: '127.0.0.1', port, secure: false, user, password } });
    const tookMs = Number(await runAndKill(child, [options, join(folder, 'unharmed.sqlite')]));
    let killed = 0;
    for (let number = 1; killed < kills; number++) {
      const place = join(folder, `${number}.sqlite`);
      while (
        (await runAndKill(child, [options, place], killed < kills ? (next() * tookMs) / 3 : undefined)) === 'killed'
      )
        killed += 1;
      const store = openStore(place);
      const app = kenning({ store });
      const said: string[] = [];
      for await (const change of app.changes())
        if (change.type === 'said') {
          const found = await app.interaction(change.interaction);
          said.push(found?.interaction.content.text ?? '');
        }
      await store.close();
      const all = Array.from({ length: mails }, (_, mail) => `Hi ${mail}.`);
      expect(said.toSorted(), `seed ${seed}, store ${number}`).toEqual(all.toSorted());
    }
  });
});
