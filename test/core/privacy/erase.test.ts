import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../../src/core/model/id.js';
import type { OutboxEntry } from '../../../src/core/model/outbox-entry.js';
import { enqueue } from '../../../src/core/outbox/enqueue.js';
import { outbox } from '../../../src/core/outbox/outbox.js';
import { memory } from '../../../src/core/store/memory.js';
import { customerView } from '../../../src/identity/customer.js';
import { matcher } from '../../../src/identity/matcher/matcher.js';
import { contact, desk, instantAt, profile, removed, said } from './desk.js';
import { rowsOf } from './rows-of.js';

const annsMail = 'ann.marker@mail.example';

/** Ann, known to the CRM and on a network, and Bob, who talks with her. */
async function annAndBob(options?: Parameters<typeof desk>[1]) {
  const one = desk(memory(), options);
  await one.know(contact('crm-ann', [annsMail]), contact('crm-bob', ['bob@mail.example']));
  await one.say(
    said({ id: 'post-ann', author: 'ann', text: 'first words of ann', minute: 1 }),
    said({ id: 'post-ann', author: 'ann', text: 'second words of ann', minute: 1, version: '2' }),
    said({
      id: 'reply-bob',
      author: 'bob',
      text: 'bob answers',
      to: ['ann'],
      minute: 2,
      root: 'post-ann',
      inReplyTo: 'post-ann',
    }),
    said({ id: 'quote-bob', author: 'bob', text: 'bob quotes', to: ['ann'], minute: 3, about: 'post-ann' }),
    {
      type: 'counted',
      of: { network: 'net', realm: '', externalId: 'post-ann' },
      counts: [{ action: 'LikeAction', total: 3 }],
      at: instantAt(4),
    },
  );
  const merged = await one.steward.merge(await one.idOf('crm/contacts', 'crm-ann'), await one.idOf('net', 'ann'), {
    by: 'Dana Doe',
    reason: 'ann told me',
  });
  return { ...one, ann: merged.customer };
}

