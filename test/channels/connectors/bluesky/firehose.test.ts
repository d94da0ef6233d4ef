import { describe, expect, it } from 'vitest';
import { firehose } from '../../../../src/channels/connectors/bluesky/firehose.js';

// A small encoder of what a relay sends, so that frames are made without the library that decodes them.
type Value = null | boolean | number | string | Uint8Array | Value[] | { link: Uint8Array } | { [key: string]: Value };
const concat = (...parts: (Uint8Array | number[])[]) => new Uint8Array(parts.flatMap((part) => [...part]));
const head = (major: number, size: number) =>
  size < 24
    ? [(major << 5) | size]
    : [(major << 5) | 27, ...new Uint8Array(new BigUint64Array([BigInt(size)]).buffer).reverse()];
function cbor(value: Value): Uint8Array {
  if (value === null) return concat([0xf6]);
  if (typeof value === 'boolean') return concat([value ? 0xf5 : 0xf4]);
  if (typeof value === 'number') return concat(value < 0 ? head(1, -1 - value) : head(0, value));
  if (typeof value === 'string') return concat(head(3, Buffer.byteLength(value)), Buffer.from(value));
  if (value instanceof Uint8Array) return concat(head(2, value.length), value);
  if (Array.isArray(value)) return concat(head(4, value.length), ...value.map(cbor));
  if (value.link instanceof Uint8Array) return concat([0xd8, 42], cbor(concat([0], value.link)));
  const entries = Object.entries(value as Record<string, Value>);
  return concat(head(5, entries.length), ...entries.flatMap(([key, item]) => [cbor(key), cbor(item)]));
}
const cid = (fill: number) => concat([1, 0x71, 0x12, 32], new Uint8Array(32).fill(fill));
const section = (name: Uint8Array, data: Uint8Array) => {
  const length = name.length + data.length;
  return concat(length < 128 ? [length] : [(length & 127) | 128, length >> 7], name, data);
};
const car = (...sections: Uint8Array[]) => {
  const header = cbor({ roots: [{ link: cid(0) }], version: 1 });
  return concat([header.length], header, ...sections);
};
const frame = (t: string, body: Value, op = 1) => {
  const bytes = concat(cbor(op === 1 ? { op, t } : { op }), cbor(body));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
};

const did = 'did:plc:maya';
const time = '2026-11-24T10:00:00Z';
const record = { $type: 'app.bsky.feed.post', text: 'Grüße 🚲', createdAt: time };
const commit = (ops: Value[], blocks: Uint8Array, seq = 7) =>
  frame('#commit', {
    seq,
    repo: did,
    rev: 'r',
    time,
    tooBig: false,
    rebase: false,
    blobs: [],
    since: null,
    commit: { link: cid(0) },
    ops,
    blocks,
  });
const op = (action: string, path: string, name: Uint8Array | null) => ({ action, path, cid: name && { link: name } });

describe('a frame of the firehose', () => {
  it('tells of posts that were written and deleted, and of nothing else', () => {
    const feed = firehose('wss://relay.example');
    const blocks = car(section(cid(0), cbor({})), section(cid(1), cbor(record)), section(cid(2), cbor({ like: true })));
    const events = feed.read(
      commit(
        [
          op('create', 'app.bsky.feed.post/a', cid(1)),
          op('create', 'app.bsky.feed.like/b', cid(2)),
          op('delete', 'app.bsky.feed.post/c', null),
        ],
        blocks,
      ),
    );
    const at = '2026-11-24T10:00:00.000Z';
    expect(events).toEqual([
      {
        type: 'post',
        did,
        at,
        place: '7',
        uri: `at://${did}/app.bsky.feed.post/a`,
        cid: expect.stringMatching(/^bafyrei/),
        record,
      },
      { type: 'delete', did, at, place: '7', uri: `at://${did}/app.bsky.feed.post/c` },
    ]);
    expect(feed.read(commit([op('create', 'app.bsky.feed.like/b', cid(2))], blocks, 8))).toEqual([
      { type: 'place', did, at, place: '8' },
    ]);
    expect(feed.url('8')).toBe('wss://relay.example/xrpc/com.atproto.sync.subscribeRepos?cursor=8');
    expect(feed.url(feed.start())).toBe('wss://relay.example/xrpc/com.atproto.sync.subscribeRepos');
  });

  it('loses no other post of a commit to one that is broken or missing', () => {
    const blocks = car(section(cid(1), new Uint8Array([0xff])), section(cid(2), cbor(record)));
    const paths = ['broken', 'missing', 'good'].map((name, index) =>
      op('create', `app.bsky.feed.post/${name}`, cid(index === 2 ? 2 : index === 1 ? 9 : 1)),
    );
    const events = firehose('wss://relay.example').read(commit(paths, blocks));
    expect(events.map(({ type }) => type)).toEqual(['rejected', 'rejected', 'post']);
    expect(events[0]).toMatchObject({ reason: expect.stringContaining('/broken') });
  });

  it('tells of accounts, of gaps, and of what the server refuses', () => {
    const feed = firehose('wss://relay.example');
    const head = { did, at: '2026-11-24T10:00:00.000Z' };
    expect(feed.read(frame('#account', { seq: 1, did, time, active: false, status: 'deleted' }))).toEqual([
      { ...head, place: '1', type: 'account', became: 'deleted' },
    ]);
    expect(feed.read(frame('#account', { seq: 2, did, time, active: true }))).toEqual([
      { ...head, place: '2', type: 'identity', renamed: false },
    ]);
    expect(feed.read(frame('#identity', { seq: 3, did, time, handle: 'maya.example' }))).toEqual([
      { ...head, place: '3', type: 'identity', renamed: true },
    ]);
    expect(feed.read(frame('#sync', { seq: 4, did, time, rev: 'r', blocks: new Uint8Array() }))).toMatchObject([
      { type: 'place', place: '4' },
    ]);
    expect(feed.read(frame('#info', { name: 'OutdatedCursor' }))).toEqual([
      { type: 'gap', did: '', at: '', place: '4' },
    ]);
    expect(feed.read(frame('', { error: 'FutureCursor' }, -1))).toMatchObject([
      { type: 'rejected', reason: expect.stringContaining('FutureCursor') },
    ]);
  });

  it('is rejected when it can not be decoded', () => {
    const feed = firehose('wss://relay.example');
    const wrong = [
      '{}',
      new ArrayBuffer(0),
      new ArrayBuffer(6_000_000),
      frame('#commit', { seq: 'x' }),
      commit([op('create', 'app.bsky.feed.post/a', cid(1))], new Uint8Array([200])),
    ];
    for (const data of wrong) expect(feed.read(data)).toMatchObject([{ type: 'rejected' }]);
  });
});
