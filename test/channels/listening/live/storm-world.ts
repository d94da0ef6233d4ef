import type { Analyzer } from '../../../../src/channels/listening/analysis/analyzer.js';
import { alertDesk } from '../../../../src/channels/listening/live/alert-desk.js';
import { liveListening } from '../../../../src/channels/listening/live/live-listening.js';
import { signalFinder } from '../../../../src/channels/listening/live/signal-finder.js';
import { stormWatch } from '../../../../src/channels/listening/live/storm-watch.js';
import type { HeardPost } from '../../../../src/channels/listening/storms/heard-post.js';
import { stormDetector } from '../../../../src/channels/listening/storms/storm-detector.js';
import type { RecordId } from '../../../../src/core/model/id.js';
import { termsBook } from '../../../../src/core/privacy/terms-book.js';
import type { Store } from '../../../../src/core/store/store.js';
import { listener } from '../listener.js';
import { network, said } from './spoken.js';

const day = 24 * 60;

interface Post {
  minute: number;
  text: string;
  by: string;
  negative: boolean;
}

/** Ten quiet days of a post an hour, and two hours in which the brakes fail. The minutes are those since the first. */
export const stormPosts: readonly Post[] = [
  ...Array.from({ length: 240 }, (_, hour) => ({ minute: hour * 60, text: `acme ride ${hour}`, negative: false })),
  ...Array.from({ length: 90 }, (_, at) => ({
    minute: 10 * day + at,
    text: `acme brake failed on hill ${at}`,
    negative: true,
  })),
].map((post, number) => ({ ...post, by: `person ${number % 40}` }));

export const moods: Analyzer = {
  id: 'moods',
  version: '1',
  analyze: (text) => ({ language: 'en', sentiment: text.includes('failed') ? 'negative' : 'neutral' }),
};

const begin = Date.UTC(2026, 10, 1);
/** When everything is read: weeks later. */
const reading = begin + 40 * day * 60_000;
/** How long nothing comes behind the last post: by then the storm is over. */
const calmMs = 30 * 3_600_000;
export const afterwards = reading + calmMs;
const at = (minute: number) => new Date(begin + minute * 60_000).toISOString();

/** What the detector alone tells of these posts. */
export function toldOffline(): string[] {
  const detector = stormDetector();
  const alerts = stormPosts.flatMap(({ minute, text, by, negative }, number) => {
    const post: HeardPost = {
      id: `post ${number}` as HeardPost['id'],
      ref: { network: 'square', realm: '', externalId: `square:${number}` },
      at: at(minute),
      text,
      author: by as RecordId,
      of: [],
      sentiment: negative ? 'negative' : 'neutral',
      reactions: 0,
    };
    return detector.observe(post).alerts;
  });
  const last = stormPosts.at(-1)?.minute ?? 0;
  return [...alerts, ...detector.advance(new Date(begin + last * 60_000 + calmMs).toISOString())].map(
    ({ key }) => `brand/${key}`,
  );
}

/** Listens to a store, and watches the saved search `brand`. */
export function stormListener(store: Store, now = reading) {
  const here = listener(store, { now: () => now });
  const { context } = here;
  const finder = signalFinder({
    queries: { brand: 'acme', other: 'nobody' },
    analyzers: [moods],
    context,
    onError(error) {
      throw error;
    },
  });
  const watch = stormWatch({ brand: {}, other: {} }, context);
  const alerts = alertDesk({ store, context, watch, targets: ['office', 'chat'] });
  const live = liveListening({
    store,
    context,
    terms: termsBook([network]),
    finder,
    alerts,
    onChanges: async () => {},
  });
  return { ...here, live };
}

/** Takes the posts in from the beginning, as a network tells them again after a crash, and listens after each page. */
export async function hearStorm(store: Store): Promise<void> {
  const { ingest, live } = stormListener(store);
  const pageSize = 30;
  for (let first = 0; first < stormPosts.length; first += pageSize) {
    const items = stormPosts
      .slice(first, first + pageSize)
      .map(({ text, by, minute }, index) => said(first + index, { text, by, minute }));
    await ingest.page({ page: { items, rejected: [] }, channel: 'brand' });
    await live.catchUp();
    await live.advance();
  }
  await stormListener(store, afterwards).live.advance();
}
