import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { discordSignature } from '../../../src/channels/webhooks/discord-signature.js';
import { linkedinSignature } from '../../../src/channels/webhooks/linkedin-signature.js';
import { metaRequestSignature, metaSignature } from '../../../src/channels/webhooks/meta-signature.js';
import {
  discourseSignature,
  githubSignature,
  telegramSecret,
  tiktokSignature,
} from '../../../src/channels/webhooks/plain-signatures.js';
import { slackSignature } from '../../../src/channels/webhooks/slack-signature.js';
import { twilioSignature } from '../../../src/channels/webhooks/twilio-signature.js';
import { xSignature } from '../../../src/channels/webhooks/x-signature.js';
import { zoomSignature } from '../../../src/channels/webhooks/zoom-signature.js';
import type { WebhookScheme } from '../../../src/core/webhooks/webhook-scheme.js';
import { address, asked, receiver, sent } from '../../core/webhooks/delivery.js';

interface Known {
  system: string;
  scheme: WebhookScheme;
  secret: string;
  body: string;
  headers: Record<string, string>;
  /** When it was signed, in milliseconds since 1970. */
  at?: number;
  url?: string;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const slackBody =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';

/** The systems' own examples, or what their description gives when Node's crypto computes it. */
const known: Known[] = [
  {
    system: 'GitHub',
    scheme: githubSignature(),
    secret: "It's a Secret to Everybody",
    body: 'Hello, World!',
    headers: {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    },
  },
  {
    system: 'Slack',
    scheme: slackSignature(),
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    body: slackBody,
    at: 1_531_420_618_000,
    headers: {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    },
  },
  {
    system: 'Twilio',
    scheme: twilioSignature(),
    secret: '12345',
    url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
    body: 'CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309&Digits=1234&From=%2B14158675309',
    headers: { ...form, 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
  },
  {
    system: 'Discourse',
    scheme: discourseSignature(),
    secret: 'my_lovely_secret_for_web_hook',
    body: '{"ping":"OK"}',
    headers: {
      'x-discourse-event-signature': 'sha256=162f107f6b5022353274eb1a7197885cfd35744d8d08e5bcea025d309386b7d6',
    },
  },
  {
    system: 'LinkedIn',
    scheme: linkedinSignature(),
    secret: 'clientsecret',
    body: '{"a":1}',
    headers: { 'x-li-signature': '5fedf7264f6d213c8271113482eb33a824d73bb1d6f16425c5814b46f4cf6a82' },
  },
  {
    system: 'LinkedIn, prefix in the header',
    scheme: linkedinSignature(),
    secret: 'clientsecret',
    body: '{"a":1}',
    headers: { 'x-li-signature': 'hmacsha256=5fedf7264f6d213c8271113482eb33a824d73bb1d6f16425c5814b46f4cf6a82' },
  },
  {
    system: 'Meta',
    scheme: metaSignature({ verifyTokens: ['made-up'] }),
    secret: 'appsecret',
    body: '{"object":"page"}',
    headers: {
      'x-hub-signature-256': 'sha256=b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e2',
    },
  },
  {
    system: 'Meta, about one user',
    scheme: metaRequestSignature(),
    secret: 'appsecret',
    body: `signed_request=${createHmac('sha256', 'appsecret').update('eyJ1c2VyX2lkIjoiMSJ9').digest('base64url')}.eyJ1c2VyX2lkIjoiMSJ9`,
    headers: form,
  },
  {
    system: 'X',
    scheme: xSignature(),
    secret: 'consumersecret',
    body: '{"for_user_id":"1"}',
    headers: {
      'x-twitter-webhooks-signature': `sha256=${createHmac('sha256', 'consumersecret').update('{"for_user_id":"1"}').digest('base64')}`,
    },
  },
  {
    system: 'Zoom',
    scheme: zoomSignature(),
    secret: 'made-up',
    body: '{"event":"webinar.started"}',
    at: 1_700_000_000_000,
    headers: {
      'x-zm-request-timestamp': '1700000000',
      'x-zm-signature': `v0=${createHmac('sha256', 'made-up').update('v0:1700000000:{"event":"webinar.started"}').digest('hex')}`,
    },
  },
  {
    system: 'TikTok',
    scheme: tiktokSignature(),
    secret: 'made-up',
    body: '{"event":"comment.update"}',
    at: 1_700_000_000_000,
    headers: {
      'tiktok-signature': `t=1700000000,s=${createHmac('sha256', 'made-up').update('1700000000.{"event":"comment.update"}').digest('hex')}`,
    },
  },
];

const request = ({ body, headers, url }: Known) => sent(body, headers, url);

describe.each(known)('$system', (example) => {
  const { scheme, secret, body, at = 0 } = example;

  it('takes what it signed', async () => {
    expect(await receiver(scheme, secret, at)(request(example))).toMatchObject({ body });
  });

  it('refuses another body, another secret and no signature', async () => {
    const changed = { ...example, body: body.replace(/\w(?=\W*$)/, 'Z') };
    expect(changed.body).not.toBe(body);
    for (const [wrong, key] of [
      [request(changed), secret],
      [request(example), `${secret}x`],
      [sent('{}', form), secret],
    ] as const)
      await expect(receiver(scheme, key, at)(wrong)).rejects.toMatchObject({ code: 'auth' });
  });

  it('takes the old and the new secret while one takes the place of the other', async () => {
    expect(await receiver(scheme, ['another', secret], at)(request(example))).toMatchObject({ body });
  });
});

describe.each(known.filter(({ at }) => at))('$system signs the time and', (example) => {
  const { scheme, secret, body, at = 0 } = example;

  it('refuses what was signed too long ago, or ahead of our clock', async () => {
    for (const off of [-301_000, 301_000])
      await expect(receiver(scheme, secret, at + off)(request(example))).rejects.toMatchObject({ code: 'auth' });
    for (const off of [-299_000, 299_000])
      expect(await receiver(scheme, secret, at + off)(request(example))).toMatchObject({ body });
  });
});

describe('handshakes', () => {
  const answerTo = async (received: ReturnType<ReturnType<typeof receiver>>) => {
    const result = await received;
    if (!('answer' in result)) throw new Error('expected an answer');
    return { status: result.answer.status, text: await result.answer.text() };
  };

  it('Meta’s is answered for each token that counts', async () => {
    const receive = receiver(metaSignature({ verifyTokens: ['new', 'old'] }), 'appsecret');
    for (const token of ['new', 'old'])
      expect(
        await answerTo(receive(asked(`hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`))),
      ).toEqual({ status: 200, text: '1158201444' });
    for (const query of [
      'hub.mode=subscribe&hub.verify_token=no&hub.challenge=1',
      'hub.mode=subscribe&hub.verify_token=&hub.challenge=1',
      'hub.mode=subscribe&hub.verify_token=new&hub.challenge=%3Cscript%3E',
      '',
    ])
      await expect(receive(asked(query))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('X’s is answered, and signs nothing that could be a body', async () => {
    const receive = receiver(xSignature(), ['consumersecret', 'older']);
    const { text } = await answerTo(receive(asked('crc_token=challenge_string')));
    expect(JSON.parse(text)).toEqual({ response_token: 'sha256=tno0yvwOxxEY9oTCjI2l0MVjY90DRuCrjvqLFBacEOc=' });
    for (const query of ['crc_token=%7B%22a%22%3A1%7D', ''])
      expect(await answerTo(receive(asked(query)))).toEqual({ status: 400, text: '' });
  });

  it('LinkedIn’s is answered, and signs nothing that could be a body', async () => {
    const receive = receiver(linkedinSignature(), 'clientsecret');
    const challengeCode = '890e4665-4dfe-4ab1-b689-ed553bceeed0';
    expect(JSON.parse((await answerTo(receive(asked(`challengeCode=${challengeCode}`)))).text)).toEqual({
      challengeCode,
      challengeResponse: 'ebf4fec8571554825bd6f1b20abd13323589a32bbc5963c57eafe6e4f58e981a',
    });
    expect(await answerTo(receive(asked('challengeCode=hmacsha256%3D%7B%22a%22%3A1%7D')))).toMatchObject({
      status: 400,
    });
  });

  const hex = (text: string) => createHmac('sha256', 'made-up').update(text).digest('hex');

  it('Slack’s and Zoom’s are answered when they are signed', async () => {
    const slack = '{"type":"url_verification","challenge":"3eZbrw1a"}';
    const at = { 'x-slack-request-timestamp': '1' };
    const receive = receiver(slackSignature(), 'made-up', 1000);
    const signed = sent(slack, { ...at, 'x-slack-signature': `v0=${hex(`v0:1:${slack}`)}` });
    expect(await answerTo(receive(signed))).toEqual({ status: 200, text: '3eZbrw1a' });
    await expect(receive(sent(slack, { ...at, 'x-slack-signature': 'v0=00' }))).rejects.toMatchObject({ code: 'auth' });

    const zoom = '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}';
    const headers = { 'x-zm-request-timestamp': '1', 'x-zm-signature': `v0=${hex(`v0:1:${zoom}`)}` };
    const { text } = await answerTo(receiver(zoomSignature(), 'made-up', 1000)(sent(zoom, headers)));
    expect(JSON.parse(text)).toEqual({
      plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
      encryptedToken: hex('qgg8vlvZRS6UYooatFL8Aw'),
    });
  });
});

describe('Discord', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const hexKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  const signed = (body: string) =>
    sent(body, {
      'x-signature-timestamp': '1700000000',
      'x-signature-ed25519': sign(null, Buffer.from(`1700000000${body}`), privateKey).toString('hex'),
    });
  const receive = receiver(discordSignature(), hexKey, 1_700_000_000_000);

  it('is answered when it tries, and its events are taken', async () => {
    const ping = await receive(signed('{"type":1}'));
    expect('answer' in ping && (await ping.answer.json())).toEqual({ type: 1 });
    const tried = await receive(signed('{"type":0}'));
    expect('answer' in tried && tried.answer.status).toBe(204);
    const event = '{"type":1,"event":{"type":"APPLICATION_AUTHORIZED"}}';
    expect(await receive(signed(event))).toMatchObject({ body: event, accepted: { status: 204 } });
  });

  it('is refused when it tries with a wrong signature', async () => {
    const wrong = sent('{"type":1}', Object.fromEntries(signed('{"type":0}').headers));
    await expect(receive(wrong)).rejects.toMatchObject({ code: 'auth' });
  });
});

describe('Telegram', () => {
  it('sends its secret, which makes no delivery known', async () => {
    const receive = receiver(telegramSecret(), 'made-up_secret');
    const header = 'x-telegram-bot-api-secret-token';
    const received = await receive(sent('{"update_id":1}', { [header]: 'made-up_secret' }));
    expect(received).toMatchObject({ body: '{"update_id":1}' });
    expect(received).not.toHaveProperty('delivery');
    for (const wrong of ['made-up_secreT', 'made-up_secret2', ''])
      await expect(receive(sent('{}', { [header]: wrong }))).rejects.toMatchObject({ code: 'auth' });
  });
});

describe('Twilio', () => {
  it('signs a hash of a JSON body, and the port or not', async () => {
    const body = '{"a":1}';
    const hash = '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862';
    const told = `${address}?bodySHA256=${hash}`;
    for (const signedAs of [told, told.replace('.example/', '.example:443/')]) {
      const signature = createHmac('sha1', 'made-up').update(signedAs).digest('base64');
      const json = (text: string) => sent(text, { 'x-twilio-signature': signature }, told);
      const receive = receiver(twilioSignature(), 'made-up');
      expect(await receive(json(body))).toMatchObject({ body });
      await expect(receive(json('{"a":2}'))).rejects.toMatchObject({ code: 'auth' });
    }
  });
});
