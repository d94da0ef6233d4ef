import { z } from 'zod';
import type { Clock } from '../../../core/clock.js';
import { instantOf } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page, Rejected } from '../../../core/page.js';
import type { StreamOptions } from '../../connector.js';
import { batches } from '../../web-socket-frames.js';
import type { Calls } from './calls.js';
import { notificationTypes, readNotifications } from './notifications.js';
import type { MastodonOptions, ParsedOptions } from './options.js';
import type { Reading } from './reading.js';
import { refOf } from './status.js';
import { id, type StatusView, statusView } from './views.js';

/** What a stream tells, with the time at which it came. */
type Event = { at: string } & (
  | { type: 'open'; since?: string }
  | { type: 'status'; status: StatusView }
  | { type: 'notification'; notification: unknown }
  | { type: 'delete'; id: string }
  | { type: 'rejected'; reason: string }
);

const frame = z.object({ event: z.string(), payload: z.unknown() });
const longest = 2_000_000;

/**
 * Streams what is said to our account and by it, edits and deletions among it. A stream of this API has no places, so
 * whatever may have been said while it was away is a gap, which the next poll reads over.
 */
export async function* stream(
  options: ParsedOptions,
  calls: Calls,
  reading: Reading,
  clock: Clock,
  { signal }: StreamOptions = {},
): AsyncGenerator<Page<Observed>, void, void> {
  const me = (await calls.account(signal))?.id;
  const { apiVersion } = await calls.instance(signal);
  const types = notificationTypes(options.reactions, apiVersion);
  const address = await addressOf(options, calls, signal);
  const token = (await calls.token()) ?? '';
  const WebSocketHere =
    options.webSocket ?? (globalThis.WebSocket as unknown as Required<MastodonOptions>['webSocket']);
  let heard: string | undefined;

  const isOurs = (status: StatusView): boolean =>
    options.home ||
    status.account.id === me ||
    status.in_reply_to_account_id === me ||
    status.mentions.some((named) => named.id === me);

  function eventOf(at: string, event: string, payload: unknown): Event[] {
    if (event === 'delete') {
      const parsed = id.safeParse(payload);
      return parsed.success ? [{ type: 'delete', at, id: parsed.data }] : reject(at, 'a deletion without an id');
    }
    if (event !== 'update' && event !== 'status.update' && event !== 'notification') return [];
    // The payload is JSON once more, as a text.
    const inner = typeof payload === 'string' ? jsonOf(payload) : payload;
    if (event === 'notification') return [{ type: 'notification', at, notification: inner }];
    const parsed = statusView.safeParse(inner);
    if (!parsed.success) return reject(at, `${event}: ${parsed.error.issues[0]?.path.join('.')}: not understood`);
    return isOurs(parsed.data) ? [{ type: 'status', at, status: parsed.data }] : [];
  }

  const source = {
    name: 'Mastodon',
    most: options.maxBufferedFrames ?? 1000,
    reconnectMs: options.reconnectMs ?? 1000,
    idleMs: options.idleMs ?? 900_000,
    mayBeSilent: true,
    signal,
    // As the protocol's name the token stands in no address and so in no log; not every token can be one.
    open: () => {
      if (/^[\w!#$%&'*+.^`|~-]+$/.test(token)) return new WebSocketHere(address.href, [token]);
      const url = new URL(address);
      url.searchParams.set('access_token', token);
      return new WebSocketHere(url.href);
    },
    opened: (): Event[] => {
      const at = instantOf(clock);
      const since = heard;
      heard = at;
      return [{ type: 'open', at, ...(since && { since }) }];
    },
    read: (data: unknown): Event[] => {
      const at = instantOf(clock);
      heard = at;
      if (typeof data !== 'string' || data.length > longest) return reject(at, 'the frame is no text, or too long');
      const parsed = frame.safeParse(jsonOf(data));
      return parsed.success ? eventOf(at, parsed.data.event, parsed.data.payload) : reject(at, 'the frame is no event');
    },
  };

  for await (const { frames, lost } of batches<Event>(source)) {
    const page = await pageOf(frames);
    if (lost) page.items.unshift({ type: 'gap', from: lost.at, ...(frames[0] && { to: frames[0].at }) });
    yield page;
  }

  async function pageOf(events: readonly Event[]): Promise<Page<Observed>> {
    const rejected: Rejected[] = [];
    const here = await reading.sight(signal);
    const observe = (list: StatusView[]) => reading.observe(list, signal);
    const items: Observed[] = [];
    for (const event of events) {
      const { at } = event;
      if (event.type === 'status') items.push(...(await observe([event.status])));
      else if (event.type === 'notification')
        items.push(...(await readNotifications([event.notification], types, here, rejected, observe)));
      else if (event.type === 'delete')
        items.push({ type: 'removed', of: refOf(event.id, calls.realm), at, by: 'unknown' });
      else if (event.type === 'rejected') rejected.push({ reason: event.reason, at });
      else if (event.since) items.push({ type: 'gap', from: event.since, to: at });
    }
    return { items, rejected };
  }
}

function reject(at: string, reason: string): Event[] {
  return [{ type: 'rejected', at, reason }];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the stream of our account is. A secret is not sent over a plain connection that the instance asks for. */
async function addressOf({ streaming, origin }: ParsedOptions, calls: Calls, signal?: AbortSignal): Promise<URL> {
  const stated = streaming ?? (await calls.instance(signal)).streaming;
  const url = URL.parse(stated ?? origin.replace(/^http/, 'ws'));
  const isAllowed = url?.protocol === 'wss:' || (url?.protocol === 'ws:' && (streaming || origin.startsWith('http:')));
  if (!url || !isAllowed)
    throw new KenningError('unexpected', 'mastodon: the instance names no safe stream; give its address as streaming.');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v1/streaming`;
  url.searchParams.set('stream', 'user');
  return url;
}
