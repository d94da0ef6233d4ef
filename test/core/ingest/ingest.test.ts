import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contextOf } from '../../../src/core/context.js';
import { ingest } from '../../../src/core/ingest/ingest.js';
import type { Observed } from '../../../src/core/model/observed.js';
import type { Store } from '../../../src/core/store/store.js';
import { matcher } from '../../../src/identity/matcher/matcher.js';
import { recognizer } from '../../../src/identity/recognizer.js';
import { describeStores } from '../../support/stores.js';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const ref = (externalId: string) => ({ network: 'testnet', realm: '', externalId });

function said(externalId: string, revision = 0, author = 'ann'): Observed {
  return {
    type: 'said',
    interaction: {
      ...ref(externalId),
      kind: 'post',
      at: at(1),
      content: { text: `${externalId} as of ${revision}` },
      version: `v${revision}`,
      ...(revision > 0 && { revisedAt: at(1 + revision) }),
      origin: 'api',
      participants: [
        { role: 'author', of: { source: 'testnet', externalId: author } },
        { role: 'mentioned', of: { source: 'testnet', externalId: 'brand' } },
      ],
    },
    profiles: [
      {
        source: 'testnet',
        externalId: author,
        kind: 'profile',
        party: 'person',
        identifiers: [{ kind: 'account-id', scope: 'testnet', value: author, verifiedBy: 'network' }],
        attributes: { name: author },
        origin: 'api',
        observedAt: at(1),
      },
    ],
  };
}
const removed = (externalId: string): Observed => ({ type: 'removed', of: ref(externalId), at: at(30), by: 'author' });

function start(store: Store) {
  const context = contextOf();
  const intake = ingest({ store, context, recognizer: recognizer({ resolver: matcher(), context }) });
  const page = (...items: unknown[]) => intake.page({ page: { items, rejected: [] }, channel: 'brand' });
  return { intake, page };
}

/** What is kept, without what differs from run to run. */
async function keptIn(store: Store): Promise<unknown[]> {
  const rows = await store.list('interactions', 'all', { where: {}, limit: 1000 });
  const kept = [];
  for (const { id, externalId, state, data } of rows) {
    if (state === 'stub') continue;
    const revisions = await store.list('revisions', 'byInteraction', { where: { interaction: id } });
    const participants = await store.count('participants', 'byInteraction', { interaction: id });
    expect(participants).toBeGreaterThan(0);
    kept.push({
      externalId,
      state,
      text: data?.content.text,
      earlier: revisions.map(({ version }) => version),
      participants,
    });
  }
  return kept.sort((left, right) => (left.externalId < right.externalId ? -1 : 1));
}

describeStores('ingest into', (open) => {
  it('keeps what is said once, with its author as a customer', async () => {
    const store = open();
    const { page } = start(store);
    expect(await page(said('p1'), said('p2'))).toMatchObject({ said: 2, known: 0, rejected: [] });
    expect(await page(said('p1'))).toMatchObject({ said: 0, known: 1, changes: [] });
    const [ann] = await store.list('records', 'bySource', { where: { source: 'testnet', externalId: 'ann' } });
    expect(await store.count('participants', 'byRecord', { record: ann?.id as never })).toBe(2);
    expect(await store.get('members', { record: ann?.id as never })).toEqual({ record: ann?.id, customer: ann?.id });
    await store.close();
  });

  it('lists what it can not read and takes what is around it', async () => {
    const store = open();
    const { page } = start(store);
    // The last one has an id of 3,000 bytes, which no index of PostgreSQL holds.
    const report = await page(
      said('p1'),
      { type: 'said', interaction: {} },
      'nonsense',
      said('p2'),
      said('字'.repeat(1000)),
    );
    expect(report).toMatchObject({ said: 2 });
    expect(report.rejected).toHaveLength(3);
    expect(await store.count('rejected', 'all', {})).toBe(3);
    await store.close();
  });

  it('takes the words of what was removed away, and keeps them away', async () => {
    const store = open();
    const { page } = start(store);
    await page(said('p1'), said('p1', 1));
    expect(await page(removed('p1'))).toMatchObject({ removed: 1 });
    await page(said('p1'), said('p1', 2), removed('p2'), said('p2'));
    expect(await keptIn(store)).toEqual([
      { externalId: 'p1', state: 'removed', text: '', earlier: [], participants: 2 },
      { externalId: 'p2', state: 'removed', text: '', earlier: [], participants: 2 },
    ]);
    await page({ type: 'restored', of: ref('p2'), at: at(40), by: 'author' }, said('p2'));
    expect(await keptIn(store)).toMatchObject([{ externalId: 'p1' }, { externalId: 'p2', state: 'standing' }]);
    await store.close();
  });

  it('cleans what a database can not keep', async () => {
    const store = open();
    const { page } = start(store);
    const item = said('p1') as Extract<Observed, { type: 'said' }>;
    item.interaction.content = { text: 'a\u0000b\ud800c' };
    await page(item);
    expect(await keptIn(store)).toMatchObject([{ text: 'ab\ufffdc' }]);
    await store.close();
  });

  it('comes to the same whatever the order and however often it is told', async () => {
    const pieces = fc.array(
      fc.oneof(
        fc.tuple(fc.constantFrom('p1', 'p2', 'p3'), fc.nat(3)).map(([id, revision]) => said(id, revision)),
        fc.constantFrom('p1', 'p2').map(removed),
      ),
      { minLength: 1, maxLength: 12 },
    );
    const history = pieces.chain((items) =>
      fc.tuple(
        fc.constant(items),
        fc.shuffledSubarray([...items, ...items], { minLength: items.length * 2 }),
        fc.integer({ min: 1, max: 5 }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(history, async ([items, shuffled, size]) => {
        const [one, other] = [open(), open()];
        await start(one).page(...items);
        const { page } = start(other);
        for (let from = 0; from < shuffled.length; from += size) await page(...shuffled.slice(from, from + size));
        const withoutGone = (kept: unknown[]) =>
          kept.filter((piece) => (piece as { state: string }).state !== 'removed');
        expect(withoutGone(await keptIn(other))).toEqual(withoutGone(await keptIn(one)));
        await one.close();
        await other.close();
      }),
      { numRuns: Number(process.env.KENNING_HISTORIES ?? 60) },
    );
  });
});
