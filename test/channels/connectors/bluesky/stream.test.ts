import { describe, expect, it } from 'vitest';
import type { BlueskyOptions } from '../../../../src/channels/connectors/bluesky/index.js';
import { bluesky } from '../../../../src/channels/connectors/bluesky/index.js';
import { isKenningError } from '../../../../src/core/errors.js';
import { type Observed, observed } from '../../../../src/core/model/observed.js';
import type { Page } from '../../../../src/core/page.js';
import { fakeSockets } from '../../fake-socket.js';
import { fakeBluesky, maya, me, refOf, refusal, uriOf } from './fake-bluesky.js';

const now = Date.parse('2026-11-24T10:00:00.000Z');
const us = (ms: number) => ms * 1000;
const priya = 'did:plc:priya';

const facets = [
  { index: { byteStart: 0, byteEnd: 1 }, features: [{ $type: 'app.bsky.richtext.facet#mention', did: me }] },
];
function frame(rkey: string, at: number, record: Record<string, unknown> | null = { facets }, did = maya) {
  const commit = { rev: 'r', operation: record ? 'create' : 'delete', collection: 'app.bsky.feed.post', rkey };
  const createdAt = new Date(at).toISOString();
  return {
    did,
    time_us: us(at),
    kind: 'commit',
    commit: record ? { ...commit, cid: `bafy${rkey}`, record: { text: 'hi', createdAt, ...record } } : commit,
  };
}

async function open(more: Partial<BlueskyOptions> = {}, cursor?: string, signal?: AbortSignal) {
  const sockets = fakeSockets();
  const { brand, calls } = fakeBluesky(
    {
      'app.bsky.actor.getProfiles': ({ query }) => ({
        profiles: query.getAll('actors').map((did) => ({ did, handle: `${did.slice(8)}.test` })),
      }),
    },
    { jetstream: 'wss://jetstream.example/subscribe', webSocket: sockets.WebSocket, reconnectMs: 1, ...more },
  );
  const stream = brand.stream?.({ ...(cursor && { cursor }), ...(signal && { signal }) }) as AsyncGenerator<
    Page<Observed>
  >;
  const connected = sockets.next();
  const first = stream.next();
  first.catch(() => {});
  return { stream, first, socket: await connected, sockets, calls };
}

const told = ({ items }: Page<Observed>) =>
  items.map((item) => (item.type === 'said' ? item.interaction.externalId.split('/').at(-1) : item.type));
const pageOf = async (result: Promise<IteratorResult<Page<Observed>>>) => {
  const { value } = (await result) as { value: Page<Observed> };
  for (const item of value.items) expect(observed.safeParse(item).error).toBeUndefined();
  return value;
};

