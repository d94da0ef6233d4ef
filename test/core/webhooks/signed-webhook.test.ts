import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encoded } from '../../../src/core/bytes.js';
import { headerSignature, pairedSignature } from '../../../src/core/webhooks/header-signature.js';
import { sharedSecret } from '../../../src/core/webhooks/shared-secret.js';
import { signedWebhook } from '../../../src/core/webhooks/signed-webhook.js';
import { webSub } from '../../../src/core/webhooks/web-sub.js';
import { address, asked, receiver, sent } from './delivery.js';

const harbor = headerSignature({ system: 'Harbor', header: 'x-harbor', prefix: 'sha256=' });
const hex = (secret: string, body: string | Uint8Array, method = 'sha256') =>
  createHmac(method, secret).update(body).digest('hex');

describe('a signed webhook', () => {
  it('takes whatever was signed, and nothing else', async () => {
    const text = fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed());
    const secret = fc.string({ minLength: 1 }).filter((one) => one.isWellFormed());
    await fc.assert(
      fc.asyncProperty(text, secret, fc.nat(), async (body, key, place) => {
        const receive = receiver(harbor, key);
        const signature = hex(key, body);
        expect(await receive(sent(body, { 'x-harbor': `sha256=${signature}` }))).toMatchObject({ body });
        const at = place % signature.length;
        const forged = `${signature.slice(0, at)}${signature[at] === 'a' ? 'b' : 'a'}${signature.slice(at + 1)}`;
        await expect(receive(sent(body, { 'x-harbor': `sha256=${forged}` }))).rejects.toMatchObject({ code: 'auth' });
      }),
    );
  });

  it('reads signatures in each way to write bytes', async () => {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const receive = receiver(headerSignature({ system: 'Harbor', header: 'x-harbor', encoding }), 'made-up');
      for (let n = 0; n < 20; n++) {
        const body = `{"n":${n}}`;
        const signature = createHmac('sha256', 'made-up').update(body).digest(encoding);
        expect(await receive(sent(body, { 'x-harbor': signature }))).toMatchObject({ body });
        expect(encoded(createHmac('sha256', 'made-up').update(body).digest(), encoding)).toBe(signature);
      }
    }
  });

  it('says what a delivery is by its signature', async () => {
    const receive = receiver(harbor, 'made-up');
    const one = () => sent('{}', { 'x-harbor': `sha256=${hex('made-up', '{}')}` });
    const [first, again] = [await receive(one()), await receive(one())];
    expect(first).toHaveProperty('delivery');
    expect('delivery' in first && first.delivery).toBe('delivery' in again && again.delivery);
  });

  it('asks for the secrets of each request', async () => {
    const receive = signedWebhook({
      scheme: harbor,
      secrets: async ({ url }) => [`secret of ${new URL(url).searchParams.get('tenant')}`],
    });
    const from = (tenant: string, key: string) =>
      receive(sent('{}', { 'x-harbor': `sha256=${hex(key, '{}')}` }, `${address}?tenant=${tenant}`));
    expect(await from('one', 'secret of one')).toMatchObject({ body: '{}' });
    await expect(from('one', 'secret of two')).rejects.toMatchObject({ code: 'auth' });
  });

  it('wants a secret, and text', async () => {
    for (const secrets of [[], [''], ['good', '']])
      expect(() => receiver(harbor, secrets)).toThrow(expect.objectContaining({ code: 'invalid' }));
    const broken = new Uint8Array([0xff, 0xfe, 0x80]);
    const request = sent(broken, { 'x-harbor': `sha256=${hex('made-up', broken)}` });
    await expect(receiver(harbor, 'made-up')(request)).rejects.toMatchObject({ code: 'invalid' });
    const read = sent('{}');
    await read.text();
    await expect(receiver(harbor, 'made-up')(read)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('refuses signatures that are none, however they look', async () => {
    const receive = receiver(harbor, 'made-up');
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\x21-\x7e]{0,200}$/), async (value) => {
        await expect(receive(sent('{}', { 'x-harbor': value }))).rejects.toMatchObject({ code: 'auth' });
        await expect(receive(sent('{}', { 'x-harbor': `sha256=${value}` }))).rejects.toMatchObject({ code: 'auth' });
      }),
    );
  });

  it('never tells a secret or a body', async () => {
    const request = sent('a canary in the body', { 'x-harbor': `sha256=${hex('other', '{}')}` });
    const error = (await receiver(harbor, 'canary-secret')(request).catch((thrown: unknown) => thrown)) as Error;
    expect(`${error.message} ${error.stack}`).not.toContain('canary');
  });
});

