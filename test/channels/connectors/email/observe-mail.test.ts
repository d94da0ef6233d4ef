import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { observeMail } from '../../../../src/channels/connectors/email/index.js';
import { ownAddresses } from '../../../../src/channels/connectors/email/own-addresses.js';
import { observed } from '../../../../src/core/model/observed.js';

const fileAt = '2026-05-01T00:00:00.000Z';
const now = '2026-06-01T00:00:00.000Z';
const ours = ownAddresses(['Example Support <Support@example.com>', '@staff.example']);

async function read(mail: string | Uint8Array) {
  const bytes = typeof mail === 'string' ? new TextEncoder().encode(mail) : mail;
  return observeMail(bytes, { isOwn: ours.has, fileAt, now, at: 'here' });
}

async function said(mail: string | Uint8Array) {
  const { observed: item, rejected } = await read(mail);
  expect(rejected).toBeUndefined();
  expect(observed.parse(item)).toEqual(item);
  if (item?.type !== 'said') throw new Error('nothing was said');
  return item;
}

const fixture = (name: string) => readFile(new URL(`../../../fixtures/email/${name}`, import.meta.url));

/** A mail of these headers and this text. */
const mail = (headers: string[], text = 'Hi.') =>
  ['From: Ann <ann@shop.example>', 'Message-ID: <1@shop.example>', ...headers, '', text].join('\r\n');