describe('what a stream tells', () => {
  it('is what mentions, answers or quotes us, and what wanted accounts post', async () => {
    const { stream, first, socket } = await open({ wantedDids: [priya] });
    expect(String(socket.url)).toBe(
      `wss://jetstream.example/subscribe?wantedCollections=app.bsky.feed.post&cursor=${us(now - 5000)}`,
    );
    const ours = { uri: uriOf(me, 'x'), cid: 'c' };
    const theirs = { uri: uriOf(maya, 'x'), cid: 'c' };
    socket.send(
      frame('noise', now, {}),
      frame('mention', now + 1),
      frame('answer', now + 2, { reply: { root: theirs, parent: ours } }),
      frame('thread', now + 3, { reply: { root: ours, parent: theirs } }),
      frame('quote', now + 4, { embed: { $type: 'app.bsky.embed.record', record: ours } }),
      frame('text-only', now + 5, { text: `about ${me}` }),
      frame('wanted', now + 6, {}, priya),
      frame('own', now + 7, {}, me),
    );
    const page = await pageOf(first);
    expect(told(page)).toEqual(['mention', 'answer', 'thread', 'quote', 'wanted', 'own']);
    expect(page.next).toBe(String(us(now + 7)));
    expect(page.items[0]).toMatchObject({
      interaction: {
        origin: 'public-feed',
        at: '2026-11-24T10:00:00.001Z',
        permalink: 'https://bsky.app/profile/maya.test/post/mention',
      },
    });
    await stream.return(undefined);
    expect(socket.closed).toBe(true);
  });

  it('holds removals and what becomes of accounts, of those who are known', async () => {
    const { stream, first, socket } = await open();
    const account = (did: string, status?: string) => ({
      did,
      time_us: us(now + 5),
      kind: 'account',
      account: { did, active: !status, ...(status && { status }) },
    });
    socket.send(
      frame('a', now),
      frame('a', now + 1, null),
      frame('b', now + 2, null, priya),
      account(priya, 'deleted'),
      account(maya, 'takendown'),
      account(maya),
      { did: maya, time_us: us(now + 6), kind: 'identity', identity: { did: maya, handle: 'maya.example' } },
      account(maya, 'deleted'),
    );
    const { items } = await pageOf(first);
    expect(items.slice(1)).toMatchObject([
      { type: 'removed', of: refOf(uriOf(maya, 'a')), at: '2026-11-24T10:00:00.001Z', by: 'author' },
      { type: 'profile', became: 'suspended', profile: { externalId: maya, standing: 'suspended' } },
      { type: 'profile', profile: { externalId: maya, identifiers: [{ kind: 'account-id' }, { kind: 'handle' }] } },
      { type: 'profile', became: 'renamed' },
      { type: 'profile', became: 'deleted', profile: { standing: 'deleted' } },
    ]);
    await stream.return(undefined);
  });

  it('rejects frames that can not be read, between good ones', async () => {
    const { stream, first, socket } = await open();
    socket.send(
      frame('a', now),
      '{"did":',
      new Uint8Array([1]),
      { did: maya },
      frame('odd', now + 1, { text: 5, facets }, me),
      frame('b', now + 2),
    );
    const page = await pageOf(first);
    expect(told(page)).toEqual(['a', 'b']);
    expect(page.rejected.map(({ reason, at }) => [reason, at])).toEqual([
      ['the frame is no JSON', `after ${us(now)}`],
      [expect.stringContaining('no text'), `after ${us(now)}`],
      [expect.stringContaining('unknown shape: time_us'), `after ${us(now)}`],
      [expect.stringContaining('record.text'), uriOf(me, 'odd')],
    ]);
    await stream.return(undefined);
  });

  it('is worth having without profiles', async () => {
    const sockets = fakeSockets();
    const { brand } = fakeBluesky(
      { 'app.bsky.actor.getProfiles': () => refusal('UpstreamFailure', 'not now', 403) },
      { jetstream: 'wss://jetstream.example/subscribe', webSocket: sockets.WebSocket },
    );
    const connected = sockets.next();
    const stream = brand.stream?.() as AsyncGenerator<Page<Observed>>;
    const first = stream.next();
    (await connected).send(frame('a', now));
    const page = await pageOf(first);
    expect(page.items).toMatchObject([
      { type: 'said', profiles: [{ externalId: maya, identifiers: [] }, { externalId: me }] },
    ]);
    expect(page.rejected).toMatchObject([{ reason: expect.stringContaining('not now') }]);
    await stream.return(undefined);
  });

  it('gives its place now and then though nothing is ours', async () => {
    const { stream, first, socket } = await open();
    for (let minute = 0; minute < 5; minute += 0.5) socket.send(frame('noise', now + minute * 60_000, {}));
    const page = await pageOf(first);
    expect(page.items).toEqual([]);
    expect(Number(page.next)).toBeGreaterThan(us(now + 60_000));
    await stream.return(undefined);
  });
});

