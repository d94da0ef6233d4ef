import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readContacts } from '../../../src/adapters/read-contacts.js';
import { contextOf } from '../../../src/core/context.js';
import { KenningError } from '../../../src/core/errors.js';
import { ingest } from '../../../src/core/ingest/ingest.js';
import { recordOf } from '../../../src/core/ingest/write-record.js';
import { customerOf } from '../../../src/core/members.js';
import type { Change } from '../../../src/core/model/change.js';
import type { RecordId } from '../../../src/core/model/id.js';
import { memory } from '../../../src/core/store/memory.js';
import type { Store } from '../../../src/core/store/store.js';
import { matcher } from '../../../src/identity/matcher/matcher.js';
import { notary } from '../../../src/identity/notary.js';
import { recognizer } from '../../../src/identity/recognizer.js';
import { stewardship } from '../../../src/identity/stewardship.js';
import { turnedClock } from '../../core/outbox/clerk.js';
import { Crash, dying } from '../../core/outbox/dying.js';
import { JournalCrm } from './journal-crm.js';

const day = 86_400_000;
const histories = Number(process.env.KENNING_HISTORIES ?? 100);

function start(crm = new JournalCrm('sales'), clock = turnedClock()) {
  const store = memory();
  const context = contextOf(clock);
  const changes: Change[] = [];
  const rejected: string[] = [];
  const read = (over: Store = store) => {
    const intake = ingest({ store: over, context, recognizer: recognizer({ resolver: matcher(), context }) });
    return readContacts({
      store: over,
      context,
      ingest: intake,
      notary: notary(context),
      crm: 'sales',
      adapter: crm,
      onPage(page) {
        changes.push(...page.changes);
        rejected.push(...page.rejected.map(({ reason }) => reason));
      },
    });
  };
  const recordId = async (externalId: string) => (await recordOf(store, crm.refOf(externalId))) as RecordId;
  return {
    crm,
    clock,
    store,
    read,
    changes,
    rejected,
    recordId,
    steward: stewardship(store, context),
    customer: async (externalId: string) => customerOf(store, await recordId(externalId)),
    async standing() {
      const rows = await store.list('records', 'ofSource', { where: { source: crm.source }, limit: 1000 });
      return rows.filter(({ state }) => state === 'standing').map(({ externalId }) => externalId);
    },
    links: async () =>
      (await store.list('decisions', 'all', { where: {}, limit: 1000 })).flatMap(({ data }) =>
        data.kind === 'link' && data.by.type === 'crm' ? [data] : [],
      ),
  };
}

