import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Connector } from '../../../../src/channels/connector.js';
import type { AlertAddress } from '../../../../src/channels/listening/live/alert-address.js';
import { alertTarget } from '../../../../src/channels/listening/live/alert-target.js';
import type { Fetch } from '../../../../src/core/http/bounded-fetch.js';
import type { Network } from '../../../../src/core/model/network.js';
import type { Term } from '../../../../src/core/model/terms.js';
import { outbox } from '../../../../src/core/outbox/outbox.js';
import { termsBook } from '../../../../src/core/privacy/terms-book.js';
import { memory } from '../../../../src/core/store/memory.js';
import { network } from './spoken.js';
import { afterwards, hearStorm, stormListener, toldOffline } from './storm-world.js';

const secret = `whsec_${Buffer.from('a secret of made-up bytes').toString('base64')}`;
/** A network whose terms let posts be passed on. */
const opened = (more: Partial<Term>): Network => ({
  ...network,
  terms: {
    source: 'made up',
    checkedOn: '2026-11-24',
    rules: [{ name: 'all', allow: ['keep', 'analyze', 'derive', 'pass-on'], ...more }],
  },
});
const open = opened({});
const named = opened({ attribute: true });
/** Sends all alerts of a storm to an address. */
async function send(address: AlertAddress, terms: Network = network, channels: Record<string, Connector> = {}) {
  const store = memory();
  await hearStorm(store);
  const { context } = stormListener(store, afterwards);
  const target = alertTarget(address, { store, context, terms: termsBook([terms]), channels });
  const report = await outbox({ store, context, targets: { 'alert:office': target } }).deliver();
  return { report, store };
}

/** A server that keeps what it was sent. */
function receiver(answer: () => Response = () => new Response('ok')) {
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
  const { report } = await send({ webhook: 'https://app.example/alerts', secret, fetch });
  const told = toldOffline();
  expect(report).toMatchObject({ done: told.length, failed: 0, unknown: 0, later: 0 });
  expect(requests.map(({ body }) => JSON.parse(body).id)).toEqual(told);
  expect(new Set(requests.map(({ headers }) => headers.get('webhook-id'))).size).toBe(told.length);
  for (const { headers, body } of requests) {
    const signed = `${headers.get('webhook-id')}.${headers.get('webhook-timestamp')}.${body}`;
    const key = Buffer.from('a secret of made-up bytes');
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers.get('webhook-signature')).toBe(`v1,${signature}`);
  }
});

it.each([
  { may: 'nothing where the terms do not let it', terms: network, quotes: 0, by: undefined },
  { may: 'words', terms: open, quotes: 3, by: undefined },
  { may: 'words and a name where the terms ask for it', terms: named, quotes: 3, by: expect.stringMatching(/^person/) },
])('quotes $may', async ({ terms, quotes, by }) => {
  const { requests, fetch } = receiver();
  await send({ webhook: 'https://app.example/alerts', secret, fetch }, terms);
  const first = JSON.parse(requests[0]?.body ?? '{}');
  expect(first.quotes).toHaveLength(quotes);
  expect(first.causes.posts.length).toBeGreaterThanOrEqual(3);
  if (quotes > 0) {
    expect(first.quotes[0].text).toMatch(/^acme brake failed on hill/);
    expect(first.quotes[0].by).toEqual(by);
  } else expect(requests[0]?.body).not.toContain('failed on hill');
});

it.each(['slack', 'discord', 'teams'] as const)('writes into a chat of the form of %s', async (form) => {
  const { requests, fetch } = receiver();
  await send({ chat: 'https://chat.example/hooks/T0/B0/made-up', form, fetch }, open);
  const body = JSON.parse(requests[0]?.body ?? '{}');
  const words = JSON.stringify(body);
  expect(words).toMatch(/brand: a storm has begun, \w+/);
  expect(words).toMatch(/posts in \d+ (min|h) where [\d.]+ are usual/);
  expect(words).toContain('acme brake failed on hill');
  if (form === 'slack') expect(Object.keys(body)).toEqual(['text']);
  if (form === 'discord') expect(body).toMatchObject({ content: expect.any(String), allowed_mentions: { parse: [] } });
  if (form === 'teams') expect(body.attachments[0].content.type).toBe('AdaptiveCard');
});

it('sends a mail through a channel that sends messages', async () => {
  const sent: unknown[] = [];
  const mailbox: Connector = {
    contract: 1,
    network: { ...network, id: 'post' },
    message: {
      repeat: 'keyed',
      async send(write) {
        sent.push(write);
        return { ref: { network: 'post', realm: '', externalId: '1' }, at: '2026-11-12T00:00:00.000Z' };
      },
    },
  };
  const told = toldOffline();
  const { report } = await send({ channel: 'support', to: 'call@harbor.example' }, network, { support: mailbox });
  expect(report.done).toBe(told.length);
  expect(sent[0]).toMatchObject({
    key: `alert:office ${told[0]}`,
    by: 'machine',
    draft: {
      to: { source: 'post', externalId: 'call@harbor.example' },
      subject: expect.stringMatching(/^brand: a storm has begun/),
      text: expect.stringContaining('words: '),
    },
  });
  await expect(send({ channel: 'other', to: 'x' })).rejects.toThrow(/"other"/);
});

it('sends a webhook again whose answer was lost, and leaves a chat to a person', async () => {
  const fetch: Fetch = async () => {
    throw new TypeError('terminated');
  };
  expect((await send({ webhook: 'https://app.example/alerts', secret, fetch })).report).toMatchObject({ later: 1 });
  expect((await send({ chat: 'https://chat.example/hooks/x', fetch })).report).toMatchObject({ unknown: 1 });
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
  const { report } = await send({ chat: 'https://chat.example/hooks/hidden-path', fetch });
  expect(report.failed).toBe(toldOffline().length);
  expect(report.problems[0]?.problem).toContain('alert:office was answered with 404');
  expect(JSON.stringify(report)).not.toContain('hidden-path');
});
