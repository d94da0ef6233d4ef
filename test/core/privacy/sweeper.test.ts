import { expect, it } from 'vitest';
import { ingest } from '../../../src/core/ingest/ingest.js';
import type { InteractionRef } from '../../../src/core/model/interaction.js';
import type { Terms } from '../../../src/core/model/terms.js';
import type { LookedUp } from '../../../src/core/privacy/sweep-options.js';
import { sweep } from '../../../src/core/privacy/sweeper.js';
import type { Store } from '../../../src/core/store/store.js';
import { recognizer } from '../../../src/identity/recognizer.js';
import { linkedinTerms } from '../../fixtures/terms/linkedin.js';
import { redditTerms } from '../../fixtures/terms/reddit.js';
import { youtubeTerms } from '../../fixtures/terms/youtube.js';
import { describeStores } from '../../support/stores.js';
import { byEmail, desk, profile, removed, said } from './desk.js';
import { rowsOf } from './rows-of.js';

/** A network with terms, which says of each interaction what the test wants. */
function office(store: Store, terms: Terms | undefined) {
  const one = desk(store, {});
  one.clock.time = Date.UTC(2026, 10, 24);
  const { context } = one;
  const recognizing = recognizer({ resolver: byEmail, context });
  const termsOf = () => terms;
  const intake = ingest({ store, context, recognizer: recognizing, terms: termsOf });
  const states = new Map<string, LookedUp['state'] | LookedUp>();
  const asked: string[] = [];
  const lookUp = async (refs: InteractionRef[]): Promise<LookedUp[]> => {
    asked.push(...refs.map(({ externalId }) => externalId));
    return refs.map((of) => {
      const state = states.get(of.externalId) ?? 'standing';
      return typeof state === 'string' ? { of, state } : state;
    });
  };
  const base = { store, context, ingest: intake, recognizer: recognizing, registrar: one.registry, terms: termsOf };
  return {
    ...one,
    states,
    asked,
    hours: (count: number) => {
      one.clock.time += count * 3_600_000;
    },
    say: (...items: ReturnType<typeof said>[]) =>
      intake.page({ page: { items, rejected: [] }, channel: 'brand', keepRawUntil: '2026-11-25T00:00:00.000Z' }),
    sweep: (verb: typeof lookUp | undefined = lookUp, options: { budgetMs?: number } = {}) =>
      sweep({ ...base, networks: { net: verb }, ...options }),
    textOf: async (externalId: string) => {
      const where = { network: 'net', realm: '', externalId };
      const row = (await store.list('interactions', 'byRef', { where }))[0];
      return row && [row.state, row.data?.content.text];
    },
  };
}

