import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import type { Offers } from '../../src/channels/connector.js';
import { bluesky } from '../../src/channels/connectors/bluesky/index.js';
import { streamInto } from '../../src/channels/listening/stream.js';
import { listener } from '../channels/listening/listener.js';
import { openStore } from '../support/open-store.js';
import { describePlaces } from '../support/stores.js';
import { expectMet, expectOnce } from './arrived.js';
import { frameOf } from './broken-frames.js';
import { type FaultProxy, faultProxy } from './fault-proxy.js';
import { amount, seed } from './random.js';

let server: Server | undefined;
let proxy: FaultProxy | undefined;
const sockets = new Set<Duplex>();
afterEach(async () => {
  await proxy?.close();
  for (const socket of sockets) socket.destroy();
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
});

const now = Date.parse('2026-11-24T10:00:00.000Z');
const begin = now - 3_600_000;
const apartMs = 50;
const authors = ['did:plc:maya', 'did:plc:tomas'];

function post(index: number) {
  const at = begin + index * apartMs;
  const record = { text: `words ${index}`, createdAt: new Date(at).toISOString() };
  const commit = {
    operation: 'create',
    collection: 'app.bsky.feed.post',
    rkey: `post${index}`,
    cid: `bafy${index}`,
    record,
  };
  return { did: authors[index % 2] as string, time_us: at * 1000, kind: 'commit', commit };
}

/** A Jetstream that says again what came after a cursor, then what is new; and profiles of authors beside it. */
async function jetstream(
  posts: readonly ReturnType<typeof post>[],
): Promise<{ url: string; publish(upTo: number): void }> {
  let published = 0;
  server = createServer((request, response) => {
    const actors = new URL(request.url ?? '', 'http://x').searchParams.getAll('actors');
    const profiles = actors.map((did) => ({ did, handle: `${did.slice(8)}.example` }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ profiles }));
  });
  server.on('upgrade', ({ headers, url }, socket: Duplex) => {
    const accept = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`,
    );
    const cursor = Number(new URL(url ?? '', 'http://x').searchParams.get('cursor'));
    for (const one of posts.slice(0, published)) if (one.time_us >= cursor) socket.write(frameOf(JSON.stringify(one)));
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publish(upTo) {
      for (const one of posts.slice(published, upTo))
        for (const socket of sockets) socket.write(frameOf(JSON.stringify(one)));
      published = upTo;
    },
  };
}

describePlaces(`a stream through a broken network (seed ${seed}) into`, (newPlace) => {
  it(`${amount} posts arrive once`, async () => {
    const posts = Array.from({ length: amount }, (_, index) => post(index));
    const network = await jetstream(posts);
    proxy = await faultProxy({ to: network.url, seed, share: 0.05 });
    const store = openStore(newPlace());
    const { context, ingest } = listener(store, { now: () => now });
    const brand = bluesky({
      service: proxy.url,
      jetstream: `${proxy.url.replace('http', 'ws')}/subscribe`,
      wantedDids: authors,
      reconnectMs: 1,
      // Nothing is given up: there is no listing from which a gap could be filled.
      maxBufferedFrames: 100_000,
      timeoutMs: 2000,
      // A stream begins with what is said from now on.
      clock: { now: () => begin },
    }) as Offers<'stream'>;
    const ending = new AbortController();
    let published = 0;
    const speaking = setInterval(() => {
      published = Math.min(amount, published + 100);
      network.publish(published);
    }, 20);
    const kept = () => store.count('interactions', 'all', {});
    const looking = setInterval(async () => {
      if (published === amount && (await kept()) >= amount) ending.abort();
    }, 200);
    try {
      await streamInto({
        connector: brand,
        channel: 'brand',
        ingest,
        store,
        context,
        ending: AbortSignal.any([ending.signal, AbortSignal.timeout(180_000)]),
        wait: async () => {},
        attempts: 1000,
      });
      await expectOnce(
        store,
        posts.map(({ did, commit }) => `at://${did}/${commit.collection}/${commit.rkey}`),
      );
      expectMet(proxy, ['frame twice', 'frame late', 'stream cut']);
    } finally {
      clearInterval(speaking);
      clearInterval(looking);
      await store.close();
    }
    expect(ending.signal.aborted).toBe(true);
  }, 600_000);
});