describe('erase', () => {
  it.each([
    ['the customer', async (ann: string) => ann],
    ['a record', async (_ann: string, one: Awaited<ReturnType<typeof annAndBob>>) => one.idOf('net', 'ann')],
    ['a source ref', async () => ({ source: 'net', externalId: 'ann' })],
    ['an e-mail address', async () => ` ${annsMail.toUpperCase()} `],
    ['a handle', async () => '@handle-ann'],
    ['an identifier', async () => ({ kind: 'handle', scope: 'net', value: 'handle-ann' })],
    ['an account id', async () => ({ kind: 'account-id', value: 'ann' })],
  ])('by %s, takes all of it and leaves what others wrote', async (_name, whomOf) => {
    const one = await annAndBob();
    const receipt = await one.erase((await whomOf(one.ann, one)) as string);
    expect(receipt).toMatchObject({
      customer: one.ann,
      keptAway: true,
      gone: { records: 2, interactions: 1, revisions: 1, counts: 1, raw: 3 },
    });
    expect(receipt.records).toHaveLength(2);
    const rows = JSON.stringify(await rowsOf(one.store));
    for (const marker of [annsMail, 'words of ann', 'post-ann', 'handle-ann', 'crm-ann', 'ann told me'])
      expect(rows).not.toContain(marker);
    expect(rows).toContain('bob answers');
    expect(rows).toContain('bob quotes');
    for (const id of receipt.records) expect(await customerView(one.store, id)).toBe('erased');
    expect(await one.erase(receipt.records[0] as string)).toMatchObject({ records: [], gone: {} });
    expect(JSON.stringify(receipt)).not.toContain('marker');
  });

  it('brings nobody back, by whatever name, and lets back whom the app lets back', async () => {
    const one = await annAndBob();
    await one.erase(one.ann);
    const before = await rowsOf(one.store);
    await one.know(contact('crm-ann', [annsMail]), contact('another-id', [annsMail]));
    await one.say(
      said({ id: 'post-ann', author: 'ann', text: 'first words of ann' }),
      removed('post-ann'),
      said({ id: 'new-ann', author: 'ann', text: 'new words' }),
      said({
        id: 'reply-bob',
        author: 'bob',
        text: 'bob answers',
        to: ['ann'],
        minute: 2,
        root: 'post-ann',
        inReplyTo: 'post-ann',
      }),
    );
    expect(await rowsOf(one.store)).toEqual(before);
    await one.say(
      said({
        id: 'late-bob',
        author: 'bob',
        text: 'a late answer',
        to: ['ann'],
        minute: 9,
        root: 'post-ann',
        inReplyTo: 'post-ann',
      }),
    );
    expect(JSON.stringify(await rowsOf(one.store))).not.toContain('post-ann');
    const threads = (await one.store.list('interactions', 'byNetwork', { where: { network: 'net' } })).map(
      ({ thread }) => thread,
    );
    expect(new Set(threads).size).toBe(2);
    // The address lifts its own tombstone and no other.
    expect(await one.keeper?.readmit(one.store, annsMail)).toBe(1);
    await one.know(contact('crm-ann', [annsMail]));
    expect(await one.idOf('crm/contacts', 'crm-ann')).toBeUndefined();
    expect(await one.keeper?.readmit(one.store, { source: 'crm/contacts', externalId: 'crm-ann' })).toBe(1);
    await one.know(contact('crm-ann', [annsMail]));
    expect(await one.idOf('crm/contacts', 'crm-ann')).toBeDefined();
  });

  it('without a key says that nothing keeps them away, and they do come back', async () => {
    const one = await annAndBob({});
    const receipt = await one.erase(one.ann);
    expect(receipt.keptAway).toBe(false);
    expect(receipt.byHand.join(' ')).toContain('no tombstone was set');
    await one.know(contact('crm-ann', [annsMail]));
    expect(await one.idOf('crm/contacts', 'crm-ann')).toBeDefined();
    expect(await one.idOf('crm/contacts', 'crm-ann')).not.toBe(one.ann);
  });

  it('takes requests, rejected items, places and audit words that name them, and no one else', async () => {
    const one = await annAndBob();
    const request = (id: string, body: string) => ({
      id,
      channel: 'brand',
      state: 'waiting' as const,
      data: { receivedAt: instantAt(1), method: 'POST', url: '/hook', headers: {}, body },
    });
    await one.store.transaction(async (transaction) => {
      await transaction.put('inbox', request('a', JSON.stringify({ from: annsMail, text: 'x' })));
      await transaction.put('inbox', request('b', `from=${encodeURIComponent(annsMail)}&text=x`));
      await transaction.put('inbox', request('c', JSON.stringify({ from: 'bob@mail.example' })));
      const rejected = { channel: 'brand', data: { reason: 'content: not understood', rejectedAt: instantAt(1) } };
      await transaction.put('rejected', {
        ...rejected,
        id: 'a',
        data: { ...rejected.data, item: { deep: [{ handle: 'handle-ann' }] } },
      });
      await transaction.put('rejected', {
        ...rejected,
        id: 'b',
        data: { ...rejected.data, item: { handle: 'handle-anna' } },
      });
      await transaction.put('checkpoints', { name: `mailbox ${annsMail}`, data: 1 });
      await transaction.put('checkpoints', { name: 'mentions', data: 2 });
      await transaction.put('audit', {
        id: 'a',
        channel: 'brand',
        data: {
          at: instantAt(1),
          by: 'Dana Doe',
          act: 'hide',
          outcome: 'done',
          person: await one.idOf('net', 'ann'),
          reason: 'ann was rude',
          key: 'k',
        },
      });
    });
    const { gone } = await one.erase(annsMail);
    expect(gone).toMatchObject({ inbox: 2, rejected: 1, checkpoints: 1, 'words in the audit': 1 });
    expect((await one.store.list('inbox', 'byState', { where: { state: 'waiting' } })).map(({ id }) => id)).toEqual([
      'c',
    ]);
    expect((await one.store.list('rejected', 'all', { where: {} })).map(({ id }) => id)).toEqual(['b']);
    expect(JSON.stringify(await rowsOf(one.store))).not.toContain('rude');
  });

  it('takes back from CRMs what we wrote, and then knows no contact any more', async () => {
    const one = await annAndBob();
    const [ann, bob] = [await one.idOf('crm/contacts', 'crm-ann'), await one.idOf('crm/contacts', 'crm-bob')];
    const contactOf = (record: RecordId, externalId: string) => ({
      record,
      of: { source: 'crm/contacts', externalId },
    });
    const posts = await one.store.list('interactions', 'all', { where: {} });
    const idOf = (externalId: string) => posts.find((post) => post.externalId === externalId)?.id;
    const add = (key: string, contact: { record: RecordId }, draft: object, payload: object = {}) =>
      one.store.transaction((transaction) =>
        enqueue(transaction, one.context, {
          key,
          queue: `crm main ${contact.record}`,
          target: 'crm:main',
          verb: 'log-activity',
          by: 'sync',
          ...draft,
          payload: { contact, ...payload },
        }),
      );
    const [onAnn, onBob] = [contactOf(ann, 'crm-ann'), contactOf(bob, 'crm-bob')];
    await add('activity-1', onAnn, { records: [ann, bob] }, { interaction: idOf('post-ann') });
    await add('enrichment', onAnn, { verb: 'upsert' }, { profile: await one.idOf('net', 'ann') });
    await add('ann-on-bob', onBob, { records: [ann, bob] }, { interaction: idOf('post-ann') });
    await add('bob-on-bob', onBob, { records: [ann, bob] }, { interaction: idOf('reply-bob') });
    const sent: { verb: string; payload: unknown }[] = [];
    const send = ({ verb, payload }: OutboxEntry) => ({
      repeat: 'keyed' as const,
      send: async () => sent.push({ verb, payload }),
      keep: () => ({}),
    });
    const box = outbox({ store: one.store, context: one.context, targets: { 'crm:main': send } });
    await box.deliver();
    await add('never-sent', onAnn, { records: [ann] }, { interaction: idOf('post-ann') });
    const receipt = await one.erase(one.ann);
    expect(receipt.gone.outbox).toBe(4);
    expect(receipt.waits).toHaveLength(2);
    sent.length = 0;
    await box.deliver();
    expect(sent).toEqual([
      { verb: 'erase', payload: { contact: onAnn, activities: ['activity-1'] } },
      { verb: 'erase', payload: { contact: onBob, activities: ['ann-on-bob'], upserts: [] } },
    ]);
    const rows = JSON.stringify(await rowsOf(one.store));
    expect(rows.includes('crm-ann')).toBe(false);
    expect(rows.includes('bob-on-bob')).toBe(true);
  });

  it('takes a call that names no author and nobody else but us, and leaves a meeting with others', async () => {
    const one = desk(memory());
    await one.know({ ...profile('us'), own: true });
    const meeting = (id: string, ...people: string[]) => {
      const item = said({ id, author: 'us', text: `notes of ${id}` });
      if (item.type !== 'said') throw new Error('never');
      const participants = people.map((externalId) => ({
        role: 'attendee' as const,
        of: { source: 'net', externalId },
      }));
      return { ...item, interaction: { ...item.interaction, participants }, profiles: [] };
    };
    await one.say(meeting('alone', 'us', 'ann'), meeting('together', 'us', 'ann', 'bob'));
    const { gone } = await one.erase({ source: 'net', externalId: 'ann' });
    expect(gone.interactions).toBe(1);
    const rows = JSON.stringify(await rowsOf(one.store));
    expect(rows).not.toContain('notes of alone');
    expect(rows).toContain('notes of together');
  });

  it('refuses what it can not do, and does nothing then', async () => {
    const one = await annAndBob();
    await one.know({ ...profile('us'), own: true });
    await one.know(
      contact('twin-1', ['team@mail.example']),
      contact('twin-2', ['x@mail.example', 'team@mail.example']),
    );
    const twins = [await one.idOf('crm/contacts', 'twin-1'), await one.idOf('crm/contacts', 'twin-2')];
    const link = (await one.store.list('decisions', 'all', { where: {}, limit: 1000 })).at(-1);
    await one.steward.unmerge(link?.id as never, { by: 'Dana Doe' });
    const before = await rowsOf(one.store);
    await expect(one.erase('team@mail.example')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(twins[0] as string),
    });
    await expect(one.erase({ source: 'net', externalId: 'us' })).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(one.erase('01890000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'not-found' });
    expect(await rowsOf(one.store)).toEqual(before);
    // What one of two shares keeps the other from nothing.
    await one.erase(twins[0] as string);
    await one.know(contact('twin-3', ['team@mail.example']));
    expect(await one.idOf('crm/contacts', 'twin-3')).toBeDefined();
    await one.know(contact('twin-1', ['team@mail.example']));
    expect(await one.idOf('crm/contacts', 'twin-1')).toBeUndefined();
  });

  it('keeps a stranger away who is not here yet', async () => {
    const one = desk(memory());
    expect(await one.erase('zoe@mail.example')).toMatchObject({ records: [], gone: {}, keptAway: true });
    await one.know(contact('crm-zoe', ['Zoe@Mail.example']));
    expect(await one.idOf('crm/contacts', 'crm-zoe')).toBeUndefined();
    expect(await one.keeper?.readmit(one.store, 'zoe@mail.example')).toBe(1);
    await one.know(contact('crm-zoe', ['zoe@mail.example']));
    expect(await one.idOf('crm/contacts', 'crm-zoe')).toBeDefined();
  });

  it('finds people by phone and link as the matcher normalizes them', async () => {
    const one = desk(memory(), { resolver: matcher() });
    const identifiers = [
      { kind: 'phone', scope: '', value: '+49 151 23456789' },
      { kind: 'url', scope: '', value: 'https://www.ann.example/about/?utm_source=x' },
    ];
    await one.know(contact('crm-ann', [], { identifiers }), contact('crm-bob', ['bob@mail.example']));
    for (const whom of ['+49 (151) 234-56789', 'http://ann.example/about', 'https://ann.example/about'])
      expect(await one.registry.find(one.store, whom)).toEqual([await one.idOf('crm/contacts', 'crm-ann')]);
    expect((await one.erase('+4915123456789')).records).toHaveLength(1);
  });

  it('wants a key of 32 bytes', () => {
    expect(() => desk(memory(), { key: 'short' })).toThrow(/32 bytes/);
  });
});
