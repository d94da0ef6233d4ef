import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Connector, Offers } from '../../../src/channels/connector.js';
import { workOff } from '../../../src/channels/listening/inbox.js';
import { poll } from '../../../src/channels/listening/poll.js';
import { streamInto } from '../../../src/channels/listening/stream.js';
import { receiveWebhook } from '../../../src/channels/listening/webhook.js';
import type { Observed } from '../../../src/core/model/observed.js';
import { memory } from '../../../src/core/store/memory.js';
import { keptIn } from './kept-in.js';
import { at, histories, listener, network, post, ref } from './listener.js';
import { signed, webhook } from './signed-webhook.js';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

/** What may happen to some posts: they are said, edited up to three times, answered, deleted. */
const happening: fc.Arbitrary<Observed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom(...names), fc.nat(3)).map(([name, revision]) => wording(name, revision)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => removal(name)) },
  { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => counted(name)) },
);

function wording(name: string, revision: number): Observed {
  const minutes = names.indexOf(name) * 10;
  return post(name, minutes, {
    version: `v${revision}`,
    content: { text: `${name}, wording ${revision}` },
    ...(revision > 0 && { revisedAt: at(minutes + revision) }),
  });
}
const removal = (name: string): Observed => ({ type: 'removed', of: ref(name), at: at(500), by: 'author' });
const counted = (name: string): Observed => ({ type: 'counted', of: ref(name), counts: [], at: at(400) });

/** A way in which an item comes, and how many come at a time. */
const way = fc.constantFrom('poll', 'stream', 'webhook');
const history = fc.array(happening, { minLength: 1, maxLength: 14 }).chain((items) =>
  fc.record({
    items: fc.constant(items),
    // Each item at least once, some twice, in any order, each in any way.
    told: fc
      .subarray(items)
      .chain((again) => fc.shuffledSubarray([...items, ...again], { minLength: items.length + again.length }))
      .chain((order) => fc.tuple(...order.map((item) => fc.tuple(fc.constant(item), way)))),
    size: fc.integer({ min: 1, max: 4 }),
  }),
);

async function tell(here: ReturnType<typeof listener>, how: string, items: Observed[], turn: number): Promise<void> {
  const page = { items, rejected: [], next: String(turn) };
  if (how === 'poll') {
    const mentions: Connector['mentions'] = async ({ cursor } = {}) =>
      cursor === String(turn) ? { items: [], rejected: [] } : page;
    await poll({ ...here, connector: { contract: 1, network: network('oldest-first'), mentions } });
  } else if (how === 'stream') {
    const ending = new AbortController();
    const connector: Offers<'stream'> = {
      contract: 1,
      network: network('newest-first'),
      async *stream() {
        yield page;
        ending.abort();
      },
    };
    await streamInto({ ...here, connector, ending: ending.signal });
  } else {
    const connector: Connector = { contract: 1, network: network('newest-first'), webhook };
    const request = await signed(JSON.stringify(items));
    expect((await receiveWebhook({ ...here, connector, request })).status).toBe(200);
    // Requests wait for one another now and then.
    if (turn % 2) await workOff({ ...here, connector });
  }
}

/** Groups what comes one after another in the same way into pages. */
function pagesOf(told: [Observed, string][], size: number): [string, Observed[]][] {
  const pages: [string, Observed[]][] = [];
  for (const [item, how] of told) {
    const last = pages.at(-1);
    if (last && last[0] === how && last[1].length < size) last[1].push(item);
    else pages.push([how, [item]]);
  }
  return pages;
}

it('polls, streams and webhooks come to the same, however they interleave', {
  timeout: 30_000 + histories * 200,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ items, told, size }) => {
      const [once, mixed] = [listener(memory()), listener(memory())];
      await once.ingest.page({ page: { items, rejected: [] }, channel: 'brand' });
      for (const [turn, [how, page]] of pagesOf(told, size).entries()) await tell(mixed, how, page, turn);
      await workOff({ ...mixed, connector: { contract: 1, network: network('newest-first'), webhook } });
      expect(await keptIn(mixed.store)).toEqual(await keptIn(once.store));
    }),
    { numRuns: histories },
  );
});
