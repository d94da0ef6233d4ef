import { z } from 'zod';
import { type Clock, systemClock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import { problemIn } from '../../../core/problem-in.js';
import { type FeedFetch, ownFetch } from './own-fetch.js';

export interface FeedOptions {
  /** Where the feed is: `https:`, `http:` or `file:`. One of `url`, `file` and `document` is needed. */
  url?: string;
  /** A file that holds it. */
  file?: string;
  /** The document itself. */
  document?: string | Uint8Array;
  /**
   * Comments: the address of a feed of comments, or `true` for the feeds that the posts name (`wfw:commentRss`,
   * `rel="replies"`) on the feed's own host, at most 50. Without it there is no verb `comments`.
   */
  comments?: true | string;
  /** Whether the site is ours: its authors are then colleagues and never customers. Defaults to false. */
  own?: boolean;
  /** Where its ids are valid. Defaults to host and path of `url`, else to what the feed says of itself. */
  realm?: string;
  /**
   * How requests are sent, to wherever they go: one that adds credentials, or `outsideFetch` where strangers name feeds. Without it
   * the address that the app named may lie anywhere, and what a feed sends us to or names must lie on the public internet.
   */
  fetch?: typeof fetch;
  /** The largest document that is read, in bytes. Defaults to 10 MiB. */
  maxBytes?: number;
  /** How long a request may take, in milliseconds. Defaults to 30,000. */
  timeoutMs?: number;
  /** Defaults to the system's. */
  clock?: Clock;
}

const address = z.string().min(1).max(4000);
const schema = z
  .strictObject({
    url: address.optional(),
    file: address.optional(),
    document: z.union([z.string().min(1), z.instanceof(Uint8Array)]).optional(),
    comments: z.union([z.literal(true), address]).optional(),
    own: z.boolean().optional(),
    realm: z.string().min(1).max(290).optional(),
    fetch: z.custom<typeof fetch>((value) => typeof value === 'function').optional(),
    maxBytes: z.number().int().positive().max(200_000_000).optional(),
    timeoutMs: z.number().int().positive().max(600_000).optional(),
    clock: z.custom<Clock>((clock) => typeof (clock as Clock | undefined)?.now === 'function').optional(),
  })
  .refine(
    ({ url, file, document }) => [url, file, document].filter((one) => one !== undefined).length === 1,
    'give exactly one of url, file and document',
  );

export interface ReadFeedOptions {
  url?: string | undefined;
  file?: string | undefined;
  document?: string | Uint8Array | undefined;
  comments?: true | string | undefined;
  own: boolean;
  realm?: string | undefined;
  fetch: FeedFetch;
  maxBytes: number;
  timeoutMs: number;
  clock: Clock;
}

/** Checks what the app says and fills in defaults. */
export function readFeedOptions(options: FeedOptions): ReadFeedOptions {
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    const names = Object.keys(schema.shape).join(', ');
    throw new KenningError('invalid', `feed: ${problemIn(parsed.error)}; its options are ${names}`);
  }
  const { url, comments, ...rest } = parsed.data;
  const isFile = url?.startsWith('file:');
  if (typeof comments === 'string') checkAddress('comments', comments);
  if (url !== undefined && !isFile) checkAddress('url', url);
  if (comments === true && (url === undefined || isFile))
    throw new KenningError(
      'invalid',
      'feed.comments: true needs a url over http; else name the address of the comments',
    );
  const limits = { maxBytes: rest.maxBytes ?? 10 * 1024 * 1024, timeoutMs: rest.timeoutMs ?? 30_000 };
  return {
    ...rest,
    ...(isFile ? { file: url } : { url }),
    comments,
    own: rest.own ?? false,
    ...limits,
    fetch: rest.fetch ? { named: rest.fetch, found: rest.fetch } : ownFetch(limits),
    clock: rest.clock ?? systemClock,
  };
}

function checkAddress(option: string, text: string): void {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new KenningError('invalid', `feed.${option}: must be an address that begins with https:, http: or file:`);
  if (url.username !== '' || url.password !== '')
    throw new KenningError('invalid', `feed.${option}: must hold no login; give a fetch that sends it`);
}
