import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../src/channels/connector.js';
import { poll } from '../../../src/channels/listening/poll.js';
import { progressName } from '../../../src/channels/listening/progress.js';
import { KenningError } from '../../../src/core/errors.js';
import { openGaps } from '../../../src/core/ingest/gaps.js';
import type { Observed } from '../../../src/core/model/observed.js';
import { at, histories, listener, listingOf, network, post } from './listener.js';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
/** Posts of these minutes, the newest first. */
const down = (from: number, to: number): Observed[] =>
  range(from, to)
    .map((minutes) => post(`p${minutes}`, minutes))
    .reverse();
const all = (kept: string[], from: number, to: number) =>
  expect(new Set(kept)).toEqual(new Set(range(from, to).map((number) => `p${number}`)));

describe('a newest-first listing', () => {
  it('is read to its end, and then only down to what is known', async () => {
    const here = listener();
    const { connector, calls, items } = listingOf(down(0, 200), 'newest-first');
    expect(await poll({ ...here, connector })).toEqual({ complete: true });
    expect(calls).toHaveLength(40);
    items.unshift(...down(200, 203));
    await poll({ ...here, connector });
    all(await here.kept(), 0, 203);
    // Five a page and ten minutes of overlap.
    expect(calls).toHaveLength(40 + 3);
  });

  it('is read whole when what is new was dated back', async () => {
    const here = listener();
    const { connector, items } = listingOf(down(0, 100), 'newest-first');
    await poll({ ...here, connector });
    const datedBack = range(0, 12).map((number) => post(`back${number}`, -10_000 - number));
    items.unshift(...datedBack, ...down(100, 108));
    await poll({ ...here, connector });
    expect(await here.kept()).toHaveLength(120);
  });

  it('is read whole after somebody has dated a post in the future', async () => {
    const here = listener();
    const { connector, items } = listingOf(down(0, 30), 'newest-first');
    items.unshift(post('future', 10_000_000));
    await poll({ ...here, connector });
    items.unshift(...down(30, 60));
    await poll({ ...here, connector });
    expect(await here.kept()).toHaveLength(61);
  });

  it('is read whole when an old post is pinned, or an edited one is moved to the top', async () => {
    const here = listener();
    const pinned = post('pinned', -50_000);
    const { connector, items } = listingOf([pinned, ...down(0, 30)], 'newest-first');
    await poll({ ...here, connector });
    const edited = post('p29', 29, { version: 'v1', revisedAt: at(55), content: { text: 'edited' } });
    items.splice(0, 2, pinned, edited, ...down(30, 60));
    await poll({ ...here, connector });
    expect(await here.kept()).toHaveLength(61);
    const [row] = await here.store.list('interactions', 'byRef', {
      where: { network: 'testnet', realm: '', externalId: 'p29' },
    });
    expect(row?.data?.content.text).toBe('edited');
  });

  it('is read whole after all that was at its top is deleted', async () => {
    const here = listener();
    const { connector, items } = listingOf(down(0, 30), 'newest-first');
    await poll({ ...here, connector });
    items.splice(0, 20, ...down(30, 50));
    await poll({ ...here, connector });
    all(await here.kept(), 0, 50);
  });

  it('is read over pages of which nothing can be read', async () => {
    const here = listener();
    const broken = range(0, 12).map((number) => (number % 3 ? { type: 'said', number } : `item ${number}`)) as never[];
    const { connector, items } = listingOf([...broken, ...down(0, 20)], 'newest-first');
    await poll({ ...here, connector });
    all(await here.kept(), 0, 20);
    items.unshift(...down(20, 27));
    await poll({ ...here, connector });
    all(await here.kept(), 0, 27);
    expect(await here.store.count('rejected', 'all', {})).toBeGreaterThanOrEqual(12);
  });

  it('gives news first while the past is not read yet', async () => {
    const here = listener();
    const { connector, items } = listingOf(down(0, 300), 'newest-first');
    expect(await poll({ ...here, connector, maxPages: 2 })).toEqual({ complete: false });
    items.unshift(...down(300, 320));
    await poll({ ...here, connector, maxPages: 8 });
    expect(await here.kept()).toEqual(expect.arrayContaining(range(290, 320).map((number) => `p${number}`)));
    while (!(await poll({ ...here, connector, maxPages: 8 })).complete);
    all(await here.kept(), 0, 320);
  });

  it('keeps few unread parts, however often it is cut', async () => {
    const here = listener();
    const { connector, items } = listingOf(down(0, 50), 'newest-first');
    for (let end = 50; end < 1000; end += 30) {
      await poll({ ...here, connector, maxPages: 1 });
      items.unshift(...down(end, end + 30));
    }
    const row = await here.store.get('checkpoints', { name: progressName('brand', 'mentions') });
    expect((row as { data: { unread: unknown[] } }).data.unread.length).toBeLessThanOrEqual(10);
    expect(JSON.stringify(row).length).toBeLessThan(50_000);
    while (!(await poll({ ...here, connector, maxPages: 50 })).complete);
    all(await here.kept(), 0, items.length);
  });

  it('begins a part anew whose cursor the server has forgotten', async () => {
    const here = listener();
    const { connector } = listingOf(down(0, 60), 'newest-first');
    await poll({ ...here, connector, maxPages: 2 });
    let forgotten = true;
    const forgetful: Connector = {
      ...connector,
      async mentions(options = {}) {
        if (options.cursor && forgotten) {
          forgotten = false;
          throw new KenningError('invalid', 'This cursor is too old.');
        }
        return connector.mentions?.(options) as never;
      },
    };
    expect(await poll({ ...here, connector: forgetful })).toEqual({ complete: true });
    all(await here.kept(), 0, 60);
  });

  it.each(['runs in a circle', 'never ends'])('that %s is left', async (how) => {
    const here = listener();
    let calls = 0;
    const connector: Connector = {
      contract: 1,
      network: network('newest-first'),
      async mentions({ cursor = '0' } = {}) {
        calls += 1;
        const next = how === 'never ends' ? Number(cursor) + 1 : (Number(cursor) + 1) % 5;
        return { items: [], rejected: [], next: String(next) };
      },
    };
    const { complete } = await poll({ ...here, connector, maxPages: 30 });
    expect(complete).toBe(how === 'runs in a circle');
    expect(calls).toBeLessThanOrEqual(30);
  });

  it('loses nothing, wherever it is cut and whatever comes meanwhile', {
    timeout: 20_000 + histories * 100,
  }, async () => {
    const step = fc.record({
      news: fc.nat(12),
      datedBack: fc.nat(3),
      deleted: fc.nat(3),
      maxPages: fc.integer({ min: 1, max: 6 }),
      overlapping: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const here = listener();
        const { connector, items } = listingOf(down(0, 20), 'newest-first');
        let time = 20;
        for (const { news, datedBack, deleted, maxPages, overlapping } of steps) {
          const first = poll({ ...here, connector, maxPages });
          if (overlapping) await poll({ ...here, connector, maxPages: maxPages + 1 });
          await first;
          items.splice(0, deleted);
          items.unshift(...range(0, datedBack).map((number) => post(`b${time}-${number}`, number - 5000)));
          items.unshift(...down(time, time + news));
          time += news;
        }
        for (let polls = 0; !(await poll({ ...here, connector, maxPages: 20 })).complete; polls++)
          expect(polls).toBeLessThan(50);
        const kept = new Set(await here.kept());
        for (const item of items) expect(kept).toContain((item as ReturnType<typeof post>).interaction.externalId);
      }),
      { numRuns: histories },
    );
  });
});

