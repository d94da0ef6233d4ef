import { systemClock } from '../../../core/clock.js';
import type { Connector, Offers, StreamOptions } from '../../connector.js';
import { blueskyNetwork } from './network.js';
import { type BlueskyOptions, parseOptions } from './options.js';
import { reading } from './reading.js';
import { writing } from './writing.js';
import { xrpc } from './xrpc.js';

export type { BlueskyOptions, BlueskySession, BlueskySessionStore, WebSocketLike } from './options.js';

/** What can be done without an account. */
export type BlueskyReader = Offers<'profile' | 'search' | 'thread' | 'lookup'>;
/** What can be done as an account. */
export type BlueskyAccount = BlueskyReader &
  Offers<'own' | 'mentions' | 'reply' | 'publish' | 'like' | 'remove' | 'hide'>;

/**
 * Bluesky, and every other network of the AT Protocol that answers `app.bsky.*`. With an account it reads what is said to
 * us and answers; without one it reads what is public. With `jetstream` or `firehose` it also streams.
 *
 * A write's key becomes the record's key, so the same key never posts twice. Nothing is sent before a verb is called.
 *
 * @throws KenningError `invalid` when an option is unknown or wrong.
 * @example
 * const brand = bluesky({ identifier: 'harborbikes.example', password: appPassword });
 * for await (const { items } of walk((options) => brand.mentions(options))) console.log(items);
 */
export function bluesky(options: BlueskyOptions & { identifier: string }): BlueskyAccount;
export function bluesky(options?: BlueskyOptions): BlueskyReader;
export function bluesky(options: BlueskyOptions = {}): Connector {
  const parsed = parseOptions(options);
  const clock = parsed.clock ?? systemClock;
  const calls = xrpc(parsed);
  const reads = reading(calls, clock);
  const { own, profile, mentions, search, thread, lookup } = reads;
  return {
    contract: 1,
    network: blueskyNetwork,
    profile,
    search,
    thread,
    lookup,
    ...(parsed.identifier && { own, mentions, ...writing(calls, reads, clock) }),
    ...((parsed.jetstream || parsed.firehose) && {
      // Who polls need not load it.
      async *stream(streamOptions?: StreamOptions) {
        yield* (await import('./stream.js')).stream(parsed, calls, reads, clock, streamOptions);
      },
    }),
  };
}
