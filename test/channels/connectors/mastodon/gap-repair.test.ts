import { afterEach, expect, it } from 'vitest';
import { poll } from '../../../../src/channels/listening/poll.js';
import { streamInto } from '../../../../src/channels/listening/stream.js';
import { openGaps } from '../../../../src/core/ingest/gaps.js';
import { fakeSockets } from '../../fake-socket.js';
import { listener } from '../../listening/listener.js';
import { account, FakeMastodon, mentionOfUs, notification, now, status } from './fake-mastodon.js';

let fake: FakeMastodon;
afterEach(() => fake.close());

const mention = (id: string, more: Record<string, unknown> = {}) =>
  notification(id, 'mention', {
    status: status(id, { mentions: [mentionOfUs], created_at: `2026-11-23T08:00:0${id}.000Z`, ...more }),
  });
const event = (name: string, payload: unknown) => ({
  event: name,
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
});

it('what is said while the stream is away is read by the next poll, once, and what was deleted stays so', async () => {
  const all = [mention('1')];
  fake = await FakeMastodon.open({
    // Newest first.
    'GET /api/v1/notifications': () => ({ body: all.toReversed() }),
    'GET /api/v1/accounts/1/statuses': () => ({ body: [] }),
  });
  const sockets = fakeSockets();
  const clock = { now: () => Date.parse(now) };
  const connector = fake.connect({ webSocket: sockets.WebSocket, reconnectMs: 1, clock });
  const here = listener(undefined, clock);
  await poll({ ...here, connector });
  expect(await here.kept()).toEqual(['1']);

  const ending = new AbortController();
  let pages = 0;
  let taken = () => {};
  const page = async (wanted: number) => {
    while (pages < wanted)
      await new Promise<void>((resolve) => {
        taken = resolve;
      });
  };
  const onPage = () => {
    pages += 1;
    taken();
  };
  const connected = sockets.next();
  const streaming = streamInto({ ...here, connector, ending: ending.signal, onPage });
  const first = await connected;
  first.emit('open');
  await page(1);
  all.push(mention('2'));
  first.send(event('notification', all[1]));
  await page(2);
  expect(await openGaps(here.store, 'brand')).toEqual([]);

  // It breaks. One speaks to us, another takes back what was said, and the stream comes again and tells one of it.
  const again = sockets.next();
  first.emit('close');
  const second = await again;
  all.push(mention('3'), mention('4', { account: account('3') }));
  second.emit('open');
  second.send(event('notification', all[3]), event('delete', '1'));
  await page(3);
  expect(await openGaps(here.store, 'brand')).toMatchObject([{ from: now, to: now }]);
  expect((await here.kept()).toSorted()).toEqual(['1', '2', '4']);
  all.shift();
  await poll({ ...here, connector });
  expect((await here.kept()).toSorted()).toEqual(['1', '2', '3', '4']);
  expect(await openGaps(here.store, 'brand')).toEqual([]);
  const rows = await here.store.list('interactions', 'all', { where: {}, limit: 100 });
  expect(rows.find(({ externalId }) => externalId === '1')?.state).toBe('removed');
  ending.abort();
  await streaming;
  expect(second.closed).toBe(true);
});
