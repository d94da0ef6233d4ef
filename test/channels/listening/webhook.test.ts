import { expect, it } from 'vitest';
import { failedRequests, retryRequest, workOff } from '../../../src/channels/listening/inbox.js';
import { forgetDeliveries, receiveWebhook } from '../../../src/channels/listening/webhook.js';
import { KenningError } from '../../../src/core/errors.js';
import { openGaps } from '../../../src/core/ingest/gaps.js';
import type { Store } from '../../../src/core/store/store.js';
import { listener, minute, post } from './listener.js';
import { webhookConnector as connector, signed } from './signed-webhook.js';

function start() {
  let now = Date.UTC(2026, 5, 1);
  const here = listener(undefined, { now: () => now });
  const errors: KenningError[] = [];
  const receive = (request: Request, more: { maxBytes?: number; timeoutMs?: number; store?: Store } = {}) =>
    receiveWebhook({ ...here, connector, request, onError: (error) => errors.push(error), ...more });
  return {
    ...here,
    errors,
    receive,
    turn: (milliseconds: number) => {
      now += milliseconds;
    },
    send: async (body: unknown, delivery?: string) => receive(await signed(JSON.stringify(body), delivery)),
    work: (more = connector) => workOff({ ...here, connector: more }),
    waiting: () => here.store.count('inbox', 'byState', { state: 'waiting' }),
  };
}

it('keeps a request before it acknowledges it, and takes it in later', async () => {
  const { send, work, waiting, store, kept } = start();
  const answer = await send([post('p1', 1)]);
  expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
  const [row] = await store.list('inbox', 'byState', { where: { state: 'waiting' } });
  expect(row).toMatchObject({ channel: 'brand', data: { method: 'POST', url: 'https://app.example/webhooks/brand' } });
  expect(JSON.stringify(row)).not.toContain('hidden');
  expect(await work()).toEqual({ read: 1, failed: 0, complete: true });
  expect(await kept()).toEqual(['p1']);
  expect(await waiting()).toBe(0);
});

it('takes a delivery that comes twice once, also after it was taken in, until it is too old', async () => {
  const { send, work, waiting, store, context, turn } = start();
  for (let time = 0; time < 2; time++) expect((await send([post('p1', 1)], 'delivery 1')).status).toBe(200);
  expect(await waiting()).toBe(1);
  await work();
  turn(24 * 60 * minute);
  expect((await send([post('p1', 1)], 'delivery 1')).status).toBe(200);
  expect(await waiting()).toBe(0);
  await forgetDeliveries({ store, context });
  expect(await store.count('inbox', 'byState', { state: 'known' })).toBe(1);
  turn(3 * 24 * 60 * minute);
  await forgetDeliveries({ store, context });
  expect(await store.count('inbox', 'byState', { state: 'known' })).toBe(0);
});

it('has one effect of a request without an id that comes twice', async () => {
  const { send, work, store } = start();
  for (let time = 0; time < 3; time++) {
    await send([post('p1', 1)]);
    await work();
  }
  expect(await store.count('interactions', 'all', {})).toBe(1);
  expect(await store.count('changes', 'all', {})).toBe(2);
});

it('answers handshakes and refuses what the network did not send', async () => {
  const { receive, waiting, errors } = start();
  const handshake = await receive(new Request('https://app.example/webhooks/brand?challenge=42'));
  expect(await handshake.text()).toBe('42');
  const genuine = await signed('[]');
  const forged = new Request(genuine.url, { method: 'POST', headers: genuine.headers, body: '[1]' });
  expect((await receive(forged)).status).toBe(401);
  expect((await receive(new Request(genuine.url, { method: 'POST', body: '[]' }))).status).toBe(401);
  expect(await waiting()).toBe(0);
  expect(errors).toEqual([]);
});

