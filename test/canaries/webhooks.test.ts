import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { receiveWebhook } from '../../src/channels/listening/webhook.js';
import { contextOf } from '../../src/core/context.js';
import { memory } from '../../src/core/store/memory.js';
import { signedWebhook } from '../../src/core/webhooks/signed-webhook.js';
import type { WebhookScheme } from '../../src/core/webhooks/webhook-scheme.js';
import * as webhooks from '../../src/webhooks.js';
import { Canaries } from './canaries.js';

const address = 'https://app.example/hooks/brand';
const now = 1_790_000_000_000;
const body = '{"said":"hello"}';

interface Sent {
  headers?: Record<string, string>;
  query?: string;
  body?: string;
}

/** How a request of each scheme is made with a secret. A new scheme is one line. */
const schemes: Record<string, { scheme: WebhookScheme; secret?: string; send: (secret: string) => Sent }> = {
  slack: {
    scheme: webhooks.slackSignature(),
    send: (secret) => ({
      headers: {
        'x-slack-request-timestamp': String(now / 1000),
        'x-slack-signature': `v0=${hex(secret, `v0:${now / 1000}:${body}`)}`,
      },
    }),
  },
  github: {
    scheme: webhooks.githubSignature(),
    send: (secret) => ({ headers: { 'x-hub-signature-256': `sha256=${hex(secret, body)}` } }),
  },
  discourse: {
    scheme: webhooks.discourseSignature(),
    send: (secret) => ({ headers: { 'x-discourse-event-signature': `sha256=${hex(secret, body)}` } }),
  },
  meta: {
    scheme: webhooks.metaSignature({ verifyTokens: ['made-up'] }),
    send: (secret) => ({ headers: { 'x-hub-signature-256': `sha256=${hex(secret, body)}` } }),
  },
  linkedin: {
    scheme: webhooks.linkedinSignature(),
    send: (secret) => ({ headers: { 'x-li-signature': hex(secret, `hmacsha256=${body}`) } }),
  },
  x: {
    scheme: webhooks.xSignature(),
    send: (secret) => ({ headers: { 'x-twitter-webhooks-signature': `sha256=${mac(secret, body, 'base64')}` } }),
  },
  zoom: {
    scheme: webhooks.zoomSignature(),
    send: (secret) => ({
      headers: {
        'x-zm-request-timestamp': String(now / 1000),
        'x-zm-signature': `v0=${hex(secret, `v0:${now / 1000}:${body}`)}`,
      },
    }),
  },
  tiktok: {
    scheme: webhooks.tiktokSignature(),
    send: (secret) => ({
      headers: { 'tiktok-signature': `t=${now / 1000},s=${hex(secret, `${now / 1000}.${body}`)}` },
    }),
  },
  twilio: {
    scheme: webhooks.twilioSignature(),
    send: (secret) => {
      const query = `bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
      return {
        query,
        headers: { 'x-twilio-signature': createHmac('sha1', secret).update(`${address}?${query}`).digest('base64') },
      };
    },
  },
  webSub: {
    scheme: webhooks.webSub({ topics: [] }),
    send: (secret) => ({ headers: { 'x-hub-signature': `sha256=${hex(secret, body)}` } }),
  },
  hubspot: {
    scheme: webhooks.hubspotSignature(),
    send: (secret) => ({
      headers: {
        'x-hubspot-request-timestamp': String(now),
        'x-hubspot-signature-v3': mac(secret, `POST${address}${body}${now}`, 'base64'),
      },
    }),
  },
  hubspotVersion1: {
    scheme: webhooks.hubspotVersion1Signature(),
    send: (secret) => ({
      headers: {
        'x-hubspot-signature': createHash('sha256')
          .update(secret + body)
          .digest('hex'),
      },
    }),
  },
  twenty: {
    scheme: webhooks.twentySignature(),
    send: (secret) => ({
      headers: {
        'x-twenty-webhook-timestamp': String(now),
        'x-twenty-webhook-signature': hex(secret, `${now}:${body}`),
      },
    }),
  },
  espocrm: {
    scheme: webhooks.espocrmSignature(),
    send: (secret) => ({ headers: { signature: btoa(`id:${hex(secret, body)}`) } }),
  },
  telegram: {
    scheme: webhooks.telegramSecret(),
    send: (secret) => ({ headers: { 'x-telegram-bot-api-secret-token': secret } }),
  },
  pipedrive: {
    scheme: webhooks.pipedriveSecret(),
    send: (secret) => ({ headers: { authorization: `Basic ${btoa(secret)}` } }),
  },
  zoho: {
    scheme: webhooks.zohoSecret(),
    send: (secret) => ({ body: JSON.stringify({ token: secret, deep: { said: `it is ${secret}` } }) }),
  },
  'a secret in the query': {
    scheme: webhooks.sharedSecret('Example', { query: 'k' }),
    send: (secret) => ({ query: `k=${encodeURIComponent(secret)}` }),
  },
  'a secret in any header': {
    scheme: webhooks.sharedSecret('Example', { header: 'x-example' }),
    send: (secret) => ({ headers: { 'x-example': secret, 'x-example-copy': `is ${secret}`, 'x-event': 'said' } }),
  },
};

function mac(secret: string, text: string, encoding: 'hex' | 'base64'): string {
  return createHmac('sha256', secret).update(text).digest(encoding);
}
function hex(secret: string, text: string): string {
  return mac(secret, text, 'hex');
}

function requestOf(sent: Sent): Request {
  const url = sent.query ? `${address}?${sent.query}` : address;
  return new Request(url, { method: 'POST', headers: sent.headers ?? {}, body: sent.body ?? body });
}

describe.each(Object.entries(schemes))('%s', (_name, { scheme, send }) => {
  async function received(request: Request, secrets: string[]) {
    const store = memory();
    const told: unknown[] = [];
    const clock = { now: () => now };
    const receive = signedWebhook({ scheme, secrets, clock });
    const connector = {
      contract: 1 as const,
      network: { id: 'made-up', name: 'Made up', controlledBy: 'company' as const },
      webhook: {
        receive: async (asked: Request) => {
          try {
            return await receive(asked);
          } catch (error) {
            told.push(error);
            throw error;
          }
        },
        read: () => ({ items: [], rejected: [] }),
      },
    };
    const onError = (error: unknown) => told.push(error);
    const answer = await receiveWebhook({
      store,
      context: contextOf(clock),
      connector,
      channel: 'brand',
      request,
      onError,
    });
    const rows = [];
    for (const state of ['waiting', 'known', 'failed'] as const)
      rows.push(...(await store.list('inbox', 'byState', { where: { state }, limit: 10 })));
    const shown = { status: answer.status, headers: [...answer.headers], text: await answer.text() };
    return { shown, told, rows };
  }

  it('keeps what was sent, and no secret', async () => {
    const canaries = new Canaries();
    const secret = canaries.plantOdd('secret');
    const { shown, told, rows } = await received(requestOf(send(secret)), [secret, canaries.plant('older secret')]);
    expect([shown.status < 300, told]).toEqual([true, []]);
    expect(rows.length).toBeGreaterThan(0);
    expect(canaries.leaksIn([shown, rows])).toEqual([]);
  });

  it('tells of no secret when it refuses', async () => {
    const canaries = new Canaries();
    const [ours, theirs] = [canaries.plantOdd('secret'), canaries.plantOdd('what was sent')];
    const secrets = [ours, canaries.plant('older secret')];
    const { headers = {}, ...rest } = send(theirs);
    const forged = [{ headers, ...rest }, {}, { ...rest, headers, body: `{"token":"${theirs}"` }];
    const early = send(ours);
    const stamped = Object.entries(early.headers ?? {}).find(([name]) => name.includes('timestamp'));
    if (stamped) forged.push({ headers: { ...early.headers, [stamped[0]]: '1' } });
    for (const sent of forged) {
      const { shown, told, rows } = await received(requestOf(sent), secrets);
      expect(shown.status).toBe(401);
      expect(told).toHaveLength(1);
      expect(canaries.leaksIn([shown, told, rows])).toEqual([]);
    }
    expect(() => signedWebhook({ scheme, secrets: [ours, ''] })).toThrow();
  });
});

it('Discord’s public key is no secret, and every other scheme is in the table', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  expect(sign(null, Buffer.from(body), privateKey)).toHaveLength(64);
  expect(publicKey.export({ format: 'der', type: 'spki' })).toHaveLength(44);
  const made = Object.keys(webhooks).filter((name) => /(Signature|Secret|webSub)$/.test(name));
  const general = ['headerSignature', 'pairedSignature', 'sharedSecret', 'discordSignature', 'metaRequestSignature'];
  const named = made.filter((name) => !general.includes(name)).map((name) => name.replace(/(Signature|Secret)$/, ''));
  expect(named.filter((name) => !(name in schemes))).toEqual([]);
});
