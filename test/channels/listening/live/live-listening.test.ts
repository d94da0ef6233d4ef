import { expect, it } from 'vitest';
import { type Analyzer, analyzer } from '../../../../src/channels/listening/analysis/analyzer.js';
import { smallDetector } from '../../../../src/channels/listening/analysis/language/small-detector.js';
import type { ListenOptions } from '../../../../src/channels/listening/live/listen-options.js';
import type { Observed } from '../../../../src/core/model/observed.js';
import type { Store } from '../../../../src/core/store/store.js';
import { kenning } from '../../../../src/index.js';
import { describeStores } from '../../../support/stores.js';
import { said, square } from './spoken.js';

/** Hears moods by one word each. */
const moods: Analyzer = {
  id: 'moods',
  version: '1',
  analyze: (text) => ({
    language: 'und',
    sentiment: text.includes('bad') ? 'negative' : text.includes('good') ? 'positive' : 'unsupported',
    ...(text.includes('bad') && { score: -0.9 }),
  }),
};

const queries = {
  late: '(acme OR #acme) late NOT author:acme.example',
  angry: 'acme sentiment:negative',
  loud: 'acme followers:[1000 TO *]',
};

function appOf(store: Store, items: Observed[], listen: ListenOptions = { queries, analyzers: [moods] }) {
  const app = kenning({ store, channels: { brand: square(items) }, listen });
  const errors: string[] = [];
  app.on('error', (error) => errors.push(error.message));
  return { app, errors };
}

/** What was found in each interaction: its text, then the signals. */
async function foundIn(store: Store): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { id, data } of await store.list('interactions', 'all', { where: {} })) {
    const signals = await store.list('signals', 'byInteraction', { where: { interaction: id } });
    found[data?.externalId ?? id] = signals.map(({ type, data: { value } }) => `${type} ${value}`);
  }
  return found;
}

async function signalChanges(store: Store): Promise<number> {
  const changes = await store.list('changes', 'all', { where: {}, limit: 1000 });
  return changes.filter(({ type }) => type === 'signal').length;
}

