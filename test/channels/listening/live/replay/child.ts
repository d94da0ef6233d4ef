// Listens to a stream that goes faster than time, in a process of its own, and is killed: see replay.test.ts.
import { alertOffice } from '../../../../../src/channels/listening/live/alert-office.js';
import { liveListening } from '../../../../../src/channels/listening/live/live-listening.js';
import { signalFinder } from '../../../../../src/channels/listening/live/signal-finder.js';
import { termsBook } from '../../../../../src/core/privacy/terms-book.js';
import { openStore } from '../../../../support/open-store.js';
import { listener } from '../../listener.js';
import { network, said } from '../spoken.js';
import { begin, isBrand, moodOf, options, stateBefore, streamOf } from './stream.js';

const [place = '', count = '', speed = '', startedAt = '', hook = ''] = process.argv.slice(2);
const store = openStore(place);
const posts = streamOf(Number(count));
const overlap = 50;
const mostAtOnce = 200;

/** The time of the stream. At its end it goes on until all is calm. */
let isCalm = false;
const streamed = () => begin + (Date.now() - Number(startedAt)) * Number(speed);
const clock = { now: () => streamed() + (isCalm ? 86_400_000 : 0) };
const { ingest, context } = listener(store, clock);
const terms = termsBook([network]);
const finder = signalFinder({
  queries: { brand: 'acme', hundredth: 'ride AND *00', all: 'acme OR ride' },
  analyzers: [{ id: 'moods', version: '1', analyze: (text) => ({ language: 'en', sentiment: moodOf(text) }) }],
  context,
  onError(error) {
    throw error;
  },
});
const secret = `whsec_${Buffer.from('a secret of made-up bytes').toString('base64')}`;
const office = alertOffice({
  store,
  context,
  terms,
  series: { brand: options },
  targets: { office: { webhook: hook, secret, fetch } },
});
const live = liveListening({ store, context, terms, finder, alerts: office.desk, onChanges: async () => {} });

if (!(await store.get('settings', { name: 'storms brand' }))) {
  const { traffic, ...state } = stateBefore();
  const at = new Date(begin).toISOString();
  await store.transaction(async (transaction) => {
    await transaction.put('settings', { name: 'storms brand', data: { state, saidAt: at, heardAt: at } });
    await transaction.put('settings', { name: 'traffic 300000', data: traffic });
  });
}
process.stdout.write('begun\n');

// The network tells some of what it told before.
let told = Math.max(0, (await store.count('interactions', 'all', {})) - overlap);
while (told < posts.length) {
  const due = posts.slice(told, told + mostAtOnce).filter(({ at }) => at <= streamed());
  if (due.length > 0) {
    const items = due.map(({ number, text, by, at }) => said(number, { text, by, minute: (at - begin) / 60_000 }));
    await ingest.page({ page: { items, rejected: [] }, channel: 'brand' });
    told += due.length;
  } else await new Promise((resolve) => setTimeout(resolve, 10));
  await live.catchUp();
  await office.deliver();
}
isCalm = true;
await live.catchUp();
await live.advance();
while ((await office.deliver({ limit: 1000 })).later > 0) await new Promise((resolve) => setTimeout(resolve, 100));
await store.close();
process.stdout.write('done\n');
// Kept for the bundle: what the stream calls the brand is what the saved search finds.
if (posts.some(({ text, brand }) => isBrand(text) !== brand)) throw new Error('The stream is not what it says.');
