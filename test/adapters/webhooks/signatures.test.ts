import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hubspotSignature, hubspotVersion1Signature } from '../../../src/adapters/webhooks/hubspot-signature.js';
import {
  espocrmSignature,
  pipedriveSecret,
  twentySignature,
  zohoSecret,
} from '../../../src/adapters/webhooks/plain-signatures.js';
import { receiver, sent } from '../../core/webhooks/delivery.js';

const body = '[{"objectId":123}]';
const hmac = (text: string) => createHmac('sha256', 'made-up').update(text);

describe('HubSpot', () => {
  it('signs method, address, body and time', async () => {
    const told = 'https://app.example/hook?to=a%3Ab%2Fc&x=%25';
    const signature = hmac(`POSThttps://app.example/hook?to=a:b/c&x=%25${body}1700000000000`).digest('base64');
    const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': '1700000000000' };
    const receive = receiver(hubspotSignature(), 'made-up', 1_700_000_299_000);
    expect(await receive(sent(body, headers, told))).toMatchObject({ body });
    await expect(receive(sent(body, headers, `${told}1`))).rejects.toMatchObject({ code: 'auth' });
    const late = receiver(hubspotSignature(), 'made-up', 1_700_000_301_000);
    await expect(late(sent(body, headers, told))).rejects.toMatchObject({ code: 'auth' });
  });

  it('signs as it does in its example of version 1', async () => {
    const example =
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';
    const headers = { 'x-hubspot-signature': '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de' };
    const receive = receiver(hubspotVersion1Signature(), 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy');
    expect(await receive(sent(example, headers))).toMatchObject({ body: example });
    await expect(receive(sent(`${example} `, headers))).rejects.toMatchObject({ code: 'auth' });
  });
});

describe('other CRMs', () => {
  it('Pipedrive and Zoho send what we gave them', async () => {
    const pipedrive = receiver(pipedriveSecret(), 'user:pass:word');
    const basic = (text: string) => sent(body, { authorization: `Basic ${btoa(text)}` });
    expect(await pipedrive(basic('user:pass:word'))).toMatchObject({ body });
    await expect(pipedrive(basic('user:password'))).rejects.toMatchObject({ code: 'auth' });
    const zoho = receiver(zohoSecret(), 'made-up');
    expect(await zoho(sent('{"token":"made-up"}'))).toHaveProperty('body');
    await expect(zoho(sent('{"token":"other"}'))).rejects.toMatchObject({ code: 'auth' });
  });

  it('Twenty signs time and body', async () => {
    const headers = {
      'x-twenty-webhook-timestamp': '1700000000000',
      'x-twenty-webhook-signature': hmac(`1700000000000:${body}`).digest('hex'),
    };
    const receive = receiver(twentySignature(), 'made-up', 1_700_000_000_000);
    expect(await receive(sent(body, headers))).toMatchObject({ body });
    await expect(receive(sent(`${body} `, headers))).rejects.toMatchObject({ code: 'auth' });
  });

  it('EspoCRM puts the webhook’s id before the signature', async () => {
    const signature = btoa(`5e1f:${hmac(body).digest('hex')}`);
    const receive = receiver(espocrmSignature(), ['other', 'made-up']);
    expect(await receive(sent(body, { signature }))).toMatchObject({ body });
    for (const wrong of [btoa('5e1f'), btoa('5e1f:00'), 'no', ''])
      await expect(receive(sent(body, { signature: wrong }))).rejects.toMatchObject({ code: 'auth' });
  });
});
