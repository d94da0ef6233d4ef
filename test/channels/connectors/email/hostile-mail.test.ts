import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { observeMail } from '../../../../src/channels/connectors/email/index.js';
import { observed } from '../../../../src/core/model/observed.js';

const head = 'From: Ann <ann@shop.example>\r\nMessage-ID: <1@shop.example>\r\n';

async function read(mail: string | Uint8Array) {
  const bytes = typeof mail === 'string' ? new TextEncoder().encode(mail) : mail;
  const result = await observeMail(bytes, {
    isOwn: () => false,
    fileAt: '2026-05-01T00:00:00.000Z',
    now: '2026-06-01T00:00:00.000Z',
    at: 'file, byte 0',
  });
  if (result.observed) expect(observed.safeParse(result.observed).success).toBe(true);
  if (result.rejected) expect(result.rejected.at).toBe('file, byte 0');
  return {
    reason: result.rejected?.reason.split(':')[0],
    content: result.observed?.type === 'said' ? result.observed.interaction.content : undefined,
  };
}

function nested(levels: number): string {
  let mail = head;
  for (let level = 0; level < levels; level++)
    mail += `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`;
  return `${mail}\r\nhi`;
}

const parts = (count: number, type: string) =>
  `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${`--b\r\nContent-Type: ${type}\r\n\r\nx\r\n`.repeat(count)}--b--`;

describe('mails that nobody wrote', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['10,000 parts within parts', nested(10_000), 'too-deep'],
    [
      'a million parts',
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(1_000_000)}`,
      'too-many-parts',
    ],
    ['3 million short lines', `${head}\r\n${'>\r\n\r\nx\r\n'.repeat(1_000_000)}`, 'too-many-lines'],
    ['2 MB of headers', `${head}${`X-A: ${'b'.repeat(100)}\r\n`.repeat(20_000)}\r\nhi`, 'headers-too-large'],
    ['text without headers', '\r\nhello', 'no-mail'],
    ['bytes of all kinds', Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256), 'no-author'],
  ])('%s', async (_case, mail, reason) => {
    const result = await read(mail);
    expect(result).toEqual({ reason, content: undefined });
  });
});

describe('mails that are odd and go through', () => {
  test('10,000 parts beside each other: 500 files are kept', async () => {
    const { reason, content } = await read(parts(10_000, 'application/x-thing'));
    expect(reason).toBeUndefined();
    expect(content?.attachments).toHaveLength(500);
  });

  test('10,000 parts of text are one text', async () => {
    expect((await read(parts(10_000, 'text/plain'))).content?.text.match(/x/g)).toHaveLength(10_000);
  });

  test.each([
    ['a header line of 900 kB', `${head}Subject: ${'x'.repeat(900_000)}\r\n\r\nhi`],
    ['70,000 encoded words', `${head}Subject: ${'=?utf-8?q?x?= '.repeat(70_000)}\r\n\r\nhi`],
    ['unfinished encoded words', `${head}Subject: ${'=?utf-8?q?'.repeat(90_000)}\r\n\r\nhi`],
    ['brackets in Cc', `${head}Cc: ${'<'.repeat(900_000)}\r\n\r\nhi`],
    ['comments in Cc', `${head}Cc: ${'('.repeat(900_000)}\r\n\r\nhi`],
    ['groups in Cc', `${head}Cc: ${'a:'.repeat(200_000)}\r\n\r\nhi`],
    ['references without end', `${head}References: ${'<'.repeat(900_000)}\r\n\r\nhi`],
    ['a date of comments', `${head}Date: ${'('.repeat(900_000)}\r\n\r\nhi`],
    ['parameters of a type', `${head}Content-Type: text/plain${'; a=b'.repeat(150_000)}\r\n\r\nhi`],
    ['an unknown charset', `${head}Content-Type: text/plain; charset="no such"\r\n\r\nhi`],
    ['an unknown encoding', `${head}Content-Transfer-Encoding: none\r\n\r\nhi`],
    ['a boundary that never comes', `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\nhi`],
    ['a multipart without boundary', `${head}Content-Type: multipart/mixed\r\n\r\nhi`],
  ])('%s', async (_case, mail) => {
    const { reason, content } = await read(mail);
    expect(reason).toBeUndefined();
    expect(content).toBeDefined();
  });

  test('a text of 20 MB is cut at a million', async () => {
    expect((await read(`${head}\r\n${'é'.repeat(10_000_000)}`)).content?.text).toHaveLength(1_000_000);
  });

  test('bytes that are not of the charset that is claimed become replacement characters', async () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode(`${head}Content-Type: text/plain; charset=utf-8\r\n\r\n`),
      0xe4,
      0x21,
    ]);
    expect((await read(bytes)).content?.text).toBe('\ufffd!');
  });
});

test('whatever comes, it is said in the shape of the model or rejected with a reason', async () => {
  const headers = fc.constantFrom(
    'From: ',
    'To: ',
    'Date: ',
    'Subject: ',
    'Content-Type: ',
    'Message-ID: ',
    'References: ',
    'Received: ',
    '',
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'a@b.example',
      'multipart/mixed; boundary=b',
      'text/html',
      '<1@x>',
      '1 Jan 2026 10:00 Z',
      '=?utf-8?b?AAAA?=',
      '--b',
      '',
    ),
  );
  const line = fc
    .tuple(headers, value, fc.constantFrom('\n', '\r\n', '\r', '\r\n\r\n'))
    .map((written) => written.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (lines) => {
      const { reason, content } = await read(lines.join(''));
      expect(reason !== undefined || content !== undefined).toBe(true);
    }),
    { numRuns: 300 },
  );
});
