import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bundledChild } from '../../support/bundled-child.js';
import { runAndKill } from '../../support/killed-child.js';
import { openStore } from '../../support/open-store.js';
import { describePlaces } from '../../support/stores.js';
import { answering } from './answering.js';
import { told } from './world.js';

const child = bundledChild(new URL('desk-child.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));

describePlaces('people at one inbox', (newPlace) => {
  it('in several processes answer no complaint twice', async () => {
    const place = newPlace();
    const store = openStore(place);
    const { app, complaints } = answering(store, () => {});
    await app.sync();
    expect((await app.inbox({ limit: 100 })).entries).toHaveLength(complaints);
    const people = place.startsWith('postgres:') ? ['Ann', 'Ben', 'Cleo', 'Dee'] : ['Ann', 'Ben'];
    const answers = join(folder, `${people.length}.txt`);
    const ended = await Promise.all(people.map((name) => runAndKill(child, [place, answers, name])));
    expect(ended).not.toContain('killed');
    const written = readFileSync(answers, 'utf8').trim().split('\n');
    expect(written.toSorted()).toEqual(Array.from({ length: complaints }, (_, number) => `square:${number}`).sort());
    const feed = await told(store);
    for (const what of ['opened', 'claimed', 'resolved'])
      expect(
        feed.filter((line) => line === what),
        what,
      ).toHaveLength(complaints);
    const { entries } = await app.inbox({ status: 'resolved', limit: 100 });
    expect(entries).toHaveLength(complaints);
    await app.close();
  });

  it('in one process at the same moment, one gets the case', async () => {
    const store = openStore(newPlace());
    const { app } = answering(store, () => {});
    await app.sync();
    const [first] = (await app.inbox({ limit: 1 })).entries;
    const claims = await Promise.allSettled(
      ['Ann', 'Ben', 'Cleo', 'Dee'].map((by) => app.claim({ id: first?.case.id ?? '', by })),
    );
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await app.close();
  });
});
