import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { random } from '../../../../../bench/made-up.js';
import { everyPage } from '../../../../../src/core/store/every-page.js';
import { bundledChild } from '../../../../support/bundled-child.js';
import { runAndKill } from '../../../../support/killed-child.js';
import { openStore } from '../../../../support/open-store.js';
import { describePlaces } from '../../../../support/stores.js';
import { kills } from '../kill-often.js';
import { begin, streamOf, toldOffline } from './stream.js';

/** `KENNING_POSTS=20000` is the whole proof, at 50 times the speed of time; without it, a short stream goes by in a moment. */
const whole = process.env.KENNING_POSTS !== undefined;
const count = Number(process.env.KENNING_POSTS ?? 1200);
const speed = whole ? 50 : 1500;
const lagAllowedMs = 60_000;

const child = bundledChild(new URL('./child.ts', import.meta.url));
const posts = streamOf(count);
const told = toldOffline(posts);
const lengthMs = ((posts.at(-1)?.at ?? begin) - begin) / speed;

/** What was sent to the office: alerts by their ids, with the webhook ids that they came under. */
const received = new Map<string, { webhooks: Set<string>; at: number }>();
const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  const { id } = JSON.parse(body);
  const one = received.get(id) ?? { webhooks: new Set(), at: Date.now() };
  one.webhooks.add(String(request.headers['webhook-id']));
  received.set(id, one);
  response.writeHead(204).end();
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => server.close());
const hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

describePlaces('a stream replayed into', (newPlace) => {
  it(`finds each match once and tells each storm once, killed ${kills} times`, {
    timeout: lengthMs + 180_000,
  }, async () => {
    received.clear();
    const place = newPlace();
    const seed = Date.now() % 1_000_000;
    const next = random(seed);
    const startedAt = Date.now();
    const args = [place, String(count), String(speed), String(startedAt), hook];
    let killed = 0;
    const killAfter = () => (killed < kills ? (next() * 2 * lengthMs) / (kills + 1) : undefined);
    while ((await runAndKill(child, args, killAfter())) === 'killed') killed += 1;
    const tookMs = Date.now() - startedAt;
    const what = `seed ${seed}, killed ${killed} times`;

    const store = openStore(place);
    const rows = (await Array.fromAsync(everyPage(store, 'interactions', 'all', {}))).flat();
    const found: Record<string, string[]> = {};
    for (const { id, externalId } of rows) {
      const signals = await store.list('signals', 'byInteraction', { where: { interaction: id } });
      found[externalId] = signals.map(({ type, data: { value } }) => `${type} ${value}`).sort();
    }
    const expected = posts.map(({ number, brand, text, sentiment }) => [
      `square:${number}`,
      [
        'language en',
        'query all',
        ...(brand ? ['query brand'] : []),
        ...(!brand && text.endsWith('00') ? ['query hundredth'] : []),
        `sentiment ${sentiment}`,
      ].sort(),
    ]);
    expect(found, what).toEqual(Object.fromEntries(expected));
    const changes = (await Array.fromAsync(everyPage(store, 'changes', 'all', {}))).flat();
    const signalled = changes.flatMap(({ data }) => (data.type === 'signal' ? [data.interaction] : []));
    expect(signalled.length, what).toBe(count);
    expect(new Set(signalled).size, what).toBe(count);

    expect(
      changes.flatMap(({ data }) => (data.type === 'alert' ? [data.alert] : [])),
      what,
    ).toEqual(told);
    expect([...received.keys()].sort(), what).toEqual([...told].sort());
    for (const { webhooks } of received.values()) expect(webhooks.size, what).toBe(1);
    // How late each alert was, in the time of the stream.
    const lags = [];
    for (const { data, at } of changes) {
      if (data.type !== 'alert' || data.alert.endsWith('/over')) continue;
      const alert = (await store.get('alerts', { id: data.alert }))?.data;
      const sentAt = begin + ((received.get(data.alert)?.at ?? 0) - startedAt) * speed;
      lags.push({
        alert: data.alert,
        kept: Date.parse(at) - Date.parse(alert?.at ?? ''),
        sent: sentAt - Date.parse(alert?.at ?? ''),
      });
    }
    await store.close();
    expect(lags.length).toBeGreaterThan(0);
    if (!whole) return;
    console.info(`${count} posts in ${Math.round(tookMs / 1000)} s, ${what}:`, lags);
    for (const { alert, kept } of lags) expect(kept, `${what}, ${alert}`).toBeLessThan(lagAllowedMs);
  });
});
