import { afterEach, expect, it } from 'vitest';
import { mastodon } from '../../src/channels/connectors/mastodon/index.js';
import { kenning } from '../../src/index.js';
import type { Kenning } from '../../src/kenning-contract.js';
import {
  account,
  FakeMastodon,
  mentionOfUs,
  notification,
  status,
} from '../channels/connectors/mastodon/fake-mastodon.js';
import { openStore } from '../support/open-store.js';
import { describePlaces } from '../support/stores.js';
import { expectMet, expectOnce } from './arrived.js';
import { type FaultProxy, faultProxy } from './fault-proxy.js';
import { amount, seed } from './random.js';

let fake: FakeMastodon | undefined;
let proxy: FaultProxy | undefined;
afterEach(async () => {
  await proxy?.close();
  await fake?.close();
});

const pageSize = 40;
const first = Date.parse('2026-01-01T00:00:00.000Z');

/** What was said to us as the number `index`, a minute after the one before. */
function mention(index: number) {
  const id = String(1_000_000 + index);
  const created_at = new Date(first + index * 60_000).toISOString();
  const author = account(String(100 + (index % 300)), { acct: `user${index % 300}`, username: `user${index % 300}` });
  const said = status(id, { created_at, account: author, mentions: [mentionOfUs], content: `<p>words ${index}</p>` });
  return notification(id, 'mention', { created_at, account: author, status: said });
}

/** A Mastodon that lists mentions, the newest first, and knows how many there are by now. */
async function serverOf(all: ReturnType<typeof mention>[], known: () => number): Promise<FakeMastodon> {
  return FakeMastodon.open({
    'GET /api/v1/accounts/1/statuses': () => ({ body: [] }),
    'GET /api/v1/notifications': ({ query, headers }) => {
      const below = query.get('max_id');
      const end = below ? Number(below) - 1_000_000 : known();
      const start = Math.max(0, end - pageSize);
      const body = all.slice(start, end).reverse();
      const next = `<http://${headers.host}/api/v1/notifications?max_id=${1_000_000 + start}>; rel="next"`;
      return { body, ...(body.length > 0 && { headers: { link: next } }) };
    },
  });
}

/** Syncs until nothing fails, waiting for what is asked for by turning the clock. */
async function drain(app: Kenning, clock: { turn(ms: number): void }, enough: () => boolean): Promise<number> {
  for (let rounds = 1; rounds < 5000; rounds++) {
    const { failed } = await app.sync();
    for (const { error } of failed) expect(error).toMatchObject({ retryable: true });
    if (failed.length === 0 && enough()) return rounds;
    clock.turn(Math.max(1000, ...failed.map(({ error }) => error.retryAfterMs ?? 0)));
  }
  throw new Error('It did not end.');
}

describePlaces(`polls through a broken network (seed ${seed}) into`, (newPlace) => {
  it(`${amount} mentions that two channels read at the same time arrive once`, async () => {
    const all = Array.from({ length: amount }, (_, index) => mention(index));
    let known = Math.ceil(amount * 0.7);
    fake = await serverOf(all, () => known);
    proxy = await faultProxy({ to: `http://${fake.realm}`, seed });
    const { url } = proxy;
    let now = Date.parse('2026-11-24T10:00:00.000Z');
    const clock = {
      now: () => now,
      turn(ms: number) {
        now += ms;
        // Meanwhile people go on to speak.
        known = Math.min(amount, known + Math.ceil(amount / 50));
      },
    };
    const store = openStore(newPlace());
    const apps = ['brand', 'support'].map((channel) =>
      kenning({
        store,
        channels: { [channel]: mastodon({ instance: url, accessToken: 'made-up', timeoutMs: 5000, clock }) },
        clock,
      }),
    );
    try {
      await Promise.all(apps.map((app) => drain(app, clock, () => known === amount)));
      await expectOnce(
        store,
        all.map(({ id }) => id),
      );
    } finally {
      await store.close();
    }
    expectMet(proxy, ['lost request', 'lost answer', 'half an answer', 'late', 'twice', 'storm', 'overtaken']);
  }, 600_000);
});
