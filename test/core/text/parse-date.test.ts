import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate } from '../../../src/core/text/parse-date.js';

describe('parseDate', () => {
  test.each([
    ['Thu, 22 Aug 2002 18:26:25 +0700', '2002-08-22T11:26:25.000Z'],
    ['22 Aug 2002 18:26 -0530', '2002-08-22T23:56:00.000Z'],
    ['Thu, 22 Aug 02 13:36:23 EDT', '2002-08-22T17:36:23.000Z'],
    ['Thu, 22 Aug 99 13:36:23 PST', '1999-08-22T21:36:23.000Z'],
    ['Thu, 22 Aug 102 13:36:23 GMT', '2002-08-22T13:36:23.000Z'],
    ['Thu Aug 22 13:36:23 2002', '2002-08-22T13:36:23.000Z'],
    ['Thu Aug 22 13:36:23 +0200 2002', '2002-08-22T11:36:23.000Z'],
    ['Fri, 23 Aug 2002 22:46:34 GMT+1', '2002-08-23T21:46:34.000Z'],
    ['Mon, 27 May 2002 10:28:3 +0200', '2002-05-27T08:28:03.000Z'],
    ['(a (nested) comment) 1 Jan 2020 00:00:00 (Z) +0000', '2020-01-01T00:00:00.000Z'],
    ['Thursday, 22-Aug-2002 01:02:03 PM GMT', '2002-08-22T13:02:03.000Z'],
    ['1 Jan 2017 00:59:60 +0100', '2016-12-31T23:59:59.000Z'],
    ['1 Jan 2020 10:00:00 Q', '2020-01-01T10:00:00.000Z'],
    ['2026-03-01T10:20:30Z', '2026-03-01T10:20:30.000Z'],
    ['2026-03-01T10:20:30.1234+02:00', '2026-03-01T08:20:30.123Z'],
    ['2026-03-01 10:20', '2026-03-01T10:20:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });

  test.each([
    undefined,
    '',
    'yesterday',
    '31 Feb 2020 10:00:00 +0000',
    '1 Jan 2020 25:00:00 +0000',
    '1 Jan 2020 10:00:00 -1900',
    '1 Jan',
    '2026-13-01',
    '2026-02-30T10:00:00Z',
    '99999',
    '('.repeat(100_000),
  ])('%j is no date', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  test('reads back every instant as RFC 5322 and ISO 8601 write it', () => {
    const seconds = fc.integer({ min: 0, max: 250_000_000_000 });
    fc.assert(
      fc.property(seconds, (value) => {
        const instant = new Date((value % 200_000_000_000) * 1000);
        if (instant.getUTCFullYear() > 9999) return;
        const whole = instant.toISOString();
        expect(parseDate(whole)).toBe(whole);
        expect(parseDate(instant.toUTCString())).toBe(whole);
      }),
    );
  });
});
