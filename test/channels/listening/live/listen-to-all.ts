import { liveListening } from '../../../../src/channels/listening/live/live-listening.js';
import { signalFinder } from '../../../../src/channels/listening/live/signal-finder.js';
import { queryMatcher } from '../../../../src/channels/listening/query/match/query-matcher.js';
import { termsBook } from '../../../../src/core/privacy/terms-book.js';
import type { Store } from '../../../../src/core/store/store.js';
import { listener } from '../listener.js';
import { network, said } from './spoken.js';

export const posts = 600;
const pageSize = 50;
const queries = { late: 'acme late', brakes: 'acme NEAR/3 brake*', all: 'acme' };

const textOf = (number: number) =>
  `acme ride ${number}${number % 3 ? '' : ' is late'}${number % 7 ? '' : ' the brakes squeal'}`;

/** What is found in each post by the matcher alone. */
export function foundOffline(): Record<string, string[]> {
  const matcher = queryMatcher();
  for (const [name, query] of Object.entries(queries)) matcher.add(name, query);
  const numbers = Array.from({ length: posts }, (_, number) => number);
  return Object.fromEntries(
    numbers.map((number) => [`square:${number}`, matcher.match({ text: textOf(number) }).sort()]),
  );
}

/** Takes everything in from the beginning, as a network tells it again after a crash, and listens beside it. */
export async function listenToAll(store: Store): Promise<void> {
  const { ingest, context } = listener(store, { now: () => Date.now() });
  const terms = termsBook([network]);
  const finder = signalFinder({
    queries,
    context,
    onError(error) {
      throw error;
    },
  });
  const live = liveListening({ store, context, terms, finder, onChanges: async () => {} });
  for (let first = 0; first < posts; first += pageSize) {
    const items = Array.from({ length: pageSize }, (_, at) =>
      said(first + at, { text: textOf(first + at), by: `person ${at}` }),
    );
    const taken = ingest.page({ page: { items, rejected: [] }, channel: 'brand' });
    await Promise.all([taken, live.catchUp()]);
  }
  await live.catchUp();
}
