import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MboxSplitter } from '../../../../src/channels/connectors/email/mbox.js';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array | undefined) => (bytes ? new TextDecoder().decode(bytes) : undefined);

/** Splits a text that comes in chunks of these sizes, over and over. */
function split(text: string, sizes: number[] = [1_000_000], maxBytes = 1_000_000) {
  const bytes = encode(text);
  const splitter = new MboxSplitter(maxBytes, 0);
  const pieces = [];
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] as number;
    pieces.push(...splitter.push(bytes.slice(at, at + size)));
    at += size;
  }
  pieces.push(...splitter.finish());
  return pieces.map(({ offset, end, bytes: mail }) => ({ offset, end, mail: decode(mail) }));
}

const from = 'From ann@shop.example Mon Mar  2 09:00:00 2026';

describe('MboxSplitter', () => {
  test.each(['\n', '\r\n'])('splits at From lines after an empty line, with %j as line end', (eol) => {
    const text = [from, 'A: 1', '', 'one', '', from, 'A: 2', '', 'two', ''].join(eol);
    const pieces = split(text);
    expect(pieces.map(({ mail }) => mail)).toEqual([`A: 1${eol}${eol}one${eol}${eol}`, `A: 2${eol}${eol}two${eol}`]);
    expect(text.slice(pieces[1]?.offset).startsWith(from)).toBe(true);
    expect(pieces[0]?.end).toBe(pieces[1]?.offset);
    expect(pieces[1]?.end).toBe(text.length);
  });

  test.each([
    ['no empty line before', `x\n${from}\ny`],
    ['a sentence', 'x\n\nFrom now on it is Mon at noon, 2026.\n\nFrom 10:30 on\n'],
    ['an indented line', `x\n\n ${from}\n`],
    ['a line longer than any separator', `x\n\nFrom ${'a'.repeat(600)} Mon Mar 2 09:00:00 2026\n`],
  ])('%s separates nothing', (_case, body) => {
    expect(split(`${from}\n\n${body}`).map(({ mail }) => mail)).toEqual([`\n${body}`]);
  });

  test('takes one > from escaped lines, only there', () => {
    const body = '>From a\n>>From b\n> From c\n>Fro\nx >From d\n>>>>From e';
    expect(split(`${from}\n\n${body}`)[0]?.mail).toBe('\nFrom a\n>From b\n> From c\n>Fro\nx >From d\n>>>From e');
  });

  test('gives a note for a mail that is too large, and the ones around it', () => {
    const text = `${from}\nsmall\n\n${from}\n${'x'.repeat(5000)}\n\n${from}\nlast\n`;
    for (const size of [1, 7, 100, 4096, 100_000]) {
      const pieces = split(text, [size], 1000);
      expect(pieces.map(({ mail }) => mail)).toEqual(['small\n\n', undefined, 'last\n']);
    }
  });

  test('however the bytes come, the mails are the same', () => {
    const line = fc.constantFrom('', 'text', from, '>From x', 'From x', '\r', 'é😀', 'y'.repeat(700), `${from}\r`);
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        (lines, sizes) => {
          const text = [from, ...lines].join('\n');
          const whole = split(text);
          expect(split(text, sizes)).toEqual(whole);
          whole.forEach(({ offset, end }, index) => {
            expect(offset).toBe(index === 0 ? 0 : whole[index - 1]?.end);
            expect(text).toContain(decode(encode(text).slice(offset, end)));
          });
          expect(whole.at(-1)?.end).toBe(encode(text).length);
        },
      ),
    );
  });

  test('what is written as mboxrd is read back', () => {
    const body = fc.array(fc.constantFrom('From x', '>From y', '>>From z', 'text', '', from, '> q'), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 6 }), (bodies) => {
        const mails = bodies.map((lines) => `Subject: x\n\n${lines.map((line) => `${line}\n`).join('')}`);
        const text = mails.map((mail) => `${from}\n${mail.replace(/^(>*From )/gm, '>$1')}\n`).join('');
        expect(split(text).map(({ mail }) => mail)).toEqual(mails.map((mail) => `${mail}\n`));
      }),
    );
  });
});
