import { expect } from 'vitest';
import type { RowOf } from '../../../src/core/store/collections.js';
import type { Store } from '../../../src/core/store/store.js';
import { readLedger } from '../../../src/identity/ledger.js';
import { customersOf, replay } from '../../../src/identity/replay.js';

async function listAll<Row extends { id: string }>(list: (after?: { id: string }) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = await list(last && { id: last.id });
    rows.push(...page);
    if (page.length < 1000) return rows;
  }
}

/** What is kept of an interaction, without ids and the time of writing. Of what was removed, only that it was. */
async function statementOf(store: Store, { id, externalId, state, data }: RowOf<'interactions'>): Promise<unknown[]> {
  if (state === 'stub' || state === 'removed') {
    expect(data?.content.text ?? '').toBe('');
    return [externalId, 'gone'];
  }
  const revisions = await store.list('revisions', 'byInteraction', { where: { interaction: id } });
  const participants = await store.list('participants', 'byInteraction', { where: { interaction: id } });
  const versions = revisions.map(({ version, data: { content } }) => [version, content.text]);
  return [externalId, state, data?.version, data?.content.text, versions, participants.length];
}

/**
 * All that a store keeps, so that two of them can be compared. Checks on the way that the ledger gives the customers, that
 * the change feed has no hole and that nothing waits.
 */
export async function keptIn(store: Store): Promise<{ said: unknown[][]; customers: string[] }> {
  const interactions: RowOf<'interactions'>[] = [];
  for (;;) {
    const last = interactions.at(-1);
    const after = last && { after: { at: last.at, id: last.id } };
    const page = await store.list('interactions', 'all', { where: {}, limit: 1000, ...after });
    interactions.push(...page);
    if (page.length < 1000) break;
  }
  const said = await Promise.all(interactions.map((row) => statementOf(store, row)));
  const records = await listAll((after) =>
    store.list('records', 'byState', { where: { state: 'standing' }, limit: 1000, ...(after && { after }) } as never),
  );
  const replayed = customersOf(
    records.map(({ id }) => id),
    replay(await Array.fromAsync(readLedger(store))),
  );
  const groups = new Map<string, string[]>();
  for (const { id, externalId } of records) {
    const { customer = '' } = (await store.get('members', { record: id })) ?? {};
    expect(customer).toBe(replayed.get(id));
    groups.set(customer, [...(groups.get(customer) ?? []), externalId]);
  }
  const changes = await store.list('changes', 'all', { where: {}, limit: 100_000 });
  expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_change, index) => index + 1));
  expect(await store.count('inbox', 'byState', { state: 'waiting' })).toBe(0);
  return {
    said: said.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    customers: [...groups.values()].map((group) => group.sort().join('+')).sort(),
  };
}
