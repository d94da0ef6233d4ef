import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { CrmAdapter } from '../../src/adapters/crm-adapter.js';
import type { Terms } from '../../src/core/model/terms.js';
import { memory } from '../../src/core/store/memory.js';
import { sqlite } from '../../src/core/store/sqlite.js';
import type { Store } from '../../src/core/store/store.js';
import { Crash, dying } from '../core/outbox/dying.js';
import { MadeUpCrm } from './made-up-crm.js';
import { minute, office, person, said } from './office.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const stores: [string, () => Store][] = [
  ['memory', () => memory()],
  ['sqlite', () => sqlite({ file: join(folder, `${++files}.sqlite`) })],
];

const us = person('bikes', 'Bikes');
const maya = person('maya', 'Maya Lindqvist', {
  address: 'maya@lindqvist.example',
  attributes: { name: 'Maya Lindqvist', title: 'Fleet manager', bio: 'Two wheels.' },
});

async function open(store: Store, crm = new MadeUpCrm(), terms?: Terms, more: Record<string, CrmAdapter> = {}) {
  crm.add('1', 'Maya Lindqvist', 'maya@lindqvist.example');
  const room = office(store, { contacts: crm, ...more }, terms);
  await room.own(us);
  await room.readContacts();
  return { crm, ...room };
}

describe.each(stores)('write-back on %s', (_, store) => {
  it('logs what people say and what we answer on their contact, once', async () => {
    const { crm, hear, settle } = await open(store());
    const stranger = person('stranger', 'Somebody Else');
    await hear(said('p1', 'My brakes squeal.', [maya, us]), said('p2', 'Bring it in!', [us, maya]));
    await hear(said('p3', 'Nobody asked me.', [stranger, us]));
    expect(await settle()).toMatchObject({ activities: 2, enrichments: 1, erasures: 0, refused: {} });
    expect(crm.on('1')).toEqual(['inbound: My brakes squeal.', 'outbound: Bring it in!']);
    expect(crm.logged.size).toBe(2);
    const [first] = [...crm.logged.values()];
    expect(first).toMatchObject({ kind: 'post', network: 'testnet', subject: 'Post on testnet by Maya Lindqvist' });
    // Heard again, and written back again: nothing is new.
    await hear(said('p1', 'My brakes squeal.', [maya, us]));
    expect(await settle()).toMatchObject({ activities: 0, enrichments: 0, delivered: { done: 0 } });
    expect(crm.asked).toBe(2);
  });

  it('adds handles, pages and titles that a contact lacks, and overwrites none', async () => {
    const crm = new MadeUpCrm();
    crm.add('2', 'Tomás Okafor', 'tomas@okafor.example', { title: 'Head of bikes' });
    const tomas = person('tomas', 'Tomás', { address: 'tomas@okafor.example', attributes: { title: 'Rider' } });
    const room = await open(store(), crm);
    await room.hear(said('p1', 'Hello', [maya, us]), said('p2', 'Hello', [tomas, us]));
    await room.settle();
    const pages = (id: string) => [
      { kind: 'handle', scope: 'testnet', value: `@${id}`, verifiedBy: 'network' },
      { kind: 'url', scope: 'testnet', value: `https://testnet.example/${id}` },
    ];
    expect(crm.upserts).toMatchObject([
      { of: { externalId: '1' }, attributes: { title: 'Fleet manager' }, identifiers: pages('maya') },
      { of: { externalId: '2' }, identifiers: pages('tomas') },
    ]);
    expect(crm.upserts[1]).not.toHaveProperty('attributes');
  });

  it('writes a new wording over the old one, and takes away what is removed, before and after it was written', async () => {
    const { crm, hear, settle, write, box } = await open(store());
    await hear(said('p1', 'My brakes squeal.', [maya, us]), said('p2', 'Never mind.', [maya, us]));
    await settle();
    await hear(said('p1', 'My brakes squeal loudly.', [maya, us], { version: 'v2', revisedAt: minute(9) }));
    await settle();
    expect(crm.on('1')).toEqual(['inbound: My brakes squeal loudly.', 'inbound: Never mind.']);
    await hear(said('p3', 'A slip.', [maya, us]));
    await write();
    const ref = (externalId: string) => ({ network: 'testnet', realm: '', externalId });
    await hear(
      { type: 'removed', of: ref('p1'), at: minute(20), by: 'author' },
      { type: 'removed', of: ref('p3'), at: minute(21), by: 'author' },
    );
    await box.deliver();
    expect(await settle()).toMatchObject({ erasures: 2 });
    expect(crm.on('1')).toEqual(['inbound: Never mind.']);
    // It is said again, and stands again.
    await hear({ type: 'restored', of: ref('p1'), at: minute(22), by: 'author' });
    await hear(said('p1', 'They do squeal.', [maya, us], { version: 'v3', revisedAt: minute(23) }));
    await settle();
    expect(crm.on('1')).toContain('inbound: They do squeal.');
  });

  it('keeps no words in the outbox', async () => {
    const opened = store();
    const { hear, settle } = await open(opened);
    await hear(said('p1', 'My brakes squeal.', [maya, us]));
    await settle();
    const rows = await opened.list('outbox', 'byState', { where: { state: 'done' } });
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toContain('squeal');
    expect(JSON.stringify(rows)).not.toContain('Fleet');
  });

  it('brings earlier interactions when people become one, and takes them away when they come apart', async () => {
    const opened = store();
    const { crm, hear, settle, steward, recordId } = await open(opened);
    const alias = person('wheels', 'Two Wheels', { attributes: { name: 'Two Wheels', title: 'Rider' } });
    await hear(said('p1', 'As Maya.', [maya, us]), said('p2', 'As somebody.', [alias, us]));
    await settle();
    expect(crm.on('1')).toEqual(['inbound: As Maya.']);
    const contact = await recordId({ source: 'made-up/1', externalId: '1' });
    const { decision } = await steward.merge(contact, await recordId(alias), { by: 'Ann' });
    expect(await settle()).toMatchObject({ activities: 1, enrichments: 1 });
    expect(crm.on('1')).toEqual(['inbound: As Maya.', 'inbound: As somebody.']);
    const brought = crm.upserts.at(-1);
    await hear(said('p3', 'As somebody, later.', [alias, us]));
    await settle();
    expect(crm.on('1')).toHaveLength(3);

    if (!decision) throw new Error('no decision');
    await steward.unmerge(decision.id, { by: 'Ann' });
    expect(await settle()).toMatchObject({ erasures: 1 });
    expect(crm.on('1')).toEqual(['inbound: As Maya.']);
    expect(crm.erasures.at(-1)).toMatchObject({ of: { externalId: '1' }, upserts: [brought?.key] });

    // Together once more: what was taken away is there again.
    const decisions = await opened.list('decisions', 'all', { where: {} });
    for (const { data } of decisions) if (data.kind === 'ban') await steward.unban(data.id, { by: 'Ann' });
    await steward.merge(contact, await recordId(alias), { by: 'Ann' });
    expect(await settle()).toMatchObject({ activities: 2, enrichments: 1 });
    expect(crm.on('1')).toHaveLength(3);
  });

  it('does not write what terms forbid, and counts it by the term', async () => {
    const strict: Terms = {
      source: 'https://testnet.example/terms',
      checkedOn: '2026-11-24',
      rules: [
        { name: 'ids-only', data: ['ids'], allow: ['enrich'] },
        { name: 'no-passing-on', data: ['content'], forbid: ['pass-on'] },
      ],
    };
    const { crm, hear, settle } = await open(store(), new MadeUpCrm(), strict);
    await hear(said('p1', 'My brakes squeal.', [maya, us]), said('p2', 'Bring it in!', [us, maya]));
    const { refused } = await settle();
    expect(refused).toEqual({ 'no-passing-on': 1, unspoken: 1 });
    expect(crm.on('1')).toEqual(['outbound: Bring it in!']);
    expect(crm.upserts).toHaveLength(1);
    expect(crm.upserts[0]).not.toHaveProperty('attributes');
  });

  it('asks the terms again when it sends', async () => {
    const terms: Terms = {
      source: 'https://testnet.example/terms',
      checkedOn: '2026-11-24',
      rules: [{ name: 'a-day', allow: ['pass-on'], keepForHours: 24 }],
    };
    const { crm, hear, write, box, clock } = await open(store(), new MadeUpCrm(), terms);
    await hear(said('p1', 'My brakes squeal.', [maya, us]));
    expect(await write()).toMatchObject({ activities: 1 });
    clock.turn(25 * 3_600_000);
    const { problems, failed } = await box.deliver();
    expect(failed).toBe(1);
    expect(problems[0]?.problem).toContain('a-day');
    expect(crm.logged.size).toBe(0);
  });

  it('writes nothing to our own records, nor to contacts of another CRM', async () => {
    const crm = new MadeUpCrm();
    const other = new MadeUpCrm('other/1');
    other.add('9', 'Tomás Okafor', 'tomas@okafor.example');
    const room = await open(store(), crm, undefined, { other });
    await room.hear(said('p1', 'Hello', [maya, us, person('tomas', 'Tomás', { address: 'tomas@okafor.example' })]));
    await room.settle();
    expect([crm.on('1').length, crm.logged.size, other.on('9').length, other.logged.size]).toEqual([1, 1, 1, 1]);
  });
});