describeStores('listening', (open) => {
  it('keeps what is found beside each interaction, once', async () => {
    const store = open();
    const items = [
      said(1, { text: 'My #acme bike is late, bad!', by: 'ann' }),
      said(2, { text: 'Your acme bike is late', by: 'acme' }),
      said(3, { text: 'A good acme day', by: 'bo', followers: 5000 }),
      said(4, { text: 'Nothing at all' }),
    ];
    const { app, errors } = appOf(store, items);
    await app.sync();
    const whole = {
      'square:1': ['query angry', 'query late', 'sentiment negative'],
      'square:2': [],
      'square:3': ['query loud', 'sentiment positive'],
      'square:4': [],
    };
    expect(await foundIn(store)).toEqual(whole);
    expect(await signalChanges(store)).toBe(2);
    await app.sync();
    await app.tick();
    expect(await foundIn(store)).toEqual(whole);
    expect(await signalChanges(store)).toBe(2);
    const { entries } = await app.timeline({ kind: 'handle', scope: 'square', value: 'ann.example' });
    const [latest] = entries.filter(({ interaction }) => interaction.externalId === 'square:1');
    expect(latest?.signals.find(({ type }) => type === 'sentiment')).toMatchObject({
      value: 'negative',
      score: -0.9,
      analyzer: 'moods',
      version: '1',
    });
    expect(latest?.signals.find(({ value }) => value === 'late')?.analyzer).toBe('query late');
    expect(errors).toEqual([]);
    await app.close();
  });

  it('looks again at new words, and forgets with the old ones', async () => {
    const store = open();
    const items = [said(1, { text: 'acme late' }), said(2, { text: 'acme late', by: 'bo' })];
    const { app } = appOf(store, items);
    await app.sync();
    const { at } = (items[1] as Extract<Observed, { type: 'said' }>).interaction;
    items.splice(0, 2, said(1, { text: 'acme in time', version: '2026-11-02T00:00:00.000Z' }), {
      type: 'removed',
      of: { network: 'square', realm: '', externalId: 'square:2' },
      at,
      by: 'author',
    });
    await app.sync();
    expect(await foundIn(store)).toEqual({ 'square:1': [], 'square:2': [] });
    await app.close();
  });

  it('forgets with the person who said it', async () => {
    const store = open();
    const { app } = appOf(store, [said(1, { text: 'acme late' }), said(2, { text: 'acme late', by: 'bo' })]);
    await app.sync();
    const { gone } = await app.erase({ kind: 'handle', scope: 'square', value: 'ann.example' }, { by: 'ann' });
    expect(gone.signals).toBe(1);
    expect(await foundIn(store)).toEqual({ 'square:2': ['query late'] });
    await app.close();
  });

  it('can be computed again, with what is looked for by then', async () => {
    const store = open();
    const items = [said(1, { text: 'acme late' }), said(2, { text: 'acme early', by: 'bo' })];
    const { app } = appOf(store, items);
    await app.sync();
    expect(await app.reanalyze()).toEqual({ interactions: 2, changed: 0, consulted: 0 });
    const { app: later } = appOf(store, items, { queries: { soon: 'acme early', late: 'acme NEAR/2 late' } });
    expect(await later.reanalyze()).toEqual({ interactions: 2, changed: 2, consulted: 0 });
    expect(await foundIn(store)).toEqual({ 'square:1': ['query late'], 'square:2': ['query soon'] });
    expect(await later.reanalyze()).toEqual({ interactions: 2, changed: 0, consulted: 0 });
    expect(await later.reanalyze({ since: '2026-11-01T00:02:00.000Z' })).toEqual({
      interactions: 1,
      changed: 0,
      consulted: 0,
    });
    await app.close();
  });

  it('goes on when an analyzer fails, and says so', async () => {
    const store = open();
    const broken: Analyzer = {
      id: 'broken',
      version: '1',
      analyze(text) {
        if (text.includes('early')) throw new Error(text);
        if (text.includes('noon')) return { language: 'en', sentiment: 'neutral', intent: 'lunch\0' };
        if (text.includes('half')) return { language: 'en\ud800', sentiment: 'neutral' };
        return { language: '', sentiment: 'neutral', score: Number.NaN };
      },
    };
    const items = [said(1, { text: 'acme early' }), said(2, { text: 'acme late bad' })];
    items.push(said(3, { text: 'acme at noon' }), said(4, { text: 'half an acme' }));
    const { app, errors } = appOf(store, items, { queries, analyzers: [broken, moods] });
    await app.sync();
    expect(await foundIn(store)).toEqual({
      'square:1': [],
      'square:2': ['query angry', 'query late', 'sentiment negative'],
      'square:3': [],
      'square:4': [],
    });
    expect(errors).toHaveLength(4);
    expect(errors.join()).toContain('"broken"');
    expect(errors.join()).not.toContain('acme');
    await app.close();
  });

  it('analyzes nothing that the terms do not let us', async () => {
    const store = open();
    const channel = square([said(1, { text: 'acme late' })]);
    const rules = [{ name: 'kept', allow: ['keep' as const] }];
    const terms = { square: { source: 'a contract', checkedOn: '2026-11-24', rules } };
    const app = kenning({ store, channels: { brand: channel }, terms, listen: { queries } });
    await app.sync();
    expect(await foundIn(store)).toEqual({ 'square:1': [] });
    await app.close();
  });
});

describeStores('a saved search', (open) => {
  it('that can not be read is named', async () => {
    const { app } = appOf(open(), [], { queries: { broken: 'acme (' } });
    await expect(app.sync()).rejects.toThrow(/queries, broken: .*column/);
    for (const name of ['', 'la\0te', 'la\ud800te'])
      expect(() => appOf(open(), [], { queries: { [name]: 'acme' } })).toThrow(/listen/);
  });

  it('needs no two analyzers of one name', () => {
    const same = [analyzer({ detector: smallDetector() }), analyzer()];
    expect(() => appOf(open(), [], { analyzers: same })).toThrow(/same id/);
  });
});

it('without anything to listen for, nothing is analyzed again', async () => {
  const { memory } = await import('../../../../src/core/store/memory.js');
  await expect(kenning({ store: memory() }).reanalyze()).rejects.toThrow(/listen/);
});
