import { systemClock } from '../../../core/clock.js';
import { later } from '../../../core/later.js';
import type { CallOptions } from '../../../core/page.js';
import type { Connector, Offers, StreamOptions, WriteVerb } from '../../connector.js';
import { blueskyNetwork } from './network.js';
import { type BlueskyOptions, parseOptions } from './options.js';
import type { Reading } from './reading.js';
import type { Writing } from './writing.js';
import type { Xrpc } from './xrpc.js';

export type { Fetch } from '../../../core/http/bounded-fetch.js';
export type { WebSocketLike } from '../../web-socket-frames.js';
export type { BlueskyOptions, BlueskySession, BlueskySessionStore } from './options.js';

const readingVerbs = [
  'own',
  'profile',
  'profiles',
  'people',
  'posts',
  'mentions',
  'search',
  'thread',
  'lookup',
] as const satisfies readonly (keyof Reading)[];

/** What can be done without an account. */
export type BlueskyReader = Offers<'profile' | 'people' | 'search' | 'thread' | 'lookup'>;
/** What can be done as an account. */
export type BlueskyAccount = BlueskyReader &
  Offers<'own' | 'access' | 'mentions' | 'reply' | 'publish' | 'like' | 'remove' | 'hide'>;

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
  // Loaded with the first call, so that an app which only configures the channel does not wait for it.
  let loading: Promise<{ calls: Xrpc; reads: Reading }> | undefined;
  const load = async () => {
    const [{ xrpc }, { reading }] = await Promise.all([import('./xrpc.js'), import('./reading.js')]);
    const calls = xrpc(parsed);
    return { calls, reads: reading(calls, clock) };
  };
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  const reads = later(async () => (await loaded()).reads, readingVerbs);
  const { own, profile, people, mentions, search, thread, lookup } = reads;
  // Who only reads need not load what writes. Every write is keyed by its record's key, or may be repeated as it is.
  const write = <Verb extends keyof Writing>(verb: Verb): Writing[Verb] => {
    const send: WriteVerb<never>['send'] = async (draft, callOptions) => {
      const [{ writing }, { calls }] = await Promise.all([import('./writing.js'), loaded()]);
      return writing(calls, reads, clock)[verb].send(draft, callOptions);
    };
    return { repeat: 'keyed', send } as Writing[Verb];
  };
  const writes: Writing = {
    reply: write('reply'),
    publish: write('publish'),
    like: write('like'),
    remove: write('remove'),
    hide: write('hide'),
  };
  return {
    contract: 1,
    network: blueskyNetwork,
    profile,
    people,
    search,
    thread,
    lookup,
    ...(parsed.identifier && {
      own,
      mentions,
      ...writes,
      access: async (callOptions?: CallOptions) =>
        (await import('./access.js')).access((await loaded()).calls, callOptions),
    }),
    ...((parsed.jetstream || parsed.firehose) && {
      // Who polls need not load it.
      async *stream(streamOptions?: StreamOptions) {
        const { calls } = await loaded();
        yield* (await import('./stream.js')).stream(parsed, calls, reads, clock, streamOptions);
      },
    }),
  };
}
