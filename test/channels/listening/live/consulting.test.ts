import { expect, it } from 'vitest';
import type { Consultant } from '../../../../src/channels/listening/live/consultant.js';
import type { Observed } from '../../../../src/core/model/observed.js';
import type { Store } from '../../../../src/core/store/store.js';
import { kenning } from '../../../../src/index.js';
import { describeStores } from '../../../support/stores.js';
import { said, square } from './spoken.js';
import { moods } from './storm-world.js';

/** Somebody who is asked: hears complaints, and fails as often as is wanted. */
function oracle(failures = 0) {
  const asked: string[][] = [];
  let left = failures;
  const consultant: Consultant = {
    id: 'oracle',
    version: '1',
    async analyze(posts) {
      asked.push(posts.map(({ text }) => text));
      if (left-- > 0) throw new Error('a secret text');
      return posts.map(({ text }) => ({
        language: 'und',
        sentiment: 'unsupported',
        intent: text.includes('broken') ? 'complaint' : 'unknown',
        by: text.includes('shy') ? 'fallback' : 'model',
      }));
    },
  };
  return { consultant, asked };
}

function appOf(store: Store, items: Observed[], consultant: Consultant, consultedADay?: number) {
  const app = kenning({
    store,
    channels: { brand: square(items) },
    listen: {
      queries: { all: 'acme' },
      analyzers: [moods],
      consultants: [consultant],
      ...(consultedADay !== undefined && { consultedADay }),
    },
  });
  const errors: string[] = [];
  app.on('error', (error) => errors.push(error.message));
  return { app, errors };
}

async function intents(store: Store): Promise<string[]> {
  const found: string[] = [];
  for (const { id, externalId } of await store.list('interactions', 'all', { where: {} }))
    for (const { type, data } of await store.list('signals', 'byInteraction', { where: { interaction: id } }))
      if (type === 'intent') found.push(`${externalId} ${data.value} ${data.analyzer}`);
  return found;
}

const items = () => [
  said(1, { text: 'acme broken' }),
  said(2, { text: 'acme fine', by: 'bo' }),
  said(3, { text: 'acme broken but shy', by: 'cy' }),
];

describeStores('consultants on', (open) => {
  it('are asked once about each post, behind the rest, and their signals stand beside the others', async () => {
    const store = open();
    const { consultant, asked } = oracle();
    const { app, errors } = appOf(store, items(), consultant);
    await app.sync();
    await app.sync();
    await app.tick();
    expect(asked.flat().sort()).toEqual(['acme broken', 'acme broken but shy', 'acme fine']);
    expect(await intents(store)).toEqual(['square:1 complaint oracle']);
    // Looking again at what analyzers say takes nothing away from them.
    expect(await app.reanalyze()).toEqual({ interactions: 3, changed: 0, consulted: 0 });
    expect(await intents(store)).toEqual(['square:1 complaint oracle']);
    expect(asked.flat()).toHaveLength(3);
    expect((await app.reanalyze({ consult: true })).consulted).toBe(0);
    expect(asked.flat()).toHaveLength(6);
    expect(errors).toEqual([]);
    await app.close();
  });

  it('that fail are asked again, hold nothing else up, and quote nothing', async () => {
    const store = open();
    const { consultant, asked } = oracle(2);
    const { app, errors } = appOf(store, items(), consultant);
    const report = await app.sync();
    expect(report.said).toBe(3);
    expect(report.failed.map(({ error }) => error.message).join()).toContain('oracle could not be asked; 3 posts wait');
    expect(JSON.stringify([report, errors])).not.toContain('secret');
    expect(await store.count('signals', 'byInteraction', { interaction: (await ids(store))[0] as never })).toBe(3);
    await app.sync();
    await app.sync();
    expect(asked).toHaveLength(3);
    expect(await intents(store)).toEqual(['square:1 complaint oracle']);
    await app.close();
  });

  it('that fail for good are left out after five times', async () => {
    const store = open();
    const posts = items();
    const { consultant, asked } = oracle(5);
    const { app } = appOf(store, posts, consultant);
    for (let time = 0; time < 5; time += 1) await app.sync();
    expect(asked).toHaveLength(5);
    expect(await intents(store)).toEqual([]);
    posts.push(said(4, { text: 'acme broken again', by: 'di' }));
    await app.sync();
    expect(asked.at(-1)).toEqual(['acme broken again']);
    expect(await intents(store)).toEqual(['square:4 complaint oracle']);
    await app.close();
  });

  it('are asked about no more than so many a day, and again about new words', async () => {
    const store = open();
    const posts = items();
    const { consultant, asked } = oracle();
    const { app } = appOf(store, posts, consultant, 2);
    await app.sync();
    expect(asked.flat()).toHaveLength(2);
    expect((await app.reanalyze({ consult: true })).consulted).toBe(0);
    expect(asked.flat()).toHaveLength(2);
    await app.close();
    const again = oracle();
    const other = appOf(store, posts, again.consultant);
    posts.push(said(1, { text: 'acme mended', version: '2026-11-02T00:00:00.000Z' }));
    await other.app.sync();
    expect(again.asked.flat()).toEqual(['acme mended']);
    expect(await intents(store)).toEqual([]);
    await other.app.close();
  });
});

async function ids(store: Store): Promise<string[]> {
  return (await store.list('interactions', 'all', { where: {} })).map(({ id }) => id);
}