describe('pairs of signatures', () => {
  const scheme = pairedSignature({ system: 'Harbor', header: 'harbor-signature', signature: 'v1' });
  const receive = receiver(scheme, 'made-up', 1_700_000_000_000);

  it('hold several while secrets change, and one is enough', async () => {
    const good = hex('made-up', '1700000000.{}');
    const header = `t=1700000000, v1=${'00'.repeat(32)}, v0=abc, v1=${good}`;
    expect(await receive(sent('{}', { 'harbor-signature': header }))).toMatchObject({ body: '{}' });
    for (const wrong of [`t=1700000001,v1=${good}`, `v1=${good}`, `t=1700000000,v0=${good}`, 't=x', ','])
      await expect(receive(sent('{}', { 'harbor-signature': wrong }))).rejects.toMatchObject({ code: 'auth' });
  });

  it('beyond ten are not looked at', async () => {
    const header = `t=1700000000${',v1=00'.repeat(10)},v1=${hex('made-up', '1700000000.{}')}`;
    await expect(receive(sent('{}', { 'harbor-signature': header }))).rejects.toMatchObject({ code: 'auth' });
  });
});

describe('a secret that is sent along', () => {
  const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}` });
  it.each([
    [
      'in a header',
      { header: 'x-token' } as const,
      sent('{}', { 'x-token': 'made-up' }),
      sent('{}', { 'x-token': 'no' }),
    ],
    ['in the query', { query: 'code' } as const, sent('{}', {}, `${address}?code=made-up`), sent('{}')],
    ['in the body', { field: 'token' } as const, sent('{"token":"made-up"}'), sent('{"token":["made-up"]}')],
    ['as user and password', 'basic' as const, sent('{}', basic('made-up')), sent('{}', basic('made-uq'))],
  ])('%s', async (_name, where, right, wrong) => {
    const receive = receiver(sharedSecret('Harbor', where), 'made-up');
    expect(await receive(right)).toHaveProperty('body');
    await expect(receive(wrong)).rejects.toMatchObject({ code: 'auth' });
  });
});

describe('WebSub', () => {
  const topic = 'https://www.youtube.com/xml/feeds/videos.xml?channel_id=made-up';
  const receive = receiver(webSub({ topics: [topic] }), 'made-up');
  const ask = async (mode: string, of: string) => {
    const query = new URLSearchParams({ 'hub.mode': mode, 'hub.topic': of, 'hub.challenge': 'abc' });
    const received = await receive(asked(query.toString()));
    return 'answer' in received ? [received.answer.status, await received.answer.text()] : undefined;
  };

  it('answers hubs about what we asked for', async () => {
    expect(await ask('subscribe', topic)).toEqual([200, 'abc']);
    expect(await ask('unsubscribe', topic)).toEqual([200, 'abc']);
    expect(await ask('subscribe', 'https://other.example/')).toEqual([404, '']);
    expect(await ask('denied', topic)).toEqual([404, '']);
  });

  it('takes each method that it allows', async () => {
    for (const method of ['sha1', 'sha256', 'sha384', 'sha512']) {
      const signature = `${method}=${hex('made-up', '<feed/>', method)}`;
      expect(await receive(sent('<feed/>', { 'x-hub-signature': signature }))).toMatchObject({ body: '<feed/>' });
    }
    for (const signature of [`md5=${hex('made-up', '<feed/>', 'md5')}`, 'constructor=00', 'sha256='])
      await expect(receive(sent('<feed/>', { 'x-hub-signature': signature }))).rejects.toMatchObject({ code: 'auth' });
  });
});
