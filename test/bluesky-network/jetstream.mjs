import { Firehose } from '@atproto/sync';
import { WebSocketServer } from 'ws';

/** Reads the PDS's repository firehose and gives it on as Jetstream frames, from a cursor or live. */
export async function jetstream(network) {
  let frames = [];
  let last = 0;
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));

  const firehose = new Firehose({
    idResolver: network.bsky.ctx.idResolver,
    service: network.pds.url.replace('http', 'ws'),
    unauthenticatedCommits: true,
    unauthenticatedHandles: true,
    handleEvent: (event) => {
      last = Math.max(last + 1, Date.now() * 1000);
      const frame = frameOf(event, last);
      if (!frame) return;
      frames.push(frame);
      for (const client of server.clients) if (client.wants(frame)) client.send(JSON.stringify(frame));
    },
    onError: (error) => process.stderr.write(`${error.stack}\n`),
  });
  firehose.start();

  server.on('connection', (client, request) => {
    const query = new URL(request.url, 'ws://x').searchParams;
    const collections = query.getAll('wantedCollections');
    const dids = query.getAll('wantedDids');
    client.wants = (frame) =>
      (!dids.length || dids.includes(frame.did)) &&
      (frame.kind !== 'commit' || !collections.length || collections.includes(frame.commit.collection));
    // As Jetstream does, a cursor older than what is kept starts at the oldest that is kept, without a word.
    if (query.has('cursor'))
      for (const frame of frames.filter(({ time_us }) => time_us >= Number(query.get('cursor'))))
        if (client.wants(frame)) client.send(JSON.stringify(frame));
  });

  return {
    url: `ws://127.0.0.1:${server.address().port}/subscribe`,
    drop() {
      for (const client of server.clients) client.terminate();
    },
    forget() {
      frames = [];
    },
    async close() {
      for (const client of server.clients) client.terminate();
      server.close();
      await firehose.destroy();
    },
  };
}

function frameOf(event, time_us) {
  const head = { did: event.did, time_us };
  switch (event.event) {
    case 'create':
    case 'update':
    case 'delete': {
      const { collection, rkey, rev, event: operation, record, cid } = event;
      const commit = { rev, operation, collection, rkey };
      return {
        ...head,
        kind: 'commit',
        commit: record ? { ...commit, record: plain(record), cid: String(cid) } : commit,
      };
    }
    case 'identity':
      return {
        ...head,
        kind: 'identity',
        identity: { did: event.did, handle: event.handle, seq: event.seq, time: event.time },
      };
    case 'account':
      return {
        ...head,
        kind: 'account',
        account: { did: event.did, active: event.active, status: event.status, seq: event.seq, time: event.time },
      };
    default:
      return undefined;
  }
}

/** Links and bytes as JSON writes them. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('asCID' in value || typeof value.code === 'number') return { $link: String(value) };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
