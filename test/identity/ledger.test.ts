import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../../src/core/context.js';
import { isKenningError } from '../../src/core/errors.js';
import { ingest } from '../../src/core/ingest/ingest.js';
import type { DecisionId, RecordId } from '../../src/core/model/id.js';
import type { SourceRecord, SourceRecordDraft } from '../../src/core/model/source-record.js';
import type { Resolver } from '../../src/core/ports.js';
import { memory } from '../../src/core/store/memory.js';
import type { Store } from '../../src/core/store/store.js';
import { readLedger } from '../../src/identity/ledger.js';
import { recognizer } from '../../src/identity/recognizer.js';
import { customersOf, replay } from '../../src/identity/replay.js';
import { stewardship } from '../../src/identity/stewardship.js';

/** Records that share an e-mail are one. */
const byEmail: Resolver = {
  version: 'by-email-1',
  keys: (record) => emailsOf(record),
  decide: (record, candidates) =>
    candidates.map((candidate) => {
      const same = emailsOf(candidate).some((email) => emailsOf(record).includes(email));
      const [outcome, probability, weight] = same ? (['link', 1, 20] as const) : (['none', 0, -20] as const);
      return { candidate, outcome, probability, weight, evidence: [], proven: same };
    }),
};
const emailsOf = (record: SourceRecord) =>
  record.identifiers.filter(({ kind }) => kind === 'email').map(({ value }) => value);

function draft(
  externalId: string,
  emails: readonly string[],
  observedAt = '2026-01-01T00:00:00.000Z',
): SourceRecordDraft {
  return {
    source: 'test',
    externalId,
    kind: 'contact',
    party: 'person',
    identifiers: emails.map((value) => ({ kind: 'email', scope: '', value })),
    attributes: { name: externalId },
    origin: 'import',
    observedAt,
  };
}

function start() {
  const store = memory();
  const context = contextOf();
  const intake = ingest({ store, context, recognizer: recognizer({ resolver: byEmail, context }) });
  const idOf = async (externalId: string) =>
    (await store.list('records', 'bySource', { where: { source: 'test', externalId } }))[0]?.id as RecordId;
  return {
    store,
    take: (...drafts: SourceRecordDraft[]) => intake.records(drafts),
    idOf,
    steward: stewardship(store, context),
  };
}

/** Who is with whom, by the records' own names. */
async function groupsOf(store: Store): Promise<string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, externalId } of await store.list('records', 'byState', {
    where: { state: 'standing' },
    limit: 1000,
  })) {
    const customer = (await store.get('members', { record: id }))?.customer ?? '';
    groups.set(customer, [...(groups.get(customer) ?? []), externalId]);
  }
  return [...groups.values()].map((group) => group.sort().join('+')).sort();
}

async function expectReplayed(store: Store): Promise<void> {
  const records = await store.list('records', 'byState', { where: { state: 'standing' }, limit: 1000 });
  const decisions = await Array.fromAsync(readLedger(store));
  expect(decisions.map(({ sequence }) => sequence)).toEqual(decisions.map((_decision, index) => index + 1));
  const replayed = customersOf(
    records.map(({ id }) => id),
    replay(decisions),
  );
  for (const { id } of records) expect((await store.get('members', { record: id }))?.customer).toBe(replayed.get(id));
}

const ann = { by: 'ann' };

