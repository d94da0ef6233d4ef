import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeMail } from '../../../../src/channels/connectors/email/compose-mail.js';
import { observeMail } from '../../../../src/channels/connectors/email/index.js';
import { parseMail } from '../../../../src/channels/connectors/email/parse-mail.js';
import { oneLine, replySubject } from '../../../../src/channels/connectors/email/reply-subject.js';

const at = '2026-03-02T09:00:00.000Z';
const id = 'k1@example.com';
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '\r\nBcc: eve@shop.example',
    '"<eve@shop.example>,',
    '=?utf-8?Q?=0D=0ABcc:_x?=',
    '.\r\n.\r\n',
    '\u2028\u0085\v\f',
    '🚲'.repeat(100),
  ),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);

test('whatever stands in names, subjects and texts, no header comes of it and the words come back', async () => {
  const names = [
    'content-transfer-encoding',
    'content-type',
    'date',
    'from',
    'in-reply-to',
    'message-id',
    'mime-version',
    'references',
    'subject',
    'to',
  ];
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (name, subject, said) => {
      const text = said.toWellFormed().replace(/[^\P{Cc}\t\n]/gu, '');
      const bytes = await composeMail(
        {
          from: { address: 'support@example.com', name },
          to: [{ address: 'ann@shop.example', name }],
          subject: oneLine(subject),
          text,
          references: ['q0@shop.example', 'q1@shop.example'],
        },
        id,
        at,
      );
      const raw = new TextDecoder().decode(bytes);
      expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
      expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      const parsed = await parseMail(bytes);
      if ('reason' in parsed) throw new Error(parsed.reason);
      expect(
        parsed.mail.headers
          .map(({ key }) => key)
          .toSorted()
          .filter((key) => key !== 'subject'),
      ).toEqual(names.filter((key) => key !== 'subject'));
      const { observed } = await observeMail(bytes, { isOwn: () => false, fileAt: at, now: at, at: 'here' });
      if (observed?.type !== 'said') throw new Error('nothing was said');
      const { participants, content, inReplyTo, externalId, root } = observed.interaction;
      expect(participants.map(({ role, of }) => [role, of.externalId])).toEqual([
        ['author', 'support@example.com'],
        ['recipient', 'ann@shop.example'],
      ]);
      expect([externalId, inReplyTo?.externalId, root?.externalId]).toEqual([id, 'q1@shop.example', 'q0@shop.example']);
      expect(content.text).toBe(text.replace(/^(?:[ \t]*\n)+/, '').trimEnd());
    }),
    { numRuns: Number(process.env.KENNING_ROUNDS ?? 200) },
  );
});

describe('the subject of an answer', () => {
  test.each([
    ['Brakes', 'Re: Brakes'],
    ['Re: Brakes', 'Re: Brakes'],
    ['RE: AW: re[2]: Brakes', 'Re: Brakes'],
    ['Re(3): SV: Antw: Brakes', 'Re: Brakes'],
    ['回复：Re: 刹车', 'Re: 刹车'],
    ['Odp: YNT: Vá: RIF: brakes', 'Re: brakes'],
    ['Fwd: Re: Brakes', 'Re: Fwd: Re: Brakes'],
    ['Report: brakes', 'Re: Report: brakes'],
    ['Ref: 12', 'Re: Ref: 12'],
    ['Regarding: brakes', 'Re: Regarding: brakes'],
    ['Re:', 'Re:'],
    ['', 'Re:'],
    ['Re: a\r\n b\0', 'Re: a b'],
  ])('%j becomes %j', (subject, answer) => {
    expect(replySubject(subject)).toBe(answer);
  });
  test('is the same once more', () => {
    fc.assert(
      fc.property(hostile, (subject) => {
        expect(replySubject(replySubject(subject))).toBe(replySubject(subject));
      }),
    );
  });
  test('takes no longer for hostile ones', () => {
    for (const subject of [
      're '.repeat(100_000),
      `re${' '.repeat(100_000)}`,
      're:'.repeat(100_000),
      're [1'.repeat(50_000),
    ])
      expect(replySubject(subject).length).toBeLessThanOrEqual(510);
  });
});