describe('a reply', () => {
  test('names who takes part, in which role, and whom we are', async () => {
    const { interaction, profiles } = await said(await fixture('reply.eml'));
    const people = interaction.participants.map(({ role, of }) => `${role} ${of.externalId}`);
    expect(people).toEqual([
      'author ann.larsen@shop.example',
      'recipient support@example.com',
      'recipient bo@shop.example',
      'copied eva@shop.example',
      'copied tim@shop.example',
      'copied orders@shop.example',
    ]);
    expect(profiles).toHaveLength(6);
    expect(profiles[0]).toEqual({
      kind: 'profile',
      source: 'email',
      externalId: 'ann.larsen@shop.example',
      party: 'person',
      identifiers: [{ kind: 'email', scope: '', value: 'ann.larsen@shop.example' }],
      attributes: { name: 'Ann Larsén' },
      origin: 'import',
      observedAt: '2026-03-03T09:15:00.000Z',
      partial: true,
    });
    expect(profiles.filter(({ own }) => own).map(({ externalId }) => externalId)).toEqual(['support@example.com']);
    expect(profiles[2]?.attributes).toEqual({ name: 'Bo, Shop' });
  });

  test('what others call somebody never outdates what that person says, and a name outdates none', async () => {
    const { profiles } = await said(await fixture('reply.eml'));
    const at = Object.fromEntries(profiles.map(({ externalId, observedAt }) => [externalId, observedAt]));
    expect((at['bo@shop.example'] as string) < (at['ann.larsen@shop.example'] as string)).toBe(true);
    expect((at['eva@shop.example'] as string) < (at['bo@shop.example'] as string)).toBe(true);
  });

  test('stands in its thread, at its time, with its title and files', async () => {
    const { interaction } = await said(await fixture('reply.eml'));
    const ref = (externalId: string) => ({ network: 'email', realm: '', externalId });
    expect(interaction).toMatchObject({
      ...ref('reply-3@shop.example'),
      kind: 'email',
      at: '2026-03-03T09:15:00.000Z',
      root: ref('question-1@shop.example'),
      inReplyTo: ref('answer-2@example.com'),
      visibility: 'direct',
      origin: 'import',
    });
    expect(interaction.automatic).toBeUndefined();
    expect(interaction.content.title).toBe('Re: Bestellung „Blumen“');
    expect(interaction.content.attachments).toEqual([
      { type: 'image', name: 'Tulpen ü.jpg', mediaType: 'image/jpeg', bytes: 6 },
    ]);
  });

  test('marks what it repeats and its signature', async () => {
    const { text, entities } = (await said(await fixture('reply.eml'))).interaction.content;
    expect(text.startsWith('Hello Cleo,\n\nthe tulips came – but two are broken. 🌷\n\nOn Mon')).toBe(true);
    expect(entities?.map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([
      [
        'quote',
        'On Mon, 2 Mar 2026 at 17:40, Example Support\n<support@example.com> wrote:\n> They are on their way.\n>\n> -- \n> Example Support',
      ],
      ['signature', '-- \nAnn Larsén\nBlumen am Markt'],
    ]);
  });
});

test('a newsletter of HTML alone becomes text with links, and is bulk', async () => {
  const { interaction } = await said(await fixture('newsletter.eml'));
  expect(interaction.automatic).toBe('bulk');
  expect(interaction.content).toEqual({
    title: 'Spring is here',
    text: 'Spring & bulbs\n\nSee our tulips.\n\n- red\n- yellow',
    entities: [{ type: 'link', start: 24, end: 30, url: 'https://garden.example/tulips?a=1&b=2' }],
  });
});

test('an Outlook reply: the block of headers begins the quotation, Sender is no author beside From', async () => {
  const { interaction } = await said(await fixture('outlook-reply.eml'));
  const { text, entities } = interaction.content;
  expect(entities).toHaveLength(1);
  expect(text.slice(0, entities?.[0]?.start).trim()).toBe(
    'Danke, das passt.\n\nDirk\n\n________________________________',
  );
  expect(text.slice(entities?.[0]?.start, entities?.[0]?.end)).toMatch(/^Von: Example[\s\S]*Rechnung\.$/);
  expect(interaction.root?.externalId).toBe('invoice-7@example.com');
  expect(interaction.inReplyTo?.externalId).toBe('invoice-7@example.com');
  expect(interaction.participants.filter(({ role }) => role === 'author')).toHaveLength(1);
});

test('a bounce is a report of a machine, and the mail within it is a file', async () => {
  const { interaction } = await said(await fixture('bounce.eml'));
  expect(interaction.automatic).toBe('notice');
  expect(interaction.content.text).toBe('Nobody lives at nobody@shop.example.');
  expect(interaction.content.attachments?.map(({ mediaType }) => mediaType)).toEqual([
    'message/delivery-status',
    'message/rfc822',
  ]);
});

describe('a report of what came back', () => {
  const failed = {
    type: 'delivery',
    of: { network: 'email', realm: '', externalId: '6457499c14cc10fc0c65cde8ccb727db@example.com' },
    status: 'failed',
    at: '2026-03-06T08:00:00.000Z',
  };
  const changed = async (...changes: [string | RegExp, string][]) => {
    let report = String(await fixture('undelivered.eml'));
    for (const [from, to] of changes) {
      const next = report.replace(from, to);
      expect(next).not.toBe(report);
      report = next;
    }
    return (await read(report)).delivery;
  };
  test('names the mail that failed', async () => {
    expect(await changed()).toEqual(failed);
    expect(observed.parse(failed)).toEqual(failed);
    expect(await changed(['Return-Path: <>\n', ''])).toEqual(failed);
    expect(await changed(['text/rfc822-headers', 'message/rfc822'])).toEqual(failed);
  });
  test('or the one that came', async () => {
    expect(await changed(['Action: failed', 'Action: Delivered'])).toEqual({ ...failed, status: 'delivered' });
    expect(await changed(['Action: failed', 'Action: delivered\n\nAction: failed'])).toEqual(failed);
  });
  test.each<[string, [string | RegExp, string]]>([
    ['that only takes longer', ['Action: failed', 'Action: delayed']],
    ['that went on to others', ['Action: failed', 'Action: relayed']],
    ['that says nothing', ['Action: failed\n', '']],
    ['of another type', ['report-type=delivery-status', 'report-type=disposition-notification']],
    ['of somebody who can be answered', ['Return-Path: <>', 'Return-Path: <eve@shop.example>']],
    ["of another's mail", ['From: Example Support <support@example.com>', 'From: eve@shop.example']],
    ['of no mail', [/Message-ID:\n.*\n/, '']],
    ['of two mails', [/(--1C2D4400B8\S+com\nContent-Description: Undelivered[\s\S]*?)(?=--1C2D4400B8\S+--)/, '$1$1']],
  ])('says nothing: one %s', async (_what, change) => {
    expect(await changed(change)).toBeUndefined();
  });
});

describe('automatic mail', () => {
  test.each([
    [['Auto-Submitted: auto-replied (vacation)'], 'reply'],
    [['X-Autoreply: yes'], 'reply'],
    [['Precedence: auto_reply'], 'reply'],
    [['Content-Type: multipart/report; boundary=x'], 'notice'],
    [['Auto-Submitted: auto-generated'], 'notice'],
    [['Return-Path: <>'], 'notice'],
    [['List-Id: <news.shop.example>', 'Auto-Submitted: auto-generated'], 'bulk'],
    [['Precedence: Junk'], 'bulk'],
    [['Auto-Submitted: no', 'Precedence: first-class', 'X-Autoreply: no'], undefined],
  ])('%j is %s', async (headers, expected) => {
    expect((await said(mail(headers))).interaction.automatic).toBe(expected);
  });
});

describe('when it was sent', () => {
  const received = (date: string) => `Received: from a by b; ${date}`;
  test.each([
    ['its date', ['Date: 1 Mar 2026 10:00:00 +0100'], '2026-03-01T09:00:00.000Z'],
    [
      'no date: its arrival',
      [received('1 Mar 2026 11:00:00 +0000'), received('1 Mar 2026 10:00:00 +0000')],
      '2026-03-01T11:00:00.000Z',
    ],
    [
      'no date that can be',
      ['Date: 1 Mar 2026 10:00:00 -1900', received('2 Mar 2026 00:00:00 +0000')],
      '2026-03-02T00:00:00.000Z',
    ],
    [
      'a clock ahead',
      ['Date: 1 Mar 2038 10:00:00 +0000', received('2 Mar 2026 00:00:00 +0000')],
      '2026-03-02T00:00:00.000Z',
    ],
    [
      'a clock never set',
      ['Date: 1 Jan 1980 00:00:00 +0000', received('2 Mar 2026 00:00:00 +0000')],
      '2026-03-02T00:00:00.000Z',
    ],
    [
      'a day ahead stands',
      ['Date: 2 Mar 2026 10:00:00 +0000', received('2 Mar 2026 00:00:00 +0000')],
      '2026-03-02T10:00:00.000Z',
    ],
    ['nothing at all: its file', [], fileAt],
    ['in the future without arrival: its file', ['Date: 3 Jun 2026 10:00:00 +0000'], fileAt],
  ])('%s', async (_case, headers, expected) => {
    expect((await said(mail(headers))).interaction.at).toBe(expected);
  });
});

describe('its id', () => {
  test('without one it is a hash that is the same in every file', async () => {
    const lines = ['From: ann@shop.example', 'Date: 1 Mar 2026 10:00:00 +0000', 'Message-ID: <>', '', 'Hi.'];
    const one = (await said(lines.join('\n'))).interaction;
    const other = (await said(`${lines.join('\r\n')}\r\n\r\n`)).interaction;
    expect(one.externalId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(other.externalId).toBe(one.externalId);
    expect((await said(lines.join('\n').replace('Hi', 'Ho'))).interaction.externalId).not.toBe(one.externalId);
  });

  test('loses its brackets, comments and folds and keeps its case', async () => {
    const headers = (id: string) => `From: a@b.example\r\nMessage-ID: ${id}\r\n\r\nx`;
    expect((await said(headers(' <Ab.1@\r\n Host.Example> (x)'))).interaction.externalId).toBe('Ab.1@Host.Example');
    expect((await said(headers('bare@host'))).interaction.externalId).toBe('bare@host');
    expect((await said(headers(`<${'x'.repeat(5000)}@host>`))).interaction.externalId).toMatch(/^sha256:/);
  });

  test('copies with other headers are one wording, a second mail under the same id is another', async () => {
    const one = (await said(mail(['Date: 1 Mar 2026 10:00:00 +0000', 'To: a@b.example']))).interaction;
    const copy = (await said(mail(['Date: 1 Mar 2026 10:00:00 +0000', 'To: c@b.example'], 'Hi.\n_____\nlist')))
      .interaction;
    const second = (await said(mail(['Date: 2 Mar 2026 10:00:00 +0000']))).interaction;
    expect(copy.version).toBe(one.version);
    expect(second.version).not.toBe(one.version);
  });

  test('a mail that answers itself answers nothing', async () => {
    const { interaction } = await said(mail(['In-Reply-To: <1@shop.example>', 'References: <1@shop.example>']));
    expect(interaction.root).toBeUndefined();
    expect(interaction.inReplyTo).toBeUndefined();
  });

  test('without In-Reply-To it answers the last of its references', async () => {
    const { interaction } = await said(mail(['References: <a@x> junk <b@x>\r\n <c@x>', 'In-Reply-To: your mail']));
    expect(interaction.root?.externalId).toBe('a@x');
    expect(interaction.inReplyTo?.externalId).toBe('c@x');
  });
});

describe('participants', () => {
  const headersOf = (...headers: string[]) => [...headers, 'Message-ID: <1@x.example>', '', 'x'].join('\n');

  test('Sender is the author when From names nobody', async () => {
    const { interaction } = await said(headersOf('From: Ann', 'Sender: office@shop.example'));
    expect(interaction.participants).toEqual([
      { role: 'author', of: { source: 'email', externalId: 'office@shop.example' } },
    ]);
  });

  test('all of From are authors, everybody at our domain is ours, Reply-To of the author is not told twice', async () => {
    const { interaction, profiles } = await said(
      headersOf('From: a@shop.example, B <b@staff.example>', 'Reply-To: a@shop.example', 'To: a@shop.example'),
    );
    expect(interaction.participants.map(({ role, of }) => `${role} ${of.externalId}`)).toEqual([
      'author a@shop.example',
      'author b@staff.example',
      'recipient a@shop.example',
    ]);
    expect(profiles.map(({ own }) => own)).toEqual([undefined, true]);
  });

  test('an address of one machine identifies nobody elsewhere', async () => {
    const { profiles } = await said(headersOf('From: root@localhost', 'To: a@[10.0.0.1]'));
    expect(profiles.map(({ identifiers }) => identifiers)).toEqual([[], []]);
  });

  test.each(['From: Ann', 'From: "" <>', 'From: a@b@c.example', 'To: a@b.example'])(
    '%s: rejected, nobody is made up',
    async (header) => {
      const { rejected, observed: item } = await read(headersOf(header));
      expect(item).toBeUndefined();
      expect(rejected).toEqual({ reason: 'no-author: no address in From or Sender', at: 'here' });
    },
  );

  test('of more than 1,000 the rest is left out with a note', async () => {
    const many = Array.from({ length: 1500 }, (_, index) => `p${index}@x.example`).join(', ');
    const { observed: item, rejected } = await read(headersOf('From: a@x.example', `To: ${many}`));
    expect(observed.safeParse(item).success).toBe(true);
    expect(item?.type === 'said' && item.interaction.participants).toHaveLength(1000);
    expect(rejected?.reason).toMatch(/^too-many-recipients: 501 /);
  });

  test('a first From wins over one smuggled in after it', async () => {
    const { interaction } = await said(headersOf('From: a@x.example', 'From: b@x.example'));
    expect(interaction.participants.map(({ of }) => of.externalId)).toEqual(['a@x.example']);
  });
});

test('offsets are right though U+0000 and broken line ends are taken out', async () => {
  const { text, entities } = (await said(mail([], 'a\0b\r\n\r\n> q\0uoted\rnext\r\n-- \r\nAnn'))).interaction.content;
  expect(text).toBe('ab\n\n> quoted\nnext\n-- \nAnn');
  expect(entities?.map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([
    ['quote', '> quoted'],
    ['signature', '-- \nAnn'],
  ]);
});
