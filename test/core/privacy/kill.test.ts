import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openErasures } from '../../../src/core/privacy/erasure.js';
import { bundledChild } from '../../support/bundled-child.js';
import { openStore } from '../../support/open-store.js';
import { describePlaces } from '../../support/stores.js';
import { contact, desk, said } from './desk.js';
import { rowsOf } from './rows-of.js';

const kills = Math.ceil(Number(process.env.KENNING_KILLS ?? 100) / 4);
const child = bundledChild(new URL('./kill-child.ts', import.meta.url));

function run(...input: string[]): Promise<NodeJS.Signals | number | null> {
  return new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, ['--no-warnings', child, ...input]);
    let problem = '';
    process_.stderr.on('data', (data: Buffer) => {
      problem += data;
    });
    process_.on('error', reject);
    process_.on('close', (code, signal) => (code ? reject(new Error(problem)) : resolve(signal ?? code)));
  });
}

describePlaces('erasures in', (newPlace) => {
  it(`killed ${kills} times, are finished by the next call`, { timeout: 60_000 + kills * 5000 }, async () => {
    const place = newPlace();
    const mark = randomBytes(6).toString('hex');
    let killed = 0;
    let halfDone = 0;
    // A small generator with a fixed seed, so that a failure can be seen again.
    let seed = 11;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (seed >> 8) % below;
    };
    for (let round = 0; killed < kills; round++) {
      const author = `author${round}${mark}`;
      const one = desk(openStore(place));
      const posts = Array.from({ length: 30 }, (_one, at) => {
        const answers = at > 20 ? { root: `post1-${author}`, inReplyTo: `post1-${author}` } : {};
        const from = at > 20 ? 'bob' : author;
        return said({ id: `post${at}-${author}`, author: from, text: `${at} of ${from}`, minute: at, ...answers });
      });
      // The last ten are others', so they name nobody but by their ids.
      await one.say(
        ...posts.map((item, at) => (at > 20 && item.type === 'said' ? renamed(item, `${round}-${at}`) : item)),
      );
      await one.know(contact(`contact-${author}`, [`${author}@mail.example`]));
      const [a, b] = [await one.idOf('net', author), await one.idOf('crm/contacts', `contact-${author}`)];
      await one.steward.merge(a, b, { by: 'Dana Doe' });
      await one.store.close();

      if ((await run(place, 'net', author, String(random(260)))) === 'SIGKILL') killed += 1;

      const after = desk(openStore(place));
      const open = await openErasures(after.store);
      if (open.length > 0) halfDone += 1;
      const receipt = await after.erase({ source: 'net', externalId: author });
      if (open.length > 0) expect(receipt).toMatchObject({ id: open[0]?.id, gone: { records: 2, interactions: 21 } });
      expect(await openErasures(after.store)).toEqual([]);
      for (const [name, rows] of Object.entries(await rowsOf(after.store)))
        expect([round, name, JSON.stringify(rows).includes(author)]).toEqual([round, name, false]);
      for (const file of place.startsWith('postgres') ? [] : [place, `${place}-wal`].filter((name) => existsSync(name)))
        expect([round, file, readFileSync(file).includes(author)]).toEqual([round, file, false]);
      expect((await rowsOf(after.store)).interactions).toHaveLength((round + 1) * 9);
      await after.store.close();
    }
    if (kills >= 25) expect(halfDone).toBeGreaterThan(0);
  });
});

function renamed(item: Extract<ReturnType<typeof said>, { type: 'said' }>, externalId: string) {
  const { permalink: _permalink, ...interaction } = item.interaction;
  return { ...item, interaction: { ...interaction, externalId }, raw: undefined };
}