describe('the ledger', () => {
  it('links what the resolver links, and names the customer by its smallest id', async () => {
    const { store, take, idOf } = start();
    await take(draft('a', ['x']), draft('b', ['y']));
    const changes = await take(draft('c', ['x', 'y']));
    expect(await groupsOf(store)).toEqual(['a+b+c']);
    expect((await store.get('members', { record: await idOf('c') }))?.customer).toBe(await idOf('a'));
    expect(changes.map(({ type }) => type)).toEqual(['record', 'merged', 'merged']);
    await expectReplayed(store);
  });

  it('undoes a merge without loss, and keeps with each side what joined since', async () => {
    const { store, take, idOf, steward } = start();
    await take(draft('a', ['x']), draft('b', ['y']));
    const { decision } = await steward.merge(await idOf('a'), await idOf('b'), ann);
    await take(draft('a2', ['x']), draft('b2', ['y']));
    expect(await groupsOf(store)).toEqual(['a+a2+b+b2']);
    const undone = await steward.unmerge(decision?.id as DecisionId, ann);
    expect(await groupsOf(store)).toEqual(['a+a2', 'b+b2']);
    expect(undone.changes.map(({ type }) => type)).toEqual(['split']);
    await expectReplayed(store);
    // The sides are banned: neither machines nor people bring them together by mistake.
    await take(draft('bridge', ['x', 'y']));
    expect(await groupsOf(store)).toEqual(['a+a2+bridge', 'b+b2']);
    expect(await steward.reviews()).toMatchObject([{ because: 'blocked' }]);
    await expect(steward.merge(await idOf('a2'), await idOf('b'), ann)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lets apart what machines linked when a record changes, never what people linked', async () => {
    const { store, take, idOf, steward } = start();
    await take(draft('a', ['x']), draft('b', ['x']), draft('c', ['z']));
    await steward.merge(await idOf('b'), await idOf('c'), ann);
    await take(draft('b', ['other'], '2026-02-01T00:00:00.000Z'));
    expect(await groupsOf(store)).toEqual(['a', 'b+c']);
    await expectReplayed(store);
  });

  it('does not undo the word of people who crossed the sides since', async () => {
    const { take, idOf, steward } = start();
    await take(draft('a', ['x']), draft('b', ['y']), draft('a2', ['x']), draft('b2', ['y']));
    const first = await steward.merge(await idOf('a'), await idOf('b'), ann);
    const second = await steward.merge(await idOf('a2'), await idOf('b2'), ann);
    await expect(steward.unmerge(first.decision?.id as DecisionId, ann)).rejects.toThrow(second.decision?.id);
    expect((await steward.unmerge(second.decision?.id as DecisionId, ann)).stillJoinedBy).not.toEqual([]);
    await steward.unmerge(first.decision?.id as DecisionId, ann);
  });

  it('keeps a cluster from jumping in size without a word', async () => {
    const { store, take, idOf, steward } = start();
    for (const side of ['x', 'y']) for (let at = 0; at < 12; at++) await take(draft(`${side}${at}`, [side]));
    await take(draft('bridge', ['x', 'y']));
    expect((await groupsOf(store)).length).toBe(2);
    const [review] = await steward.reviews();
    expect(review?.because).toBe('size');
    await steward.answer(review?.id as string, true, ann);
    expect((await groupsOf(store)).length).toBe(1);
    expect(await idOf('bridge')).toBeDefined();
  });

  it('takes an answer back, so that the ledger replays to where it was', async () => {
    const { store, take, steward } = start();
    for (const side of ['x', 'y']) for (let at = 0; at < 12; at++) await take(draft(`${side}${at}`, [side]));
    await take(draft('bridge', ['x', 'y']));
    const before = await groupsOf(store);
    const [review] = await steward.reviews();
    const id = review?.id as string;
    for (const same of [true, false, true]) {
      await steward.answer(id, same, ann);
      expect((await groupsOf(store)).length).toBe(same ? 1 : 2);
      const changes = await steward.takeBack(id, ann);
      expect(changes.at(-1)).toMatchObject({ type: 'review', review: id });
      expect(await groupsOf(store)).toEqual(before);
      expect(await steward.reviews()).toEqual([review]);
      expect(await store.count('bans', 'byRecord', { record: review?.a as RecordId })).toBe(0);
      await expectReplayed(store);
    }
    await expect(steward.takeBack(id, ann)).rejects.toThrow('no answered review');
  });

  it('says before a merge what it would change', async () => {
    const { take, idOf, steward, store } = start();
    await take(draft('a', ['x']), draft('b', ['y']));
    const before = await store.count('decisions', 'all', {});
    const preview = await steward.preview(await idOf('a'), await idOf('b'));
    expect(preview.after.records).toHaveLength(2);
    expect(preview.changed).toContain('name');
    expect(preview.obstacles).toEqual([]);
    expect(await store.count('decisions', 'all', {})).toBe(before);
  });

  it('says the same when replayed, after any history, and every id resolves for ever', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const name = fc.constantFrom(...names);
    const emails = fc.subarray(['u', 'v', 'w'], { maxLength: 2 });
    const step = fc.oneof(
      fc.record({ do: fc.constant('say' as const), name, emails }),
      fc.record({ do: fc.constant('merge' as const), name, other: name }),
      fc.record({ do: fc.constant('unmerge' as const), pick: fc.nat(20) }),
      fc.record({ do: fc.constant('answer' as const), pick: fc.nat(5), same: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { store, take, idOf, steward } = start();
        const born = new Map<string, RecordId>();
        let minute = 0;
        for (const one of steps) {
          minute += 1;
          try {
            if (one.do === 'say')
              await take(draft(one.name, one.emails, new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()));
            else if (one.do === 'merge') await steward.merge(await idOf(one.name), await idOf(one.other), ann);
            else if (one.do === 'answer') {
              const review = (await steward.reviews())[one.pick];
              if (review) await steward.answer(review.id, one.same, ann);
            } else {
              const links = (await Array.fromAsync(readLedger(store))).filter(({ kind }) => kind === 'link');
              const link = links[one.pick % Math.max(1, links.length)];
              if (link) await steward.unmerge(link.id, ann);
            }
          } catch (error) {
            if (!isKenningError(error)) throw error;
          }
          for (const each of names) {
            const id = await idOf(each);
            if (id && !born.has(each)) born.set(each, id);
          }
          await expectReplayed(store);
          for (const id of born.values()) expect(await store.get('members', { record: id })).toBeDefined();
        }
      }),
      { numRuns: Number(process.env.KENNING_HISTORIES ?? 100) },
    );
  });

  it('is after merge and unmerge as if the merge had never been, with what came since', async () => {
    const emails = fc.subarray(['u', 'v', 'w', 'x'], { minLength: 1, maxLength: 1 });
    const records = fc.array(emails, { minLength: 2, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), async (list, cut) => {
        const [plain, merged] = [start(), start()];
        const drafts = list.map((one, index) => draft(`r${index}`, one));
        const middle = 2 + (cut % (drafts.length - 1));
        await plain.take(...drafts);
        await merged.take(...drafts.slice(0, middle));
        const { decision } = await merged.steward.merge(await merged.idOf('r0'), await merged.idOf('r1'), ann);
        await merged.take(...drafts.slice(middle));
        if (decision) await merged.steward.unmerge(decision.id, ann);
        expect(await groupsOf(merged.store)).toEqual(await groupsOf(plain.store));
      }),
      { numRuns: Number(process.env.KENNING_HISTORIES ?? 100) },
    );
  });
});
