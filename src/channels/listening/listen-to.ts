import type { Context } from '../../core/context.js';
import { openGaps } from '../../core/ingest/gaps.js';
import type { Ingest, IngestReport } from '../../core/ingest/ingest.js';
import type { Store } from '../../core/store/store.js';
import { type Connector, type Listing, listings, type Offers } from '../connector.js';
import type { Duty, Task } from './duty.js';
import { workOff } from './inbox.js';
import { poll } from './poll.js';
import { type StreamingOptions, streamInto } from './stream.js';
import { forgetDeliveries } from './webhook.js';

export interface ListenToOptions
  extends Pick<StreamingOptions, 'maxWaiting' | 'reconnect' | 'attempts' | 'wait' | 'random' | 'keepRawUntil'> {
  store: Store;
  context: Context;
  ingest: Ingest;
  connector: Connector;
  /** The app's name of the channel. */
  channel: string;
  /** How often the listings are polled, in milliseconds. Defaults to 60,000. */
  pollEveryMs?: number;
  /** The most pages of each listing that one poll reads; the next goes on. Defaults to 1,000. */
  maxPages?: number;
  /** How often the inbox is looked into, in milliseconds. Defaults to 1,000; a webhook of this process wakes it at once. */
  workOffEveryMs?: number;
  /** Told of every page that was taken in. */
  onPage?: (from: Listing | 'stream' | 'webhook', report: IngestReport) => void | Promise<void>;
}

const hour = 60 * 60 * 1000;

/** The name of a channel's duty, for `wake`. */
export function channelDuty(channel: string): string {
  return `channel ${channel}`;
}

/**
 * All that listening to a channel takes, as a duty: its stream if it has one, polls, and the requests of its webhook. A gap
 * that the stream or a webhook leaves makes the channel be polled at once.
 */
export function listenTo(options: ListenToOptions): Duty {
  const { store, context, connector, channel, pollEveryMs = 60_000, workOffEveryMs = 1000 } = options;
  const { ingest, maxPages = 1000, keepRawUntil, onPage } = options;
  const common = () => ({
    store,
    ingest,
    channel,
    connector,
    ...(keepRawUntil && { keepRawUntil: keepRawUntil() }),
  });
  const tasks: Task[] = [];
  const told =
    (wake: (task: string) => void) =>
    async (from: Listing | 'stream' | 'webhook', report: IngestReport): Promise<void> => {
      if (report.gaps.length > 0) wake('poll');
      await onPage?.(from, report);
    };
  if (listings.some((listing) => connector[listing]))
    tasks.push({
      name: 'poll',
      everyMs: pollEveryMs,
      isWanted: async () => (await openGaps(store, channel)).length > 0,
      async run({ signal, goOn }) {
        const { complete } = await poll({
          ...common(),
          clock: context.clock,
          signal,
          goOn,
          maxPages,
          ...(onPage && { onPage }),
        });
        return { more: !complete };
      },
    });
  if (connector.stream)
    tasks.push({
      name: 'stream',
      run: ({ ending, wake }) =>
        streamInto({ ...options, connector: connector as Offers<'stream'>, ending, onPage: told(wake) }),
    });
  if (connector.webhook)
    tasks.push(
      {
        name: 'inbox',
        everyMs: workOffEveryMs,
        async run({ signal, goOn, wake }) {
          const { complete } = await workOff({ ...common(), signal, goOn, onPage: told(wake) });
          return { more: !complete };
        },
      },
      { name: 'known deliveries', everyMs: hour, run: () => forgetDeliveries({ store, context }) },
    );
  return { name: channelDuty(channel), tasks };
}