it('writes each thing once, wherever it dies', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(120), { maxLength: 10 }), async (deaths) => {
      const store = memory();
      const crm = new MadeUpCrm();
      const alive = await open(store, crm);
      const alias = person('wheels', 'Two Wheels');
      await alive.hear(...[1, 2, 3].map((number) => said(`p${number}`, `Post ${number}`, [maya, us])));
      await alive.hear(said('p4', 'As somebody.', [alias, us]));
      const contact = await alive.recordId({ source: 'made-up/1', externalId: '1' });
      await alive.steward.merge(contact, await alive.recordId(alias), { by: 'Ann' });
      await alive.hear({
        type: 'removed',
        of: { network: 'testnet', realm: '', externalId: 'p2' },
        at: minute(20),
        by: 'author',
      });
      for (const left of [...deaths, ...Array.from({ length: 4 }, () => Number.POSITIVE_INFINITY)]) {
        const steps = { left };
        crm.fault = () => {
          if (--steps.left < 0) throw new Crash();
        };
        const room = office(dying(store, steps), { contacts: crm }, undefined, alive.clock);
        await room.settle().catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
        alive.clock.turn(3_600_000 * 2);
      }
      expect(crm.on('1')).toEqual(['inbound: Post 1', 'inbound: Post 3', 'inbound: As somebody.']);
      expect(crm.logged.size).toBe(3);
    }),
    { numRuns: Number(process.env.KENNING_HISTORIES ?? 100) },
  );
});