describe('an oldest-first listing', () => {
  const up = (from: number, to: number) => down(from, to).reverse();

  it('goes on where it was', async () => {
    const here = listener();
    const { connector, calls, items } = listingOf(up(0, 22), 'oldest-first');
    await poll({ ...here, connector });
    const before = calls.length;
    items.push(...up(22, 30));
    await poll({ ...here, connector });
    all(await here.kept(), 0, 30);
    expect(calls.length - before).toBeLessThanOrEqual(3);
  });

  it('is read over empty pages in its middle, and left when there are only such', async () => {
    const here = listener();
    let calls = 0;
    const connector: Connector = {
      contract: 1,
      network: network('oldest-first'),
      async mentions({ cursor = '0' } = {}) {
        calls += 1;
        const page = Number(cursor);
        return { items: page === 15 ? [post('late', 1)] : [], rejected: [], next: String(page + 1) };
      },
    };
    expect(await poll({ ...here, connector })).toEqual({ complete: true });
    expect(await here.kept()).toEqual(['late']);
    expect(calls).toBeLessThan(50);
  });

  it('whose cursor is a time gives what shares that time once', async () => {
    const here = listener();
    const items = range(0, 40).map((number) => post(`p${number}`, number >> 2));
    const connector: Connector = {
      contract: 1,
      network: network('oldest-first'),
      // From a time on, that time itself included.
      async mentions({ cursor = '' } = {}) {
        const given = items.filter(({ interaction }) => interaction.at >= cursor).slice(0, 7);
        return {
          items: given,
          rejected: [],
          ...(given.length > 0 && { next: given.at(-1)?.interaction.at as string }),
        };
      },
    };
    await poll({ ...here, connector });
    all(await here.kept(), 0, 40);
  });

  it('that never ends is read on by the next poll', async () => {
    const here = listener();
    const connector: Connector = {
      contract: 1,
      network: network('oldest-first'),
      async mentions({ cursor = '0' } = {}) {
        return { items: [post(`p${cursor}`, Number(cursor))], rejected: [], next: String(Number(cursor) + 1) };
      },
    };
    expect(await poll({ ...here, connector, maxPages: 10 })).toEqual({ complete: false });
    expect(await poll({ ...here, connector, maxPages: 10 })).toEqual({ complete: false });
    all(await here.kept(), 0, 20);
  });
});

