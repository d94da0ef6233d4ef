import { afterEach, describe, expect, it } from 'vitest';
import type { MastodonOptions } from '../../../../src/channels/connectors/mastodon/index.js';
import { type Observed, observed } from '../../../../src/core/model/observed.js';
import type { Page } from '../../../../src/core/page.js';
import { fakeSockets } from '../../fake-socket.js';
import { account, FakeMastodon, instance, me, mentionOfUs, notification, status } from './fake-mastodon.js';

let fake: FakeMastodon;
afterEach(() => fake.close());

const event = (name: string, payload: unknown) => ({
  stream: ['user'],
  event: name,
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
});

async function open(more: Partial<MastodonOptions> = {}, signal?: AbortSignal) {
  const sockets = fakeSockets();
  let time = Date.parse('2026-11-24T10:00:00.000Z');
  const clock = { now: () => time };
  const brand = fake.connect({ webSocket: sockets.WebSocket, reconnectMs: 1, clock, ...more });
  const stream = brand.stream(signal && { signal }) as AsyncGenerator<Page<Observed>>;
  const connected = sockets.next();
  const first = stream.next();
  first.catch(() => {});
  const socket = await connected;
  socket.emit('open');
  const pass = (ms: number) => {
    time += ms;
  };
  return { stream, first: told(first), socket, sockets, pass, next: () => told(stream.next()) };
}

async function told(result: Promise<IteratorResult<Page<Observed>>>) {
  const { value } = (await result) as { value: Page<Observed> };
  for (const item of value.items) expect(observed.safeParse(item).error).toBeUndefined();
  return value;
}
const names = ({ items }: Page<Observed>) =>
  items.map((item) =>
    item.type === 'said'
      ? `${item.interaction.externalId}${item.interaction.revisedAt ? ' edited' : ''}`
      : item.type === 'removed'
        ? `${item.of.externalId} removed`
        : item.type,
  );

describe('the stream', () => {
  it('begins with an empty page, so that whoever waits knows that it is there; its token stands in no address', async () => {
    fake = await FakeMastodon.open();
    const { first, socket, stream } = await open();
    expect(await first).toEqual({ items: [], rejected: [] });
    expect(socket.url.href).toBe('wss://streaming.social.example/api/v1/streaming?stream=user');
    expect(socket.protocols).toEqual(['made-up-token']);
    await stream.return(undefined);
    expect(socket.closed).toBe(true);
  });

  it('tells what concerns us, edits and deletions among it, and nothing else', async () => {
    fake = await FakeMastodon.open();
    const { first, next, socket, stream } = await open();
    await first;
    socket.send(
      event('update', status('1')),
      event('update', status('2', { account: account(me) })),
      event('update', status('3', { mentions: [mentionOfUs] })),
      event('notification', notification('9', 'mention', { status: status('4', { mentions: [mentionOfUs] }) })),
      event('notification', notification('8', 'favourite', { status: status('2') })),
      event('status.update', status('3', { mentions: [mentionOfUs], edited_at: '2026-11-23T09:00:00.000Z' })),
      event('delete', '3'),
      event('conversation', { id: '1' }),
      event('filters_changed', ''),
    );
    expect(names(await next())).toEqual(['2', '3', '4', '3 edited', '3 removed']);
    await stream.return(undefined);
  });

  it('tells with home and reactions of those too', async () => {
    fake = await FakeMastodon.open();
    const { first, next, socket, stream } = await open({ home: true, reactions: true });
    await first;
    socket.send(event('update', status('1')), event('notification', notification('8', 'follow')));
    expect(names(await next())).toEqual(['1', 'notification:8']);
    await stream.return(undefined);
  });

  it('comes again after a break, and says what it may have missed', async () => {
    fake = await FakeMastodon.open();
    const { first, next, socket, sockets, stream, pass } = await open();
    await first;
    pass(1000);
    socket.send(event('update', status('2', { account: account(me) })));
    await next();
    pass(60_000);
    const connected = sockets.next();
    const page = next();
    socket.emit('close');
    const second = await connected;
    second.emit('open');
    // The same again: what is told twice is told twice, and known by its id and version.
    second.send(event('update', status('2', { account: account(me) })));
    expect((await page).items).toMatchObject([
      { type: 'gap', from: '2026-11-24T10:00:01.000Z', to: '2026-11-24T10:01:01.000Z' },
      { type: 'said', interaction: { externalId: '2', version: '2026-11-23T08:00:00.000Z' } },
    ]);
    socket.send(event('update', status('7', { account: account(me) })));
    second.send(event('delete', '2'));
    expect(names(await next())).toEqual(['2 removed']);
    await stream.return(undefined);
  });

  it('gives up what a slow consumer leaves, says so, and goes on with the newest', async () => {
    fake = await FakeMastodon.open();
    const { first, next, socket, stream } = await open({ maxBufferedFrames: 3 });
    await first;
    for (let index = 0; index < 5; index++) socket.send(event('delete', `${index}`));
    const page = await next();
    expect(names(page)).toEqual(['gap', '3 removed', '4 removed']);
    await stream.return(undefined);
  });

  it('rejects what it does not understand, and goes on', async () => {
    fake = await FakeMastodon.open();
    const { first, next, socket, stream } = await open();
    await first;
    socket.send(
      'no JSON',
      new Uint8Array([1, 2]),
      `"${'x'.repeat(2_000_001)}"`,
      { event: 7 },
      event('update', 'no JSON'),
      event('update', { id: '1', content: 5 }),
      event('delete', { id: '1' }),
      event('notification', { id: '4' }),
      event('notification', notification('5', 'mention', { status: null })),
      event('update', status('3', { account: account(me) })),
    );
    const page = await next();
    expect(names(page)).toEqual(['{"id":"1"} removed', '3']);
    expect(page.rejected).toHaveLength(8);
    await stream.return(undefined);
  });

  it('is quiet for long without failing, and fails after eight connections that break', async () => {
    fake = await FakeMastodon.open();
    const quiet = await open({ idleMs: 5 });
    for (let round = 0; round < 10; round++) (await quiet.sockets.next()).emit('open');
    expect(names(await quiet.next()).every((name) => name === 'gap')).toBe(true);
    await quiet.stream.return(undefined);
    const { next, first, socket, sockets } = await open({ idleMs: 60_000 });
    await first;
    const page = next();
    page.catch(() => {});
    socket.emit('error');
    for (let round = 0; round < 7; round++) (await sockets.next()).emit('close');
    await expect(page).rejects.toMatchObject({ code: 'network', retryable: true });
  });

  it('ends with the reason of an abort', async () => {
    fake = await FakeMastodon.open();
    const controller = new AbortController();
    const { first, next, socket } = await open({}, controller.signal);
    await first;
    const page = next();
    controller.abort(new Error('enough'));
    await expect(page).rejects.toThrow('enough');
    expect(socket.closed).toBe(true);
  });

  it('sends no token where the instance asks for a plain connection, and none as a name that is none', async () => {
    fake = await FakeMastodon.open({
      'GET /api/v2/instance': () => ({
        body: instance({ configuration: { urls: { streaming: 'http://evil.example' } } }),
      }),
    });
    const stream = fake.connect({ webSocket: fakeSockets().WebSocket }).stream();
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'unexpected' });
    const { socket, ...other } = await open({ streaming: 'ws://localhost:1', accessToken: 'a/b==' });
    expect(socket.url.href).toBe('ws://localhost:1/api/v1/streaming?stream=user&access_token=a%2Fb%3D%3D');
    expect(socket.protocols).toEqual([]);
    await other.stream.return(undefined);
  });
});
