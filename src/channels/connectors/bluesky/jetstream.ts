import { z } from 'zod';
import type { Clock } from '../../../core/clock.js';

interface Head {
  did: string;
  /** When the network saw it. */
  at: string;
  /** Where to go on after it. */
  place: string;
}

/** What a stream tells, whichever its wire format. */
export type Event = Head &
  (
    | { type: 'post'; uri: string; cid: string; record: unknown }
    | { type: 'delete'; uri: string }
    | { type: 'identity'; renamed: boolean }
    | { type: 'account'; became: 'suspended' | 'deleted' }
    /** Without `at` and `to` where the server does not say how much is missing. */
    | { type: 'gap'; to?: string }
    | { type: 'place' }
    | { type: 'rejected'; reason: string }
  );

export interface Feed {
  /** Whether the server sends less than the whole network's posts, so that silence means nothing. */
  filtered: boolean;
  /** The place of now; undefined where only the server knows it. */
  start(): string | undefined;
  url(place: string | undefined): string;
  /** Reads one message. It never throws: what it does not understand becomes `rejected`. */
  read(data: unknown): Event[];
  /** When a place was, in milliseconds; undefined where a place is no time. */
  timeOf(place: string): number | undefined;
}

const frame = z.object({
  did: z.string().startsWith('did:').max(1000),
  time_us: z.number().int().positive().max(8.6e15),
  kind: z.string(),
  commit: z
    .object({
      operation: z.string(),
      collection: z.string(),
      rkey: z.string().min(1).max(512),
      cid: z.string().optional(),
      record: z.unknown().optional(),
    })
    .optional(),
  account: z.object({ active: z.boolean(), status: z.string().optional() }).optional(),
});

/** After a reconnection so much is read again: a server's clock and its frames need not agree to the microsecond. */
const overlapUs = 5_000_000;
const longest = 2_000_000;
/** More accounts do not fit into an address; then the frames of all are read and matched here. */
const mostInUrl = 100;

/** Jetstream, version 1: JSON frames in the order of `time_us`, which is the cursor too. */
export function jetstream(address: string, dids: string[], clock: Clock): Feed {
  const filtered = dids.length > 0 && dids.length <= mostInUrl;
  let last = '';
  return {
    filtered,
    start: () => String(clock.now() * 1000),
    url(place) {
      const url = new URL(address);
      url.searchParams.append('wantedCollections', 'app.bsky.feed.post');
      if (filtered) for (const did of dids) url.searchParams.append('wantedDids', did);
      if (place !== undefined) url.searchParams.set('cursor', String(Math.max(0, Number(place) - overlapUs)));
      return url.href;
    },
    read(data) {
      const reject = (reason: string): Event[] => [{ type: 'rejected', did: '', at: '', place: last, reason }];
      if (typeof data !== 'string' || data.length > longest) return reject('the frame is no text, or too long');
      let json: unknown;
      try {
        json = JSON.parse(data);
      } catch {
        return reject('the frame is no JSON');
      }
      const parsed = frame.safeParse(json);
      if (!parsed.success) return reject(`the frame has an unknown shape: ${parsed.error.issues[0]?.path.join('.')}`);
      const { did, time_us, commit, kind, account } = parsed.data;
      last = String(time_us);
      return [eventOf({ did, at: new Date(time_us / 1000).toISOString(), place: last }, kind, commit, account)];
    },
    timeOf: (place) => (Number.isFinite(Number(place)) ? Number(place) / 1000 : undefined),
  };
}

export interface Commit {
  operation: string;
  collection: string;
  rkey: string;
  cid?: string | undefined;
  record?: unknown;
}

export function eventOf(
  head: Head,
  kind: string,
  commit: Commit | undefined,
  account: { active: boolean; status?: string | undefined } | undefined,
): Event {
  if (commit?.collection === 'app.bsky.feed.post') {
    const uri = `at://${head.did}/${commit.collection}/${commit.rkey}`;
    if (commit.operation === 'delete') return { ...head, type: 'delete', uri };
    if (commit.cid) return { ...head, type: 'post', uri, cid: commit.cid, record: commit.record };
  }
  if (kind === 'identity') return { ...head, type: 'identity', renamed: true };
  if (kind === 'account' && account)
    // An account that is active again comes back with what its profile says now.
    return account.active
      ? { ...head, type: 'identity', renamed: false }
      : { ...head, type: 'account', became: account.status === 'deleted' ? 'deleted' : 'suspended' };
  return { ...head, type: 'place' };
}