describeStores('the sweeper on', (open) => {
  it('looks up what is due, applies what the network says, and does not ask again before it is due', async () => {
    const one = office(open(), redditTerms);
    await one.say(
      ...['stands', 'edited', 'gone', 'hidden'].map((id) => said({ id, author: 'ann', text: `text of ${id}` })),
    );
    expect((await one.sweep()).checked).toBe(0);
    one.states.set('gone', 'removed').set('hidden', 'hidden');
    const of = { network: 'net', realm: '', externalId: 'edited' };
    one.states.set('edited', {
      of,
      state: 'standing',
      observed: said({ id: 'edited', author: 'ann', text: 'new text', version: '2' }),
    });
    one.hours(37);
    expect(await one.sweep()).toMatchObject({
      checked: 2,
      removed: 1,
      hidden: 1,
      forgotten: 0,
      finished: true,
      problems: [],
    });
    expect(await one.textOf('stands')).toEqual(['standing', 'text of stands']);
    expect(await one.textOf('edited')).toEqual(['standing', 'new text']);
    expect(await one.textOf('gone')).toEqual(['removed', '']);
    expect(await one.textOf('hidden')).toEqual(['hidden', 'text of hidden']);
    one.asked.length = 0;
    one.hours(1);
    await one.sweep();
    expect(one.asked).toEqual([]);
    one.states.set('hidden', 'standing');
    one.hours(36);
    expect(await one.sweep()).toMatchObject({ restored: 1, checked: 3 });
    expect(one.asked.sort()).toEqual(['edited', 'hidden', 'stands']);
  });

  it('lets go of what could not be looked up in time, and it does not come back', async () => {
    const one = office(open(), youtubeTerms);
    await one.say(said({ id: 'p', author: 'ann', text: 'some text' }));
    one.states.set('p', 'unknown');
    one.hours(700);
    expect(await one.sweep()).toMatchObject({ forgotten: 0 });
    one.hours(21);
    expect(await one.sweep()).toMatchObject({ forgotten: 1 });
    expect(JSON.stringify(await rowsOf(one.store)).includes('some text')).toBe(false);
    await one.say(said({ id: 'p', author: 'ann', text: 'some text', version: '9' }));
    expect(await one.textOf('p')).toEqual(['standing', '']);
    const [change] = await one.store.list('changes', 'all', { where: {}, direction: 'descending', limit: 1 });
    expect(change?.data).toMatchObject({ type: 'erased' });
    one.asked.length = 0;
    one.hours(721);
    expect(await one.sweep(undefined)).toMatchObject({ forgotten: 0, finished: true });
    expect(one.asked).toEqual([]);
  });

  it('keeps what LinkedIn lets it keep: words and ids 48 hours, profiles 24, our own for good', async () => {
    const one = office(open(), linkedinTerms);
    await one.know({ ...profile('us'), own: true });
    await one.say(said({ id: 'theirs', author: 'ann', text: 'words of ann', to: ['us'] }), {
      ...said({ id: 'ours', author: 'us', text: 'words of us' }),
      profiles: [{ ...profile('us'), own: true }],
    } as never);
    one.hours(23);
    expect(await one.sweep()).toMatchObject({ profiles: 0, forgotten: 0, vanished: 0 });
    one.hours(1);
    expect(await one.sweep()).toMatchObject({ profiles: 1, forgotten: 0, vanished: 0, raw: 2 });
    expect(JSON.stringify(await rowsOf(one.store)).includes('bio of ann')).toBe(false);
    expect(await one.textOf('theirs')).toEqual(['standing', 'words of ann']);
    one.hours(23);
    expect(await one.sweep()).toMatchObject({ vanished: 0 });
    one.hours(1);
    expect(await one.sweep()).toMatchObject({ vanished: 1, records: 1 });
    const rows = JSON.stringify(await rowsOf(one.store));
    expect(['words of ann', 'theirs', '"ann"'].filter((value) => rows.includes(value))).toEqual([]);
    expect(await one.textOf('ours')).toEqual(['standing', 'words of us']);
    one.hours(1000);
    expect(await one.sweep()).toMatchObject({ vanished: 0, forgotten: 0, records: 0 });
  });

  it('without terms nothing that others say is taken in, and what we say is', async () => {
    const one = office(open(), undefined);
    await one.know({ ...profile('us'), own: true });
    await one.say(said({ id: 'theirs', author: 'ann', text: 'words of ann' }));
    await one.say({
      ...said({ id: 'ours', author: 'us', text: 'words of us' }),
      profiles: [{ ...profile('us'), own: true }],
    } as never);
    const rows = JSON.stringify(await rowsOf(one.store));
    expect(['words of ann', 'bio of ann', 'handle-ann'].filter((value) => rows.includes(value))).toEqual([]);
    expect(rows.includes('words of us')).toBe(true);
  });

  it('stops when its time is over, and goes on at the next call', async () => {
    const one = office(open(), redditTerms);
    await one.say(...Array.from({ length: 60 }, (_one, at) => said({ id: `p${at}`, author: 'ann', text: `${at}` })));
    one.hours(40);
    const slow = async (refs: InteractionRef[]): Promise<LookedUp[]> => {
      one.clock.time += 1000;
      return refs.map((of) => ({ of, state: 'standing' }));
    };
    const first = await one.sweep(slow, { budgetMs: 1500 });
    expect(first).toMatchObject({ checked: 50, finished: false });
    expect(await one.sweep(slow, { budgetMs: 1500 })).toMatchObject({ checked: 10, finished: true });
  });

  it('names the network that fails, and sees to the rest', async () => {
    const one = office(open(), redditTerms);
    await one.say(said({ id: 'p', author: 'ann', text: 'text' }), removed('never-came') as never);
    one.hours(40);
    const { KenningError } = await import('../../../src/core/errors.js');
    const broken = async () => {
      throw new KenningError('network', 'It is down.');
    };
    expect(await one.sweep(broken)).toMatchObject({
      finished: false,
      problems: [{ network: 'net', problem: 'It is down.' }],
    });
    expect(await one.textOf('p')).toEqual(['standing', 'text']);
    one.hours(9);
    expect(await one.sweep(broken)).toMatchObject({ forgotten: 1 });
    one.hours(720);
    expect(await one.sweep()).toMatchObject({ vanished: 1 });
    expect(await one.textOf('never-came')).toBeUndefined();
  });
});
