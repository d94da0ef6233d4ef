import { z } from 'zod';
import type { Clock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { Fetch } from '../../../core/http/bounded-fetch.js';
import { problemIn } from '../../../core/problem-in.js';
import { able } from '../../able.js';
import type { WebSocketLike } from '../../web-socket-frames.js';

export interface MastodonOptions {
  /** The server of our account: `social.example`, or its address. Ids are valid there and nowhere else. */
  instance: string;
  /**
   * A token of our account, or what gives one: it is asked again when the server refuses the last. Without it only
   * public reading is there. It needs the scopes `read`, and to write `write:statuses` and `write:favourites`.
   */
  accessToken?: string | (() => string | Promise<string>);
  /** The most that anything of ours is seen. Defaults to what the account is set to. */
  visibility?: 'public' | 'unlisted' | 'private';
  /** Reads the home timeline too: what the accounts that ours follows post. Defaults to false: only our own posts. */
  home?: boolean;
  /** Who favors or boosts our posts or follows us is an interaction too. Defaults to false: favors and boosts are counts. */
  reactions?: boolean;
  /** Where the stream is, when the instance names the wrong address: `wss://streaming.social.example`. */
  streaming?: string;
  /** How many events wait for a slow consumer before they are given up for a gap. Defaults to 1,000. */
  maxBufferedFrames?: number;
  /** The wait before the first reconnection, in milliseconds; it doubles each time. Defaults to 1,000. */
  reconnectMs?: number;
  /** A stream that says nothing for so many milliseconds is opened again. Defaults to 900,000. */
  idleMs?: number;
  /** For one request, in milliseconds. Defaults to 15,000. */
  timeoutMs?: number;
  fetch?: Fetch;
  webSocket?: new (url: string, protocols?: string[]) => WebSocketLike;
  clock?: Clock;
}

const count = z.number().int().positive().optional();

const mastodonOptions = z.strictObject({
  instance: z.string().min(1).max(300),
  accessToken: z.union([z.string().min(1).max(4000), able<() => string>()]).optional(),
  visibility: z.enum(['public', 'unlisted', 'private']).optional(),
  home: z.boolean().optional(),
  reactions: z.boolean().optional(),
  streaming: z.url({ protocol: /^wss?$/ }).optional(),
  maxBufferedFrames: count,
  reconnectMs: count,
  idleMs: count,
  timeoutMs: count,
  fetch: able<Fetch>().optional(),
  webSocket: able<NonNullable<MastodonOptions['webSocket']>>().optional(),
  clock: able<Clock>('now').optional(),
});

/** Options with the instance's address and its host. */
export type ParsedOptions = MastodonOptions & { origin: string; realm: string };

export function parseOptions(options: MastodonOptions): ParsedOptions {
  const parsed = mastodonOptions.safeParse(options);
  if (parsed.error) throw new KenningError('invalid', `mastodon: ${problemIn(parsed.error)}.`);
  const { instance } = options;
  const url = URL.parse(/^[a-z]+:\/\//i.test(instance) ? instance : `https://${instance}`);
  if (!url?.host || !/^https?:$/.test(url.protocol) || url.username || url.pathname !== '/' || url.search)
    throw new KenningError('invalid', 'mastodon: instance: give the name of a server, such as social.example.');
  return { ...options, origin: url.origin, realm: url.host };
}