it('reads no more of a body than allowed, whatever its length is said to be', async () => {
  const { receive, waiting } = start();
  let sent = 0;
  const endless = () =>
    new ReadableStream({
      pull(controller) {
        sent += 1000;
        controller.enqueue(new Uint8Array(1000));
      },
    });
  const request = (headers = {}) =>
    new Request('https://app.example/', { method: 'POST', headers, body: endless(), duplex: 'half' } as RequestInit);
  expect((await receive(request(), { maxBytes: 10_000 })).status).toBe(413);
  expect((await receive(request({ 'content-length': '5' }), { maxBytes: 10_000 })).status).toBe(413);
  expect((await receive(request({ 'content-length': '20000' }), { maxBytes: 10_000 })).status).toBe(413);
  expect(sent).toBeLessThan(40_000);
  expect(await waiting()).toBe(0);
});

it('does not wait for ever for a body', async () => {
  const { receive } = start();
  const silent = new ReadableStream({ pull: () => new Promise(() => {}) });
  const request = new Request('https://app.example/', { method: 'POST', body: silent, duplex: 'half' } as RequestInit);
  expect((await receive(request, { timeoutMs: 50 })).status).toBe(408);
});

it('asks the network to deliver again when it can not keep a request', async () => {
  const { receive, store, errors } = start();
  const full: Store = {
    ...store,
    transaction: async () => {
      throw new KenningError('storage-full', 'The disk is full.');
    },
  };
  const answer = await receive(await signed('[]'), { store: full });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
  expect(errors).toMatchObject([{ code: 'storage-full' }]);
});

it('sets aside what it can not read, keeps no other waiting, and tries again by hand', async () => {
  const { send, receive, work, store, kept } = start();
  await send([post('p1', 1)]);
  await receive(await signed('this is no JSON of Ann'));
  await send('no list');
  await send([post('p2', 2), { type: 'nonsense' }]);
  expect(await work()).toEqual({ read: 2, failed: 2, complete: true });
  expect(await kept()).toEqual(['p1', 'p2']);
  expect(await store.count('rejected', 'all', {})).toBe(1);
  const [first, second] = await failedRequests(store);
  expect(first).toMatchObject({ channel: 'brand', body: 'this is no JSON of Ann' });
  expect(first?.reason).toBe('SyntaxError');
  expect(second?.reason).toBe('invalid: What was read is no page.');
  expect(await work()).toEqual({ read: 0, failed: 0, complete: true });

  expect(await retryRequest(store, first?.id ?? '')).toBe(true);
  expect(await retryRequest(store, 'unknown')).toBe(false);
  const mended = {
    ...connector,
    webhook: { ...connector.webhook, read: () => ({ items: [post('p3', 3)], rejected: [] }) },
  };
  expect(await work(mended as never)).toEqual({ read: 1, failed: 0, complete: true });
  expect(await kept()).toEqual(['p1', 'p2', 'p3']);
  expect(await failedRequests(store)).toHaveLength(1);
});

it('leaves requests where they are while the store fails', async () => {
  const { send, waiting, store, channel } = start();
  await send([post('p1', 1)]);
  const busy = async () => {
    throw new KenningError('storage-busy', 'Another process writes.');
  };
  const ingest = { page: busy, records: busy };
  await expect(workOff({ store, channel, connector, ingest })).rejects.toThrow('Another process');
  expect(await waiting()).toBe(1);
});

it('works off only what is of its channel, and stops when it is asked to', async () => {
  const { send, store, ingest, waiting } = start();
  for (const number of [1, 2, 3]) await send([post(`p${number}`, number)]);
  const options = { store, ingest, connector };
  expect(await workOff({ ...options, channel: 'other' })).toEqual({ read: 0, failed: 0, complete: true });
  let asked = 0;
  const report = await workOff({ ...options, channel: 'brand', goOn: () => ++asked < 3 });
  expect(report).toEqual({ read: 2, failed: 0, complete: false });
  expect(await waiting()).toBe(1);
});

it('keeps a gap that a webhook tells of for the next poll', async () => {
  const { send, work, store } = start();
  await send([{ type: 'gap', from: '2026-01-01T00:00:00.000Z' }]);
  await work();
  expect(await openGaps(store, 'brand')).toMatchObject([{ from: '2026-01-01T00:00:00.000Z' }]);
  expect(await openGaps(store, 'bran')).toEqual([]);
});
