import { expect, it } from 'vitest';
import type { Offers } from '../../../src/channels/connector.js';
import { pageQueue } from '../../../src/channels/listening/page-queue.js';
import { type StreamingOptions, streamInto } from '../../../src/channels/listening/stream.js';
import { KenningError } from '../../../src/core/errors.js';
import { openGaps } from '../../../src/core/ingest/gaps.js';
import type { Observed } from '../../../src/core/model/observed.js';
import type { Page } from '../../../src/core/page.js';
import { simulatedTime } from '../../../src/testing/simulated-time.js';
import { listener, network, post } from './listener.js';

type Source = (cursor: string | undefined, signal: AbortSignal) => AsyncIterable<Page<Observed>>;
const page = (number: number, next?: string): Page<Observed> => ({
  items: [post(`p${number}`, number)],
  rejected: [],
  ...(next && { next }),
});

function start(source: Source) {
  const time = simulatedTime();
  const here = listener(undefined, time.clock);
  const ending = new AbortController();
  const cursors: (string | undefined)[] = [];
  const connector: Offers<'stream'> = {
    contract: 1,
    network: network('newest-first'),
    stream({ cursor, signal } = {}) {
      cursors.push(cursor);
      return source(cursor, signal as AbortSignal);
    },
  };
  const options: StreamingOptions = { ...here, connector, ending: ending.signal, wait: time.wait, random: () => 1 };
  const run = (more: Partial<StreamingOptions> = {}) => streamInto({ ...options, ...more });
  return { ...here, time, ending, cursors, run };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

it('goes on from the cursor of the last page that it took in', async () => {
  const { run, ending, time, cursors, kept } = start(async function* (cursor, signal) {
    const from = Number(cursor ?? 0);
    yield page(from, String(from + 1));
    yield page(from + 1, String(from + 2));
    if (from < 4) throw new KenningError('network', 'It broke.');
    await untilAborted(signal);
  });
  const running = run();
  await time.pass(10_000);
  ending.abort();
  await running;
  expect(cursors).toEqual([undefined, '2', '4']);
  expect(await kept()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5']);
});

it('connects again later each time, and gives up after so many attempts', async () => {
  const begun: number[] = [];
  const { run, time } = start(async function* () {
    begun.push(time.clock.now());
    yield* [];
    throw new KenningError('network', 'There is nobody.');
  });
  const failed = expect(run({ attempts: 5 })).rejects.toThrow('There is nobody');
  await time.pass(100_000);
  await failed;
  expect(begun.map((at) => at - (begun[0] ?? 0))).toEqual([0, 1000, 3000, 7000, 15_000]);
});

it.each([
  ['a refusal', new KenningError('auth', 'The token is over.')],
  ['a mistake in a connector', new TypeError('x is undefined')],
])('does not repeat %s', async (_what, error) => {
  const { run, cursors } = start(async function* () {
    yield* [];
    throw error;
  });
  await expect(run()).rejects.toBe(error);
  expect(cursors).toHaveLength(1);
});

it('takes in what it has read when it is to end', async () => {
  const { run, ending, time, ingest, kept } = start(async function* (_cursor, signal) {
    for (let number = 0; number < 7; number++) yield page(number);
    await untilAborted(signal);
  });
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const slow: typeof ingest = { ...ingest, page: (input) => gate.then(() => ingest.page(input)) };
  const running = run({ ingest: slow });
  await time.settle();
  ending.abort();
  open();
  await running;
  expect(await kept()).toHaveLength(7);
});

it('keeps a gap for what was said while a stream without a cursor was not there', async () => {
  const { run, ending, time, store } = start(async function* (_cursor, signal) {
    yield page(1);
    await time.wait(5000, signal);
    throw new KenningError('network', 'It broke.');
  });
  const gaps: number[] = [];
  const running = run({ onPage: (_from, report) => void gaps.push(report.gaps.length) });
  await time.pass(1000);
  expect(await openGaps(store, 'brand')).toEqual([]);
  await time.pass(6000);
  expect(await openGaps(store, 'brand')).toMatchObject([{ from: '2026-01-01T00:00:00.000Z' }]);
  expect(gaps).toEqual([0, 1]);
  ending.abort();
  await running;
});

it('does not read a stream on while the store is slower', async () => {
  let given = 0;
  let taken = 0;
  let most = 0;
  let ended = false;
  const { ingest, run, ending } = start(async function* () {
    try {
      for (; given < 20_000; given++) {
        most = Math.max(most, given - taken);
        yield page(given, String(given));
      }
      ending.abort();
    } finally {
      ended = true;
    }
  });
  const slow: typeof ingest = {
    ...ingest,
    async page(input) {
      await new Promise((resolve) => setImmediate(resolve));
      taken += input.page.items.length;
      return { said: 0, revised: 0, known: 0, removed: 0, notKept: 0, rejected: [], gaps: [], changes: [] };
    },
  };
  await run({ ingest: slow, maxWaiting: 100 });
  expect(taken).toBe(20_000);
  expect(ended).toBe(true);
  // A hundred wait, a hundred are being taken in, one is in the reader's hand.
  expect(most).toBeLessThanOrEqual(201);
});

it('closes the stream when what it gives can not be taken in', async () => {
  let closed = false;
  const { run } = start(async function* (_cursor, signal) {
    try {
      yield page(1);
      await untilAborted(signal);
    } finally {
      closed = true;
    }
  });
  const full = async () => {
    throw new KenningError('storage-full', 'The disk is full.');
  };
  await expect(run({ ingest: { page: full, records: full } })).rejects.toThrow('The disk is full');
  await new Promise((resolve) => setImmediate(resolve));
  expect(closed).toBe(true);
});

it('gives what was read before an error, and then the error', async () => {
  const queue = pageQueue(
    async function* () {
      yield page(1, 'a');
      yield { items: [], rejected: [{ reason: 'no' }] };
      throw new Error('over');
    },
    100,
    new AbortController().signal,
  );
  const first = await queue.next();
  expect(first.value).toMatchObject({ next: 'a' });
  await expect(
    (async () => {
      for await (const _page of queue);
    })(),
  ).rejects.toThrow('over');
});
