import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { type AlertAddress, alertTarget } from '../../../../src/channels/listening/live/alert-target.js';
import type { Fetch } from '../../../../src/core/http/bounded-fetch.js';
import { outbox } from '../../../../src/core/outbox/outbox.js';
import { memory } from '../../../../src/core/store/memory.js';
import { afterwards, hearStorm, stormListener, toldOffline } from './storm-world.js';

const secret = `whsec_${Buffer.from('a secret of made-up bytes').toString('base64')}`;

/** Sends all alerts of a storm to an address. */
async function send(address: AlertAddress, fetch?: Fetch) {
  const store = memory();
  await hearStorm(store);
  const { context, clock } = stormListener(store, afterwards);
  const target = alertTarget(address, { clock, ...(fetch && { fetch }) });
  const report = await outbox({ store, context, targets: { 'alert:office': target } }).deliver();
  return { report, store };
}

/** A server that keeps what it was sent. */
function receiver(answer: () => Response) {
  const requests: { url: string; headers: Headers; body: string }[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push({ url: request.url, headers: request.headers, body: await request.text() });
    return answer();
  };
  return { requests, fetch };
}

it('sends alerts in their order, each once, signed', async () => {
  const { requests, fetch } = receiver(() => new Response(null, { status: 204 }));
  const { report } = await send({ webhook: 'https://app.example/alerts', secret }, fetch);
  const told = toldOffline();
  expect(report).toMatchObject({ done: told.length, failed: 0, unknown: 0, later: 0 });
  expect(requests.map(({ body }) => `brand/${JSON.parse(body).key}`)).toEqual(told);
  expect(new Set(requests.map(({ headers }) => headers.get('webhook-id'))).size).toBe(told.length);
  for (const { headers, body } of requests) {
    const signed = `${headers.get('webhook-id')}.${headers.get('webhook-timestamp')}.${body}`;
    const key = Buffer.from('a secret of made-up bytes');
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers.get('webhook-signature')).toBe(`v1,${signature}`);
  }
});

it('writes a line into a chat', async () => {
  const { requests, fetch } = receiver(() => new Response('ok'));
  await send({ chat: 'https://chat.example/hooks/T0/B0/made-up' }, fetch);
  const { text, content } = JSON.parse(requests[0]?.body ?? '{}');
  expect(text).toMatch(/^brand: storm opened, \w+, at 2026-11-11T.*posts where [\d.]+ are usual$/);
  expect(content).toBe(text);
});

it('sends a webhook again whose answer was lost, and leaves a chat to a person', async () => {
  const lost: Fetch = async () => {
    throw new TypeError('terminated');
  };
  expect((await send({ webhook: 'https://app.example/alerts', secret }, lost)).report).toMatchObject({ later: 1 });
  expect((await send({ chat: 'https://chat.example/hooks/x' }, lost)).report).toMatchObject({ unknown: 1 });
});

it.each([{ webhook: 'http://127.0.0.1/hidden-path', secret }, { chat: 'http://10.0.0.1/hidden-path' }])(
  'sends nothing inside, and does not tell the address: $chat$webhook',
  async (address) => {
    const { report } = await send(address);
    expect(report.done).toBe(0);
    expect(report.failed).toBeGreaterThan(0);
    expect(JSON.stringify(report)).toContain('not-permitted');
    expect(JSON.stringify(report)).not.toContain('hidden-path');
  },
);

it('says who refused, and no more', async () => {
  const { fetch } = receiver(() => new Response('no', { status: 404 }));
  const { report } = await send({ chat: 'https://chat.example/hooks/hidden-path' }, fetch);
  expect(report.failed).toBe(toldOffline().length);
  expect(report.problems[0]?.problem).toContain('alert:office was answered with 404');
  expect(JSON.stringify(report)).not.toContain('hidden-path');
});

it('needs a secret in the form of Standard Webhooks', () => {
  expect(() => alertTarget({ webhook: 'https://app.example', secret: 'short' })).toThrow(/whsec_/);
});
