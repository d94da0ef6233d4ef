import { type Clock, instantOf } from '../../../core/clock.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page, Rejected } from '../../../core/page.js';
import type { StreamOptions } from '../../connector.js';
import { batches, type WebSocketLike } from '../../web-socket-frames.js';
import { entitiesOf } from './facets.js';
import { type Event, type Feed, jetstream } from './jetstream.js';
import type { BlueskyOptions } from './options.js';
import { observedOf, partsOf, quotedOf, refOf } from './post.js';
import { thinProfile } from './profile.js';
import type { Reading } from './reading.js';
import { postRecord, postView } from './views.js';
import type { Xrpc } from './xrpc.js';

/** How far back a Jetstream server keeps frames; it starts there without a word when a cursor is older. */
const lookbackMs = 36 * 3_600_000;
/** The whole network is never silent for so long. */
const plausibleMs = 60_000;
/** After so much time of the stream its place is given, even if nothing on it was ours. */
const placeEveryMs = 60_000;
/** Authors whose deletions are told of, since something of theirs was seen on this stream. */
const mostKnown = 10_000;

/**
 * Streams posts of the wanted accounts and posts that speak to or of ours. Frames are read once they come and matched
 * before they wait, so that a busy network does not crowd out what is ours.
 */
export async function* stream(
  options: BlueskyOptions,
  xrpc: Xrpc,
  reading: Reading,
  clock: Clock,
  { cursor, signal }: StreamOptions = {},
): AsyncGenerator<Page<Observed>, void, void> {
  const me = options.identifier ? (await xrpc.account(signal)).did : undefined;
  const wanted = new Set(options.wantedDids ?? []);
  const known = new Set<string>();
  const isKnown = (did: string) => did === me || wanted.has(did) || known.has(did);
  const feed: Feed = options.firehose
    ? (await import('./firehose.js')).firehose(options.firehose)
    : jetstream(options.jetstream as string, me ? [] : [...wanted], clock);
  const WebSocketHere = options.webSocket ?? (globalThis.WebSocket as unknown as new (url: string) => WebSocketLike);

  /** Whether a frame is worth waiting for its turn. */
  const matters = (event: Event): boolean => {
    if (event.type === 'rejected' || event.type === 'gap') return true;
    if (event.type !== 'post') return event.type !== 'place' && isKnown(event.did);
    const { did, record } = event;
    if (did === me || wanted.has(did)) return true;
    if (!me) return false;
    const { data } = postRecord.safeParse(record);
    const { reply, embed } = data ?? {};
    const named = [reply?.parent.uri, reply?.root.uri, quotedOf(embed)].some((uri) => uri && partsOf(uri).did === me);
    if (
      !named &&
      !(data && JSON.stringify(data.facets).includes(me) && entitiesOf(data.text, data.facets).mentioned.includes(me))
    )
      return false;
    if (known.size < mostKnown) known.add(did);
    return true;
  };

  /** What a server did not say: that it could not go back to the place that was left. */
  const clampedOf = ({ place, at }: { place: string | undefined; at: number }, first: Event): Event | undefined => {
    const from = place === undefined ? undefined : feed.timeOf(place);
    if (from === undefined || !first.at) return undefined;
    const to = Date.parse(first.at);
    // A first frame that is newer than the connection says nothing: there may have been none before it.
    const jumped = !feed.filtered && to < at && to - from > plausibleMs;
    if (!jumped && at - from <= lookbackMs) return undefined;
    return { type: 'gap', did: '', at: new Date(from).toISOString(), to: first.at, place: first.place };
  };

  let place = cursor;
  let placedAt = 0;
  /** The place that was left and when, until the first frame of a connection tells how far the server could go back. */
  let left: { place: string | undefined; at: number } | undefined;
  const source = {
    name: 'Bluesky',
    most: options.maxBufferedFrames ?? 1000,
    reconnectMs: options.reconnectMs ?? 1000,
    idleMs: 60_000,
    signal,
    open: () => {
      place ??= feed.start();
      left = { place, at: clock.now() };
      return new WebSocketHere(feed.url(place));
    },
    read: (data: unknown): Event[] => {
      const events = feed.read(data);
      const first = events[0];
      if (!first) return [];
      const clamped = left && clampedOf(left, first);
      if (first.at) left = undefined;
      place = events.at(-1)?.place || place;
      const kept = events.filter(matters);
      const now = Date.parse(first.at) || placedAt;
      if (kept.length) placedAt = now;
      else if (now - placedAt > placeEveryMs) {
        if (placedAt) kept.push({ type: 'place', did: '', at: first.at, place: first.place });
        placedAt = now;
      }
      return clamped ? [clamped, ...kept] : kept;
    },
  };

  for await (const batch of batches<Event>(source)) {
    const { frames, lost } = batch;
    const page = await pageOf(frames, signal);
    if (lost) page.items.unshift(gapOf(lost.at, frames[0]?.at));
    const next = frames.at(-1)?.place;
    yield { ...page, ...(next && { next }) };
  }

  async function pageOf(events: Event[], abort?: AbortSignal): Promise<Page<Observed>> {
    const rejected: Rejected[] = [];
    const authors = new Set(events.flatMap(({ type, did }) => (type === 'post' || type === 'identity' ? [did] : [])));
    // Without profiles a post is worth having all the same: its author is known by the DID.
    const profiles = await reading.profiles(authors, abort).catch((error: unknown) => {
      abort?.throwIfAborted();
      rejected.push({ reason: `profiles: ${error instanceof Error ? error.message : 'not read'}` });
      return new Map<string, never>();
    });
    const items: Observed[] = [];
    for (const event of events) {
      const { did, at } = event;
      if (event.type === 'post') {
        const { uri, cid, record } = event;
        const profile = profiles.get(did) ?? thinProfile(did, at, did === me);
        const handle = profile.identifiers.find(({ kind }) => kind === 'handle')?.value ?? '';
        const view = postView.safeParse({ uri, cid, record, author: { did, handle }, indexedAt: at });
        if (view.success) items.push(observedOf(view.data, profile, me, 'public-feed'));
        else
          rejected.push({
            reason: `${view.error.issues[0]?.path.join('.')}: ${view.error.issues[0]?.message}`,
            at: uri,
          });
      } else if (event.type === 'delete') items.push({ type: 'removed', of: refOf(event.uri), at, by: 'author' });
      else if (event.type === 'identity') {
        const profile = profiles.get(did);
        if (profile) items.push({ type: 'profile', profile, ...(event.renamed && { became: 'renamed' }) });
      } else if (event.type === 'account') {
        const { became } = event;
        // Told now, like the profiles above: of two statements the later wins.
        const profile = { ...thinProfile(did, instantOf(clock), did === me), standing: became };
        items.push({ type: 'profile', profile, became });
      } else if (event.type === 'gap') items.push(gapOf(at, event.to));
      else if (event.type === 'rejected') rejected.push({ reason: event.reason, at: `after ${event.place}` });
    }
    return { items, rejected };
  }
}

function gapOf(from: string | undefined, to: string | undefined): Observed {
  return { type: 'gap', ...(from && { from }), ...(to && { to }) };
}
