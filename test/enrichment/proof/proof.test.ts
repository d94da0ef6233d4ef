import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { FoundProfile } from '../../../src/enrichment/enrichment.js';
import { type BlueskyNetwork, startBlueskyNetwork, whyNoBlueskyNetwork } from '../../support/bluesky-network.js';
import { bundledChild } from '../../support/bundled-child.js';
import { measure, repeated, type Trial, trial } from './prove.js';

const postgresUrl = inject('postgresUrl') ?? process.env.KENNING_POSTGRES_URL;
const missing = whyNoBlueskyNetwork(postgresUrl);
if (missing && process.env.CI) throw new Error(`The proof of enrich can not run: ${missing}.`);

/** `KENNING_ENRICH=full` is 200 people among 40,000 contacts, and takes several minutes. */
const isFull = process.env.KENNING_ENRICH === 'full';
const size = isFull ? { contacts: 40_000, people: 200 } : { contacts: 1200, people: 30 };
const kills = Math.min(Number(process.env.KENNING_KILLS ?? 4), 20);
const seed = Number(process.env.KENNING_SEED ?? Date.now() % 1_000_000);

const child = bundledChild(new URL('./enrich-child.ts', import.meta.url));
const timeless = (profiles: readonly FoundProfile[]) => profiles.map(({ retrievedAt: _at, ...one }) => one);

describe.skipIf(missing)(`enrich on a live network${missing ? ` (skipped: ${missing})` : ''}, seed ${seed}`, () => {
  let network: BlueskyNetwork;
  let world: Trial;
  beforeAll(async () => {
    network = await startBlueskyNetwork(postgresUrl ?? '');
    world = await trial({ ...size, seed }, network, child);
  }, 600_000);
  afterAll(async () => {
    await world?.close();
    await network?.close();
  });

  it('finds whose accounts they are, is never fooled, keeps to limits, and goes on wherever it was killed', async () => {
    const killed = await world.run('killed', kills);
    const { precision, recall, byWay, wrong } = measure(world.made, killed.profiles);
    expect(wrong).toEqual([]);
    expect(precision).toBeGreaterThanOrEqual(0.99);
    // One in ten can be found by name alone, which is for a person to decide.
    expect(byWay['name-alone'][0]).toBe(0);
    expect(recall).toBeGreaterThan(0.85);
    expect(world.outside.beyond).toEqual([]);
    expect(killed.report.unanswered).toBe(0);
    expect(repeated(world.outside, kills)).toBe(0);

    const before = world.outside.asked.size;
    world.outside.onRequest = () => expect.unreachable('nothing is asked twice');
    const again = await world.run('killed');
    expect(again.profiles).toEqual(killed.profiles);
    expect([again.report.services, world.outside.asked.size]).toEqual([{}, before]);
    if (!isFull) expect(timeless((await world.run('unharmed')).profiles)).toEqual(timeless(killed.profiles));
    expect(world.outside.beyond).toEqual([]);
  }, 1_800_000);
});
