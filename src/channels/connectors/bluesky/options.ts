import { z } from 'zod';
import type { Clock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { Fetch } from '../../../core/http/bounded-fetch.js';
import { problemIn } from '../../../core/problem-in.js';
import { able } from '../../able.js';
import type { WebSocketLike } from '../../web-socket-frames.js';

/** An account that is signed in. The tokens are secrets. */
export interface BlueskySession {
  did: string;
  handle: string;
  accessJwt: string;
  refreshJwt: string;
}

/** Where an app keeps the session between processes; without it tokens live in memory only. */
export interface BlueskySessionStore {
  load(): Promise<BlueskySession | undefined>;
  save(session: BlueskySession): Promise<void>;
}

export interface BlueskyOptions {
  /**
   * The account's PDS, or any server that answers `app.bsky.*`. Defaults to `https://bsky.social` with an account and to
   * `https://public.api.bsky.app` without.
   */
  service?: string;
  /** Our account: its handle, DID or e-mail address. Without it only public reading is there. */
  identifier?: string;
  /** An app password; not needed while a kept session is valid. */
  password?: string;
  session?: BlueskySessionStore;
  /** A Jetstream address ending in `/subscribe`; with it the connector can stream. */
  jetstream?: string;
  /** A relay or PDS (`wss://bsky.network`) whose repository firehose is read in place of Jetstream. */
  firehose?: string;
  /** Streams what these accounts post, besides what is said to or of ours. */
  wantedDids?: string[];
  /** How many frames wait for a slow consumer before they are given up for a gap. Defaults to 1,000. */
  maxBufferedFrames?: number;
  /** The wait before the first reconnection; it doubles each time. Defaults to 1,000. */
  reconnectMs?: number;
  /** For one request, in milliseconds. Defaults to 15,000. */
  timeoutMs?: number;
  fetch?: Fetch;
  webSocket?: new (url: string) => WebSocketLike;
  clock?: Clock;
}

const count = z.number().int().positive().optional();

const blueskyOptions = z.strictObject({
  service: z.url({ protocol: /^https?$/ }).optional(),
  identifier: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  session: able<BlueskySessionStore>('load', 'save').optional(),
  jetstream: z.url({ protocol: /^wss?$/ }).optional(),
  firehose: z.url({ protocol: /^wss?$/ }).optional(),
  wantedDids: z.array(z.string().startsWith('did:')).max(10_000).optional(),
  maxBufferedFrames: count,
  reconnectMs: count,
  timeoutMs: count,
  fetch: able<Fetch>().optional(),
  webSocket: able<new (url: string) => WebSocketLike>().optional(),
  clock: able<Clock>('now').optional(),
});

export function parseOptions(options: BlueskyOptions): BlueskyOptions {
  const parsed = blueskyOptions.safeParse(options);
  const wrong = parsed.error && problemIn(parsed.error);
  const { identifier, password, session, jetstream, firehose, wantedDids } = options;
  const problem =
    wrong ??
    (identifier && !password && !session
      ? 'an identifier needs a password or a session store'
      : !identifier && (password || session)
        ? 'a password or session store needs the identifier of the account'
        : jetstream && firehose
          ? 'give jetstream or firehose, not both'
          : (jetstream || firehose) && !identifier && !wantedDids?.length
            ? 'a stream without an account needs wantedDids'
            : undefined);
  if (problem) throw new KenningError('invalid', `bluesky: ${problem}.`);
  return options;
}