describe('gaps', () => {
  const hoursAgo = (hours: number) => now - hours * 3_600_000;

  it.each([
    ['the server starts hours later', hoursAgo(5), hoursAgo(2), true],
    ['the server starts where it should', hoursAgo(5), hoursAgo(5) + 400, false],
    ['the server reads again what it sent', hoursAgo(5), hoursAgo(5) - 4000, false],
    ['nothing happened until now', hoursAgo(5), now + 10, false],
    ['the cursor is older than anything that is kept', hoursAgo(40), now + 10, true],
  ])('are told when a cursor was clamped: %s', async (_name, cursor, start, gap) => {
    const { stream, first, socket } = await open({}, String(us(cursor)));
    expect(Number(socket.url.searchParams.get('cursor'))).toBe(us(cursor - 5000));
    socket.send(frame('a', start));
    const page = await pageOf(first);
    expect(told(page)).toEqual(gap ? ['gap', 'a'] : ['a']);
    if (gap)
      expect(page.items[0]).toEqual({
        type: 'gap',
        from: new Date(cursor).toISOString(),
        to: new Date(start).toISOString(),
      });
    await stream.return(undefined);
  });

  it('mean nothing where the server sends wanted accounts only, unless the cursor is too old', async () => {
    for (const [hours, expected] of [
      [5, ['a']],
      [40, ['gap', 'a']],
    ] as const) {
      const sockets = fakeSockets();
      const reader = bluesky({
        service: 'https://public.example',
        jetstream: 'wss://jetstream.example/subscribe',
        wantedDids: [maya],
        webSocket: sockets.WebSocket,
        fetch: async () => Response.json({ profiles: [] }),
        clock: { now: () => now },
      });
      const connected = sockets.next();
      const stream = reader.stream?.({ cursor: String(us(hoursAgo(hours))) }) as AsyncGenerator<Page<Observed>>;
      const first = stream.next();
      const socket = await connected;
      expect(socket.url.searchParams.getAll('wantedDids')).toEqual([maya]);
      socket.send(frame('a', hoursAgo(1), {}));
      expect(told(await pageOf(first))).toEqual(expected);
      await stream.return(undefined);
    }
  });

  it('are told when the consumer is slow, and the newest go on', async () => {
    const { stream, first, socket } = await open({ maxBufferedFrames: 3 });
    socket.send(frame('0', now));
    await first;
    for (let index = 1; index <= 8; index++) socket.send(frame(String(index), now + index));
    const page = await pageOf(stream.next());
    expect(told(page)).toEqual(['gap', '7', '8']);
    expect(page.items[0]).toEqual({
      type: 'gap',
      from: new Date(now + 1).toISOString(),
      to: new Date(now + 7).toISOString(),
    });
    await stream.return(undefined);
  });
});

describe('connections', () => {
  it('are made again where the last one ended, whatever ended it', async () => {
    const { stream, first, socket, sockets } = await open();
    socket.send(frame('a', now));
    expect(told(await pageOf(first))).toEqual(['a']);
    const again = sockets.next();
    const second = stream.next();
    socket.emit('error');
    socket.emit('close');
    const next = await again;
    expect(next.url.searchParams.get('cursor')).toBe(String(us(now - 5000)));
    socket.send(frame('late', now + 1));
    next.send(frame('b', now + 2));
    expect(told(await pageOf(second))).toEqual(['b']);
    await stream.return(undefined);
    expect(sockets.opened.map(({ closed }) => closed)).toEqual([true, true]);
  });

  it('are given up after eight that failed one after another', async () => {
    const { first, socket, sockets } = await open();
    const fail = async () => {
      for (let one = socket; ; one = sockets.opened.at(-1) as typeof socket) {
        const next = sockets.next();
        one.emit('close');
        if (sockets.opened.length === 8) return;
        await next;
      }
    };
    await fail();
    const error = await first.catch((thrown: unknown) => thrown);
    expect(isKenningError(error, 'network')).toBe(true);
    expect(sockets.opened).toHaveLength(8);
  });

  it('end with an abort’s reason, also while nothing comes', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { first, socket } = await open({}, undefined, controller.signal);
    controller.abort(reason);
    await expect(first).rejects.toBe(reason);
    expect(socket.closed).toBe(true);
  });
});