describe('reading what changed in a CRM', () => {
  it('lists all once, then only what changed, and takes removals in', async () => {
    const { crm, read, standing } = start();
    for (let number = 0; number < 9; number++) crm.edit(`c${number}`, { name: `Person ${number}` });
    await read();
    expect(crm.listed).toBe(9);
    await read();
    expect(crm.listed).toBe(9);
    crm.edit('c3', { name: 'Ann Leary' });
    crm.drop('c4');
    await read();
    expect(crm.listed).toBe(11);
    expect(await standing()).toEqual(['c0', 'c1', 'c2', 'c3', 'c5', 'c6', 'c7', 'c8']);
  });

  it('reads all anew when its place was forgotten, and finds who is missing', async () => {
    const { crm, read, standing } = start();
    for (const id of ['a', 'b', 'c']) crm.edit(id, { name: id });
    await read();
    crm.drop('b');
    crm.forgotten = 1000;
    await read();
    expect(await standing()).toEqual(['a', 'c']);
  });

  it('reads all anew now and then, since changes may have been missed', async () => {
    const { crm, read, standing, clock } = start();
    for (const id of ['a', 'b', 'c']) crm.edit(id, { name: id });
    await read();
    crm.people.delete('b');
    await read();
    expect(await standing()).toEqual(['a', 'b', 'c']);
    clock.turn(8 * day);
    await read();
    expect(await standing()).toEqual(['a', 'c']);
  });

  it('goes on where it was cut, not from the beginning', async () => {
    const { crm, read, standing } = start();
    for (let number = 0; number < 20; number++) crm.edit(`c${number}`, { name: `Person ${number}` });
    let pages = 0;
    crm.fault = (verb) => {
      if (verb === 'contacts' && ++pages === 6) throw new KenningError('network', 'journal: the line is dead.');
    };
    await expect(read()).rejects.toMatchObject({ code: 'network' });
    expect(crm.listed).toBe(10);
    crm.fault = () => {};
    await read();
    expect(crm.listed).toBe(20);
    expect(await standing()).toHaveLength(20);
  });

  it('makes a merge there a decision here, once, which can be undone', async () => {
    const { crm, read, customer, recordId, links, standing, steward } = start();
    crm.edit('a', { name: 'Maya Lindqvist' });
    crm.edit('b', { name: 'Somebody Else' });
    await read();
    expect(await customer('a')).not.toBe(await customer('b'));
    crm.unite('a', 'b');
    await read();
    expect(await customer('a')).toBe(await customer('b'));
    expect(await standing()).toEqual(['a']);
    const [link] = await links();
    expect(link).toMatchObject({ by: { type: 'crm', name: 'sales' }, a: await recordId('a'), b: await recordId('b') });
    // A record that changes is resolved again; what a CRM linked does not come apart by it.
    crm.edit('a', { name: 'Maya Okafor' });
    crm.forgotten = 1000;
    await read();
    expect(await customer('a')).toBe(await customer('b'));

    await steward.unmerge(link?.id as never, { by: 'Ann' });
    expect(await customer('a')).not.toBe(await customer('b'));
    crm.forgotten = 0;
    crm.edit('a', { title: 'Boss' });
    await read();
    expect(await customer('a')).not.toBe(await customer('b'));
    expect(await links()).toHaveLength(1);
  });

  it('puts a merge of those whom we banned from each other before a person', async () => {
    const { crm, read, customer, recordId, steward } = start();
    crm.edit('a', { name: 'Maya Lindqvist' });
    crm.edit('b', { name: 'Maja Lindquist' });
    await read();
    await steward.ban(await recordId('a'), await recordId('b'), { by: 'Ann' });
    crm.unite('a', 'b');
    await read();
    expect(await customer('a')).not.toBe(await customer('b'));
    expect(await steward.reviews()).toMatchObject([{ because: 'blocked', a: await recordId('a') }]);
  });

  it('waits with a merge for a contact that it has not heard of', async () => {
    const { crm, read, customer, standing } = start();
    crm.edit('b', { name: 'Somebody' });
    await read();
    crm.edit('a', { name: 'Maya' });
    crm.unite('a', 'b');
    // Told before the contact that stays.
    crm.pageSize = 100;
    const list = crm.contacts;
    crm.contacts = async (options) => {
      const page = await list(options);
      return { ...page, items: page.items.sort((left) => (left.type === 'merged' ? -1 : 1)) };
    };
    await read();
    expect(await standing()).toEqual(['a']);
    expect(await customer('a')).toBe(await customer('b'));
  });
});

type Step = { do: 'edit' | 'drop' | 'unite' | 'read' | 'forget'; a: number; b: number; steps: number };
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('edit', 'edit', 'drop', 'unite', 'read', 'read', 'forget'),
  a: fc.nat(5),
  b: fc.nat(5),
  steps: fc.nat(25),
});

it(`knows what stands in a CRM after ${histories} histories of edits, merges and deaths`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (history) => {
      const { crm, read, store, standing, customer } = start();
      const united: [string, string][] = [];
      const known = new Set<string>();
      for (const { do: act, a, b, steps } of history) {
        if (act === 'edit') crm.edit(`c${a}`, { name: `Person ${a}${b}` });
        if (act === 'drop') crm.drop(`c${a}`);
        if (act === 'forget') crm.forgotten = crm.listed;
        if (act === 'unite' && a !== b && crm.people.has(`c${a}`) && crm.people.has(`c${b}`)) {
          crm.unite(`c${a}`, `c${b}`);
          if (known.has(`c${b}`) && crm.forgotten === 0) united.push([`c${a}`, `c${b}`]);
        }
        if (act !== 'read') continue;
        await read(dying(store, { left: steps })).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
        for (const id of await standing()) known.add(id);
      }
      crm.forgotten = 0;
      await read();
      await read();
      expect(await standing()).toEqual([...crm.people.keys()].sort());
      for (const [a, b] of united) expect([a, b, await customer(a)]).toEqual([a, b, await customer(b)]);
    }),
    { numRuns: histories },
  );
});
