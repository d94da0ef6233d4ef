import { z } from 'zod';
import { blocksOf, decodeItem } from './dag-cbor.js';
import { type Event, eventOf, type Feed } from './jetstream.js';

const post = 'app.bsky.feed.post';
/** The lexicon allows 2,000,000 bytes of blocks; a frame holds little besides. */
const longest = 5_000_000;

const header = z.object({ op: z.number(), t: z.string().optional() });
const link = z.object({ $link: z.string() });
const body = z.object({
  seq: z.number().int().nonnegative(),
  did: z.string().startsWith('did:').max(1000).optional(),
  repo: z.string().startsWith('did:').max(1000).optional(),
  time: z.string().refine((time) => !Number.isNaN(Date.parse(time)), 'is no time'),
  active: z.boolean().optional(),
  status: z.string().optional().catch(undefined),
  blocks: z.instanceof(Uint8Array).optional(),
  ops: z
    .array(z.object({ action: z.string(), path: z.string().max(1000), cid: link.nullable().optional() }))
    .max(200)
    .optional(),
});

/**
 * The raw repository firehose (`com.atproto.sync.subscribeRepos`): every commit of every repository, in the order of
 * `seq`, which is the cursor. Commits are taken as the server gives them: their signatures are not checked.
 */
export function firehose(address: string): Feed {
  let last = '';
  return {
    filtered: false,
    start: () => undefined,
    url(place) {
      const url = new URL('/xrpc/com.atproto.sync.subscribeRepos', address);
      if (place) url.searchParams.set('cursor', place);
      return url.href;
    },
    read(data) {
      const reject = (reason: string): Event[] => [{ type: 'rejected', did: '', at: '', place: last, reason }];
      const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
      if (!(bytes instanceof Uint8Array) || bytes.length > longest)
        return reject('the frame is not binary, or too long');
      try {
        const first = decodeItem(bytes);
        const { op, t } = header.parse(first.value);
        const { value } = decodeItem(bytes, first.end);
        // The server has no frames from the cursor on, and starts with the oldest that it has.
        if (t === '#info') return [{ type: 'gap', did: '', at: '', place: last }];
        if (op !== 1)
          return reject(`the server says ${String((value as { error?: unknown } | null)?.error).slice(0, 100)}`);
        const message = body.parse(value);
        last = String(message.seq);
        return eventsOf(t ?? '', message, last);
      } catch {
        return reject('the frame can not be decoded');
      }
    },
    timeOf: () => undefined,
  };
}

function eventsOf(kind: string, message: z.infer<typeof body>, place: string): Event[] {
  const did = message.repo ?? message.did ?? '';
  const head = { did, at: new Date(message.time).toISOString(), place };
  const { active, status, ops = [] } = message;
  if (kind !== '#commit')
    return [eventOf(head, kind.slice(1), undefined, active === undefined ? undefined : { active, status })];
  const own = ops.filter(({ path }) => path.startsWith(`${post}/`));
  if (own.length === 0) return [{ ...head, type: 'place' }];
  const blocks = blocksOf(message.blocks ?? new Uint8Array());
  return own.map(({ action: operation, path, cid }): Event => {
    const commit = { operation, collection: post, rkey: path.slice(post.length + 1) };
    if (operation === 'delete') return eventOf(head, 'commit', commit, undefined);
    const block = cid && blocks.get(cid.$link);
    const record = block && decoded(block);
    if (!record)
      return { ...head, type: 'rejected', reason: `at://${did}/${path} came without a record that can be read` };
    return eventOf(head, 'commit', { ...commit, cid: cid.$link, record }, undefined);
  });
}

/** One author's broken record must not cost the others of the commit. */
function decoded(block: Uint8Array): unknown {
  try {
    return decodeItem(block).value;
  } catch {
    return undefined;
  }
}
