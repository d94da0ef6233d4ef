import { expect, it } from 'vitest';
import type { Connector } from '../../../src/channels/connector.js';
import { channelDuty, type ListenToOptions, listenTo } from '../../../src/channels/listening/listen-to.js';
import { runner } from '../../../src/channels/listening/runner.js';
import { receiveWebhook } from '../../../src/channels/listening/webhook.js';
import type { KenningError } from '../../../src/core/errors.js';
import { openGaps } from '../../../src/core/ingest/gaps.js';
import { simulatedTime } from '../../../src/testing/simulated-time.js';
import { at, listener, listingOf, post } from './listener.js';
import { signed, webhook } from './signed-webhook.js';

function start(connector: Connector, more: Partial<ListenToOptions> = {}) {
  const time = simulatedTime(Date.UTC(2026, 0, 2));
  const here = listener(undefined, time.clock);
  const from: string[] = [];
  const errors: KenningError[] = [];
  const duty = listenTo({
    ...here,
    connector,
    wait: time.wait,
    onPage: (what) => void from.push(what),
    ...more,
  });
  const run = runner({ ...here, duties: [duty], onError: (error) => errors.push(error), wait: time.wait });
  return { ...here, ...time, run, duty, from, errors, connector };
}

it('polls at once when the stream tells of a gap, and closes it', async () => {
  const { connector, calls, items } = listingOf([post('p1', 1)], 'newest-first');
  let lose = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  connector.stream = async function* ({ signal } = {}) {
    yield { items: [post('p2', 2)], rejected: [], next: 'a' };
    await lost;
    yield { items: [{ type: 'gap', from: at(3), to: at(4) }], rejected: [], next: 'b' };
    await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  };
  const { run, pass, kept, store, errors } = start(connector, { pollEveryMs: 3_600_000 });
  run.start();
  await pass(1000);
  await expect.poll(kept).toEqual(['p1', 'p2']);
  expect(calls).toHaveLength(1);
  items.unshift(post('p3', 3.5));
  lose();
  await pass(1000);
  await expect.poll(kept).toEqual(['p1', 'p2', 'p3']);
  await expect.poll(() => openGaps(store, 'brand')).toEqual([]);
  expect(calls).toHaveLength(2);
  await run.stop();
  expect(errors).toEqual([]);
});

it('takes in what a webhook has kept as soon as it is woken', async () => {
  const { connector } = listingOf([], 'newest-first');
  connector.webhook = webhook;
  const { run, pass, kept, from, ...here } = start(connector, { workOffEveryMs: 3_600_000 });
  run.start();
  await pass(1000);
  const onKept = () => run.wake(channelDuty('brand'), 'inbox');
  await receiveWebhook({ ...here, connector, request: await signed(JSON.stringify([post('p1', 1)])), onKept });
  await pass(1000);
  await expect.poll(kept).toEqual(['p1']);
  expect(from).toContain('webhook');
  await run.stop();
});

it('does in a tick what a channel has to do, and takes a gap that is left for a reason to poll', async () => {
  const { connector, calls } = listingOf([post('p1', 1)], 'newest-first');
  connector.webhook = webhook;
  const { run, kept, pass, ...here } = start(connector, { pollEveryMs: 3_600_000 });
  await receiveWebhook({ ...here, connector, request: await signed(JSON.stringify([post('p2', 2)])) });
  const { ran, left } = await run.tick();
  expect(ran.map(({ task, outcome }) => `${task} ${outcome}`)).toEqual([
    'poll done',
    'inbox done',
    'known deliveries done',
  ]);
  expect([left, await kept()]).toEqual([0, ['p1', 'p2']]);
  const gap = { items: [{ type: 'gap', from: at(1) }], rejected: [] };
  await here.ingest.page({ page: gap, channel: 'brand', keepGaps: true });
  await pass(2000);
  await run.tick();
  expect(calls).toHaveLength(2);
});

it('has no task for what a connector can not do', () => {
  const { connector } = listingOf([], 'newest-first');
  expect(start(connector).duty.tasks.map(({ name }) => name)).toEqual(['poll']);
  const { mentions: _mentions, ...silent } = connector;
  expect(start({ ...silent, webhook }).duty.tasks.map(({ name }) => name)).toEqual(['inbox', 'known deliveries']);
});
