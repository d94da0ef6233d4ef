import { systemClock } from '../../../core/clock.js';
import type { CallOptions } from '../../../core/page.js';
import type { Connector, Offers, StreamOptions } from '../../connector.js';
import type { Calls } from './calls.js';
import { networkOf } from './network.js';
import { type MastodonOptions, parseOptions } from './options.js';
import type { Reading } from './reading.js';
import type { Writing } from './writing.js';

export type { Fetch } from '../../../core/http/bounded-fetch.js';
export type { WebSocketLike } from '../../web-socket-frames.js';
export type { MastodonOptions } from './options.js';

/** What can be done without an account. */
export type MastodonReader = Offers<'profile' | 'search' | 'thread' | 'lookup'>;
/** What can be done as an account. */
export type MastodonAccount = MastodonReader &
  Offers<
    'own' | 'access' | 'people' | 'mentions' | 'posts' | 'stream' | 'reply' | 'publish' | 'message' | 'like' | 'remove'
  >;

/**
 * Mastodon, GoToSocial and every other server of Mastodon's client API. With a token it reads what is said to our account
 * and answers; without one it reads what is public. Ids are valid on the one instance, which is the realm.
 *
 * An answer is never more visible than what it answers. A key makes sure that a write that is sent again within an hour
 * is not doubled; later, and where the server does not know keys, it is found by its words. Nothing is sent before a
 * verb is called.
 *
 * @throws KenningError `invalid` when an option is unknown or wrong.
 * @example
 * const brand = mastodon({ instance: 'social.example', accessToken });
 * for await (const { items } of walk((options) => brand.mentions(options))) console.log(items);
 */
export function mastodon(
  options: MastodonOptions & { accessToken: NonNullable<MastodonOptions['accessToken']> },
): MastodonAccount;
export function mastodon(options: MastodonOptions): MastodonReader;
export function mastodon(options: MastodonOptions): Connector {
  const parsed = parseOptions(options);
  const clock = parsed.clock ?? systemClock;
  // What reads HTML is large, so all is loaded when the first verb is called.
  let here: Calls | undefined;
  let loading: Promise<{ reads: Reading; calls: Calls }> | undefined;
  const load = async () => {
    const [{ calls }, { reading }] = await Promise.all([import('./calls.js'), import('./reading.js')]);
    here = calls(parsed);
    return { calls: here, reads: reading(here, parsed, clock) };
  };
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  const reads: Omit<Reading, 'sight' | 'observe'> = {
    own: async (...given) => (await loaded()).reads.own(...given),
    profile: async (...given) => (await loaded()).reads.profile(...given),
    people: async (...given) => (await loaded()).reads.people(...given),
    mentions: async (...given) => (await loaded()).reads.mentions(...given),
    posts: async (...given) => (await loaded()).reads.posts(...given),
    search: async (...given) => (await loaded()).reads.search(...given),
    thread: async (...given) => (await loaded()).reads.thread(...given),
    lookup: async (...given) => (await loaded()).reads.lookup(...given),
  };
  const writers = async () => {
    const { calls, reads: reading } = await loaded();
    return (await import('./writing.js')).writing(calls, reading, parsed, clock);
  };
  const writes: Writing = {
    reply: {
      repeat: 'findable',
      send: async (...given) => (await writers()).reply.send(...given),
      find: async (...given) => (await writers()).reply.find?.(...given),
    },
    publish: {
      repeat: 'findable',
      send: async (...given) => (await writers()).publish.send(...given),
      find: async (...given) => (await writers()).publish.find?.(...given),
    },
    message: {
      repeat: 'findable',
      send: async (...given) => (await writers()).message.send(...given),
      find: async (...given) => (await writers()).message.find?.(...given),
    },
    // To favor or to remove twice is to do it once.
    like: { repeat: 'keyed', send: async (...given) => (await writers()).like.send(...given) },
    remove: { repeat: 'keyed', send: async (...given) => (await writers()).remove.send(...given) },
  };
  return {
    contract: 1,
    get network() {
      return networkOf(here?.known);
    },
    realm: parsed.realm,
    profile: reads.profile,
    search: reads.search,
    thread: reads.thread,
    lookup: reads.lookup,
    ...(parsed.accessToken && {
      own: reads.own,
      people: reads.people,
      mentions: reads.mentions,
      posts: reads.posts,
      access: async (callOptions?: CallOptions) =>
        (await import('./access.js')).access((await loaded()).calls, callOptions),
      ...writes,
      async *stream(streamOptions?: StreamOptions) {
        const { calls, reads: reading } = await loaded();
        yield* (await import('./stream.js')).stream(parsed, calls, reading, clock, streamOptions);
      },
    }),
  };
}
