import { expect } from 'vitest';
import { readChanges } from '../../src/core/read-changes.js';
import { everyPage } from '../../src/core/store/every-page.js';
import type { Store } from '../../src/core/store/store.js';
import type { FaultProxy } from './fault-proxy.js';
import { amount } from './random.js';

/** Sees that these interactions are there, each once, and that the feed tells of each once. */
export async function expectOnce(store: Store, externalIds: readonly string[]): Promise<void> {
  const kept: string[] = [];
  for await (const rows of everyPage(store, 'interactions', 'all', {}))
    kept.push(...rows.map(({ externalId, state }) => `${externalId} ${state}`));
  const told = new Map<string, number>();
  for await (const change of readChanges(store))
    if (change.type === 'said') told.set(change.interaction, (told.get(change.interaction) ?? 0) + 1);
  expect([...kept].sort()).toEqual(externalIds.map((id) => `${id} standing`).sort());
  expect(told.size).toBe(externalIds.length);
  expect([...told.values()].filter((times) => times !== 1)).toEqual([]);
}

/** Sees that these faults were met. Few interactions meet few of them. */
export function expectMet({ met }: FaultProxy, faults: readonly Parameters<FaultProxy['met']['get']>[0][]): void {
  expect(met.size).toBeGreaterThan(0);
  if (amount >= 10_000) expect(faults.filter((fault) => !met.get(fault))).toEqual([]);
}