it('a listing that fails does not keep the others from being read', async () => {
  const here = listener();
  const { connector } = listingOf(down(0, 3), 'newest-first');
  const forbidden = async () => {
    throw new KenningError('forbidden', 'The token may not read messages.');
  };
  const broken: Connector = {
    ...connector,
    mentions: forbidden,
    ...(connector.mentions && { posts: connector.mentions }),
  };
  await expect(poll({ ...here, connector: broken })).rejects.toThrow('may not read messages');
  all(await here.kept(), 0, 3);
});

it('a gap is read over by the next poll, and closed', async () => {
  const here = listener();
  const { connector, calls } = listingOf(down(0, 100), 'newest-first');
  await poll({ ...here, connector });
  const gap: Observed = { type: 'gap', from: at(60), to: at(70) };
  await here.ingest.page({ page: { items: [gap], rejected: [] }, channel: 'brand', keepGaps: true });
  const before = calls.length;
  await poll({ ...here, connector });
  // From minute 99 down to ten minutes before the gap.
  expect(calls.length - before).toBe(11);
  await poll({ ...here, connector });
  expect(calls.length - before).toBe(14);
});

it('a gap is read over in the end, however little a poll may read', async () => {
  const here = listener();
  const { connector, items } = listingOf(down(0, 100), 'newest-first');
  while (!(await poll({ ...here, connector, maxPages: 4 })).complete);
  for (const from of [60, 20]) {
    const gap: Observed = { type: 'gap', from: at(from) };
    await here.ingest.page({ page: { items: [gap], rejected: [] }, channel: 'brand', keepGaps: true });
    await poll({ ...here, connector, maxPages: 4 });
    items.splice(items.length - 30, 0, post(`late${from}`, 29.5));
  }
  for (let polls = 0; !(await poll({ ...here, connector, maxPages: 4 })).complete; polls++)
    expect(polls).toBeLessThan(30);
  expect(await here.kept()).toEqual(expect.arrayContaining(['late60', 'late20']));
  expect(await openGaps(here.store, 'brand')).toEqual([]);
});

it('keeps no id of what was read in its progress', async () => {
  const here = listener();
  const { connector } = listingOf(down(0, 100), 'newest-first');
  await poll({ ...here, connector });
  const row = await here.store.get('checkpoints', { name: progressName('brand', 'mentions') });
  expect(JSON.stringify(row)).not.toMatch(/"p\d+/);
});
