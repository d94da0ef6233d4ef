import type { CrmAdapter } from './adapters/crm-adapter.js';
import { type Connector, type Listing, listings } from './channels/connector.js';
import { channelDuty } from './channels/listening/listen-to.js';
import { progressOf } from './channels/listening/progress.js';
import { scheduleOf } from './channels/listening/schedule.js';
import type { Context } from './core/context.js';
import type { Instant } from './core/model/instant.js';
import type { OutboxEntry } from './core/model/outbox-entry.js';
import type { Store, StoreReader } from './core/store/store.js';

/** How one part of an app fares: a channel's reading, a CRM's. */
export interface TaskStatus {
  task: string;
  /** When it was last done to its end; absent when it never was. */
  doneAt?: Instant;
  /** Milliseconds since then. */
  lagMs?: number;
  /** Failures in a row since then, the last one's words and time. */
  failures: number;
  problem?: string;
  failedAt?: Instant;
  /** When it is tried or done again. */
  dueAt?: Instant;
}

export interface ListingStatus {
  listing: Listing;
  /** Whether it was ever read. */
  begun: boolean;
  /** Oldest-first: where reading goes on. */
  checkpoint?: string;
  /** Newest-first: parts of the past that wait to be read. */
  unread: number;
}

export interface ChannelStatus {
  name: string;
  network: string;
  tasks: TaskStatus[];
  listings: ListingStatus[];
  /** Requests of its webhook that wait, and that could not be read. */
  requests: { waiting: number; failed: number };
  /** Items that could not be read and are kept with the reason. */
  rejected: number;
}

export interface CrmStatus {
  name: string;
  crm: string;
  tasks: TaskStatus[];
}

/** How an app fares, from what its store says: no call leaves. Counts stop at 1,000. */
export interface Status {
  at: Instant;
  channels: ChannelStatus[];
  crms: CrmStatus[];
  /** What is on its way out. */
  outbox: Record<'held' | 'pending' | 'sent' | 'unknown' | 'failed', number>;
  /** Pairs that wait for a person's word. */
  reviews: number;
}

export interface StatusOptions {
  store: Store;
  context: Context;
  channels: Readonly<Record<string, Connector>>;
  crms: Readonly<Record<string, CrmAdapter>>;
}

const countAtMost = 1000;

/** Reads how an app fares. */
export async function statusOf({ store, context, channels, crms }: StatusOptions): Promise<Status> {
  const now = context.clock.now();
  const task = (duty: string, name: string) => taskStatus(store, now, duty, name);
  const outbox: Status['outbox'] = { held: 0, pending: 0, sent: 0, unknown: 0, failed: 0 };
  for (const state of Object.keys(outbox) as (keyof typeof outbox)[]) outbox[state] = await outboxCount(store, state);
  return {
    at: new Date(now).toISOString(),
    channels: await Promise.all(
      Object.entries(channels).map(async ([name, connector]) => ({
        name,
        network: connector.network.id,
        tasks: await Promise.all(tasksOf(connector).map((of) => task(channelDuty(name), of))),
        listings: await listingsOf(store, name, connector),
        requests: {
          waiting: await requestCount(store, name, 'waiting'),
          failed: await requestCount(store, name, 'failed'),
        },
        rejected: (await store.list('rejected', 'byChannel', { where: { channel: name }, limit: countAtMost })).length,
      })),
    ),
    crms: await Promise.all(
      Object.entries(crms).map(async ([name, { crm }]) => ({
        name,
        crm: crm.id,
        tasks: [await task(`crm ${name}`, 'contacts')],
      })),
    ),
    outbox,
    reviews: (await store.list('reviews', 'byState', { where: { state: 'open' }, limit: countAtMost })).length,
  };
}

function tasksOf(connector: Connector): string[] {
  return [
    ...(listings.some((listing) => connector[listing]) ? ['poll'] : []),
    ...(connector.stream ? ['stream'] : []),
    ...(connector.webhook ? ['inbox'] : []),
  ];
}

async function taskStatus(store: StoreReader, now: number, duty: string, task: string): Promise<TaskStatus> {
  const { dueAt, doneAt, failures, problem, failedAt } = await scheduleOf(store, duty, task);
  return {
    task,
    ...(doneAt && { doneAt, lagMs: Math.max(0, now - Date.parse(doneAt)) }),
    failures,
    ...(problem && { problem }),
    ...(failedAt && { failedAt }),
    ...(Date.parse(dueAt) > 0 && { dueAt }),
  };
}

async function listingsOf(store: StoreReader, channel: string, connector: Connector): Promise<ListingStatus[]> {
  const found: ListingStatus[] = [];
  for (const listing of listings) {
    if (!connector[listing]) continue;
    const { cursor, head, unread } = await progressOf(store, channel, listing);
    const begun = cursor !== undefined || head !== undefined || unread.length > 0;
    found.push({ listing, begun, ...(cursor !== undefined && { checkpoint: cursor }), unread: unread.length });
  }
  return found;
}

async function outboxCount(store: StoreReader, state: OutboxEntry['state']): Promise<number> {
  return (await store.list('outbox', 'byState', { where: { state }, limit: countAtMost })).length;
}

async function requestCount(store: StoreReader, channel: string, state: 'waiting' | 'failed'): Promise<number> {
  return (await store.list('inbox', 'byChannel', { where: { channel, state }, limit: countAtMost })).length;
}
